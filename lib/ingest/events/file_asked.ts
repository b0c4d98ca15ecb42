/**
 * What is asked of a file of events.
 *
 * @module
 */
import type { DateOrder, DecimalSign } from "@/lib/read/options.ts";

/** Formats of events, which all are texts. */
export const EVENT_FORMATS = ["csv", "json", "ndjson"] as const;
/** A format of events. */
export type EventFormat = typeof EVENT_FORMATS[number];

/** What to do about more bytes than may be sent, or come out of what is. */
export const TOO_LARGE_REMEDY =
  "Send it in parts, or let whoever runs this workspace raise MAX_FILE_SIZE_MB";

/** How a file of events is to be read. */
export interface FileAsked {
  /** Names the request that brought it. */
  readonly batch: string;
  /** The file's name. */
  readonly name: string;
  /** `null` where its bytes tell. */
  readonly format: EventFormat | null;
  /** A label that `TextDecoder` knows; left out where the bytes tell. */
  readonly encoding?: string;
  /** Said by who sent it; left out where the bytes tell. */
  readonly compression?: "gzip";
  /** Of rows that name none; `null` where each must. */
  readonly source: string | null;
  readonly mode: "strict" | "tolerant";
  /** `null` where the file tells. */
  readonly dateOrder: DateOrder | null;
  /** Left out where the file tells. */
  readonly decimal?: DecimalSign;
  /** Of sources that `zones` does not name. */
  readonly zone: string;
  readonly zones: readonly (readonly [source: string, zone: string])[];
  /** So many may come out of what is compressed. */
  readonly maxBytes: number;
  /** `null` where rows have no limit. */
  readonly maxRows: number | null;
}
