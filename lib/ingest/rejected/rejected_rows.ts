/**
 * Hands out the rejected rows of a batch: what was sealed is read once more, by a process without
 * rights, beside what is kept of the rejections. Nothing is stored twice.
 *
 * Cost: a reading of the file; memory of a few batches of rows, and a byte or two for each line.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import { AppError, type ErrorCode } from "@/lib/errors.ts";
import type { KeptBatch } from "@/lib/ingest/events/batches.ts";
import type { SealedFiles } from "@/lib/ingest/events/sealed_files.ts";
import type { Child } from "@/lib/process/child.ts";
import { createLazyPool } from "@/lib/process/lazy_pool.ts";
import { joinRows, type RejectedRow } from "./join_rows.ts";
import { readRowsApart, ROWS_ENTRY, type RowsEvent } from "./read_rows_apart.ts";
import { rejectedLines, rejectionsOf } from "./rejections.ts";
import type { SentRow } from "./sent_row.ts";
import { writtenRows, type WrittenTable } from "./written_rows.ts";

/** So many are read at a time, by children of their own: who takes a file slowly holds up no events. */
const MOST_READ = 2;
const IDLE_MILLISECONDS = 60_000;

/** What rejected rows are read from. */
export interface RejectedRowsServices {
  readonly database: Database;
  readonly files: SealedFiles;
}

/** Rejected rows of batches. */
export class RejectedRows implements AsyncDisposable {
  readonly #services: RejectedRowsServices;
  readonly #pool = createLazyPool(ROWS_ENTRY, {
    size: MOST_READ,
    idleMilliseconds: IDLE_MILLISECONDS,
    v8Flags: ["--max-semi-space-size=2", "--max-old-space-size=512"],
  });

  constructor(services: RejectedRowsServices) {
    this.#services = services;
  }

  /** Writes them as CSV, or as NDJSON where they came as JSON. */
  async *file(batch: KeptBatch): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    const rejections = () => rejectionsOf(this.#services.database, batch.id);
    const events = this.#events(batch);
    try {
      const table = await tableOf(events);
      yield* table === null
        ? writtenRows({ format: formatOf(batch), names: null }, withoutRows(rejections()))
        : writtenRows(table, joinRows(rowsOf(events), rejections()));
    } finally {
      await events.return(undefined);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool.close();
  }

  /** Reads the file of a batch with a child that is lent meanwhile. */
  async *#events(batch: KeptBatch): AsyncGenerator<RowsEvent> {
    const { database, files } = this.#services;
    const { name, encoding } = batch.asked;
    const lines = await rejectedLines(database, batch.id);
    const lent = Promise.withResolvers<Child>();
    const used = Promise.withResolvers<void>();
    const lending = this.#pool.lend((child) => {
      lent.resolve(child);
      return used.promise;
    });
    lending.catch(lent.reject);
    try {
      yield* readRowsApart(await lent.promise, {
        asked: { name, encoding, format: toldFormat(batch) },
        lines,
        open: () => files.open(batch.file.digest),
      });
    } finally {
      used.resolve();
      await lending.catch(() => {}); // Whoever waits for the child was told.
    }
  }
}

/** What is no longer there, or cannot be opened with the keys that there are. */
const GONE: readonly ErrorCode[] = ["FILE_NOT_FOUND", "BAD_SETTING", "BAD_FILE"];

/** Returns what a file is; `null` where it is no longer kept. */
async function tableOf(events: AsyncIterator<RowsEvent>): Promise<WrittenTable | null> {
  try {
    const { value } = await events.next();
    return value?.type === "table" ? value : null;
  } catch (error) {
    if (error instanceof AppError && GONE.includes(error.code)) return null;
    throw error;
  }
}

async function* rowsOf(events: AsyncIterable<RowsEvent>): AsyncGenerator<SentRow> {
  for await (const event of events) if (event.type === "rows") yield* event.rows;
}

/** How the rejected rows of a batch are written. */
export function formatOf(batch: KeptBatch): "csv" | "ndjson" {
  const format = toldFormat(batch);
  return format === "json" || format === "ndjson" ? "ndjson" : "csv";
}

function toldFormat({ asked, end }: KeptBatch): KeptBatch["asked"]["format"] {
  return asked.format ?? (end?.type === "stored" ? end.told.format : null);
}

async function* withoutRows(
  rejections: ReturnType<typeof rejectionsOf>,
): AsyncGenerator<RejectedRow> {
  for await (const one of rejections) yield { row: null, rejections: [one] };
}
