/**
 * Events on their way to the database: packed for COPY by the process that read them, so that
 * the engine only hands them on.
 *
 * @module
 */
import { BinaryCopyWriter } from "@/lib/db/copy_binary.ts";
import { type DayTotals, totalsOf } from "./day_totals.ts";
import type { Event, EventRejection } from "./event.ts";
import { orderByKey } from "./key_order.ts";
import { quoted } from "./quoted.ts";

/** The columns of a packed event, in order. */
export const EVENT_COLUMNS = [
  "source",
  "key",
  "event_id",
  '"time"',
  "day",
  "metric",
  "value",
  "dimensions",
  "batch",
] as const;

/** The columns of a packed rejection. */
export const REJECTION_COLUMNS = ["batch", "line", "column_name", "value", "reason"] as const;

/** A source and the zone by whose clocks its events' days are; `null` where that is not to be checked. */
export type SourceZone = readonly [source: string, zone: string | null];

/** A source and the key of an event of it, each of its bytes two hexadecimal digits. */
export type SourceKey = readonly [source: string, key: string];

/** What is stored of a batch at once: a part of it or all. */
export interface EventPiece {
  /** Names the request that brought the events. */
  readonly batch: string;
  /** From 0 within its batch. */
  readonly number: number;
  readonly events: number;
  /** Of these events, each once. */
  readonly sources: readonly SourceZone[];
  /**
   * Packed in the order of their keys, in which an index takes them quickest; those of one key in
   * the order in which they came. `null` where there is none.
   */
  readonly rows: Uint8Array<ArrayBuffer> | null;
  /** Where each of the rows was read, from 1. */
  readonly lines: Float64Array<ArrayBuffer>;
  /** Whether two of the events have one key. */
  readonly hasTwins: boolean;
  /** Some of the events: where one is stored already, others may be. */
  readonly sample: readonly SourceKey[];
  /** What the events come to, if all are new. */
  readonly days: readonly DayTotals[];
  /** What tolerant ingestion keeps of the others, packed. */
  readonly rejected: Uint8Array<ArrayBuffer> | null;
  /** What is told of its batch, of which it is the last piece; kept with it. */
  readonly end?: object;
}

/** What a piece is packed from. */
export interface PieceContents {
  readonly batch: string;
  readonly number: number;
  readonly events: readonly Event[];
  readonly rejections: readonly EventRejection[];
  /** The zones by which the days were told. */
  readonly zoneOf: (source: string) => string | null;
}

/** Room that a row takes as a rule; the buffer grows where it takes more. */
const ROW_BYTES = 256;

/** So many events are looked for before all are taken to be new. */
const SAMPLE_EVENTS = 8;

const encoder = new TextEncoder();

/** What stands before the text of a `jsonb`. */
const JSONB_VERSION = "\u0001";

/** Packs a piece. */
export function packPiece(
  { batch, number, events, rejections, zoneOf }: PieceContents,
): EventPiece {
  const { ordered, hasTwins } = orderByKey(events);
  const sources = new Set(events.map(({ source }) => source));
  return {
    batch,
    number,
    events: events.length,
    sources: [...sources].map((source) => [source, zoneOf(source)]),
    rows: ordered.length === 0 ? null : packEvents(batch, ordered),
    lines: linesOf(ordered),
    hasTwins,
    sample: sampleOf(ordered),
    days: totalsOf(events),
    rejected: rejections.length === 0 ? null : packRejections(batch, rejections),
  };
}

/** A loop, as `Float64Array.from` takes several times as long. */
function linesOf(events: readonly Event[]): Float64Array<ArrayBuffer> {
  const lines = new Float64Array(events.length);
  for (let i = 0; i < events.length; i++) lines[i] = events[i].line;
  return lines;
}

/** Some of the events, from the first to the last. */
function sampleOf(events: readonly Event[]): readonly SourceKey[] {
  const count = Math.min(SAMPLE_EVENTS, events.length);
  return Array.from({ length: count }, (_, i) => {
    const { source, key } = events[Math.floor(i * (events.length - 1) / Math.max(1, count - 1))];
    return [source, hexOf(key)] as const;
  });
}

function hexOf(key: string): string {
  return Uint8Array.from(key, (byte) => byte.charCodeAt(0)).toHex();
}

function packEvents(batch: string, events: readonly Event[]): Uint8Array<ArrayBuffer> {
  const writer = writerFor(EVENT_COLUMNS.length, events.length);
  const batchBytes = encoder.encode(batch);
  for (const event of events) {
    writer.startRow();
    writer.string(event.source);
    writer.byteString(event.key);
    writeText(writer, event.eventId);
    writer.timestamp(event.time);
    writer.date(event.day);
    writer.string(event.metric);
    writer.decimalText(event.value);
    writer.string(JSONB_VERSION + objectOf(event));
    writer.text(batchBytes, 0, batchBytes.length);
  }
  return writer.finish();
}

/** The dimensions as a JSON object. */
function objectOf({ dimensions }: Event): string {
  let members = "";
  for (const [name, value] of dimensions) {
    members += `${members === "" ? "" : ","}${quoted(name)}:${quoted(value)}`;
  }
  return `{${members}}`;
}

function packRejections(
  batch: string,
  rejections: readonly EventRejection[],
): Uint8Array<ArrayBuffer> {
  const writer = writerFor(REJECTION_COLUMNS.length, rejections.length);
  for (const { line, column, value, reason } of rejections) {
    writer.startRow();
    writer.string(batch);
    writer.integer(line);
    writeText(writer, column);
    writeText(writer, value);
    writer.string(reason);
  }
  return writer.finish();
}

function writerFor(columns: number, rows: number): BinaryCopyWriter {
  return new BinaryCopyWriter(columns, { chunkBytes: rows * ROW_BYTES });
}

function writeText(writer: BinaryCopyWriter, text: string | null): void {
  if (text === null) writer.null();
  else writer.string(text);
}
