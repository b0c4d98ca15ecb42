/**
 * Events that come in: sealed, judged, stored; and what came of each request, to look at, to
 * replay and to correct.
 *
 * @module
 */
import type { BatchAsked } from "@/lib/ingest/events/batch_asked.ts";
import type { EventWarning } from "@/lib/ingest/events/file_warnings.ts";
import type { Ingested } from "@/lib/ingest/events/ingested.ts";
import type { Page } from "@/lib/workspace/metrics/contract.ts";

export type { BatchAsked, EventWarning, Ingested };

/** How corrected rows are to be read; all else is as it was the first time. */
export type CorrectedAsked =
  & { readonly batch: string }
  & Pick<BatchAsked, "mode" | "format" | "encoding" | "compression" | "name">;

/** What came in as one request, and what became of it. */
export interface BatchView {
  readonly id: string;
  readonly source: string | null;
  readonly mode: BatchAsked["mode"];
  /** The name of the file. */
  readonly name: string;
  readonly bytes: number;
  /** "working" while it is judged or stored; "left" where the program ended meanwhile. */
  readonly state: "working" | "left" | "stored" | "refused" | "failed";
  readonly rows: number | null;
  readonly inserted: number;
  readonly duplicates: number;
  readonly conflicts: number;
  /** Values that made no event and were kept. */
  readonly rejected: number;
  /** Rows that made no event; `null` until the batch is stored. */
  readonly rejectedRows: number | null;
  /** Events that came of its rejected rows, corrected, and of what was rejected of those. */
  readonly corrected: number;
  /** What the file of its rejected rows is. */
  readonly rejectedAs: "csv" | "ndjson";
  readonly warnings: readonly EventWarning[];
  /** Why it was refused. */
  readonly refusal: { readonly code: string; readonly message: string } | null;
  /** The batch whose rejected rows it corrects. */
  readonly corrects: string | null;
  /** ISO 8601 in UTC. */
  readonly receivedAt: string;
  readonly endedAt: string | null;
}

/** Takes events in. */
export interface Events {
  /**
   * Stores the events of a request; what is sent is sealed before anything is read of it.
   *
   * @throws AppError BAD_PARAMETER, EMPTY_BODY, DECODE_ERROR, MISSING_COLUMNS, FILE_TOO_LARGE,
   * TOO_MANY_ROWS; BAD_EVENTS in strict mode
   */
  ingest(asked: BatchAsked, bytes: AsyncIterable<Uint8Array>): Promise<Ingested>;
  /** The same for rows that were rejected and are corrected now. @throws AppError NOT_FOUND */
  correct(asked: CorrectedAsked, bytes: AsyncIterable<Uint8Array>): Promise<Ingested>;
  /** Judges and stores what was received once more. @throws AppError NOT_FOUND, FILE_NOT_FOUND */
  replay(asked: { readonly batch: string }): Promise<Ingested>;
  /** What came in, the newest first; `after` is what the page before told. */
  batches(
    asked: { readonly limit: number; readonly after: string | null },
  ): Promise<Page<BatchView>>;
  /** @throws AppError NOT_FOUND */
  batch(asked: { readonly batch: string }): Promise<BatchView>;
  /**
   * The rejected rows of a request as they were sent, with what is wrong behind them: to be mended and
   * handed to `correct`. No text of CSV is run by a spreadsheet. @throws AppError NOT_FOUND
   */
  rejected(asked: { readonly batch: string }): AsyncIterable<Uint8Array<ArrayBuffer>>;
}
