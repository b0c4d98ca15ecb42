/**
 * Events on their way to the database: packed for COPY by the process that read them, so that
 * the engine only hands them on.
 *
 * @module
 */
import { BinaryCopyWriter } from "@/lib/db/copy_binary.ts";
import type { Event, EventRejection } from "./event.ts";

/** The columns of a packed event, in order; `place` is its order within its batch. */
export const EVENT_COLUMNS = [
  "place int8",
  'batch text collate "C"',
  'source text collate "C"',
  "key uuid",
  'event_id text collate "C"',
  '"time" timestamptz',
  "day date",
  'metric text collate "C"',
  "value numeric",
  "dimensions text",
  "line int8",
] as const;

/** The columns of a packed rejection. */
export const REJECTION_COLUMNS = ["batch", "line", "column_name", "value", "reason"] as const;

/** A source and the zone by whose clocks its events' days are; `null` where that is not to be checked. */
export type SourceZone = readonly [source: string, zone: string | null];

/** What is stored of a batch at once: a part of it or all. */
export interface EventPiece {
  /** Names the request that brought the events. */
  readonly batch: string;
  /** From 0 within its batch. */
  readonly number: number;
  readonly events: number;
  /** Of these events, each once. */
  readonly sources: readonly SourceZone[];
  /** Packed; `null` where there is none. */
  readonly rows: Uint8Array<ArrayBuffer> | null;
  /** What tolerant ingestion keeps of the others, packed. */
  readonly rejected: Uint8Array<ArrayBuffer> | null;
  /** What is told of its batch, of which it is the last piece; kept with it. */
  readonly end?: object;
}

/** What a piece is packed from. */
export interface PieceContents {
  readonly batch: string;
  readonly number: number;
  /** So many events of the batch came before. */
  readonly place: number;
  readonly events: readonly Event[];
  readonly rejections: readonly EventRejection[];
  /** The zones by which the days were told. */
  readonly zoneOf: (source: string) => string | null;
}

/** Room that a row takes as a rule; the buffer grows where it takes more. */
const ROW_BYTES = 256;

/** Packs a piece. */
export function packPiece(
  { batch, number, place, events, rejections, zoneOf }: PieceContents,
): EventPiece {
  const sources = new Set(events.map(({ source }) => source));
  return {
    batch,
    number,
    events: events.length,
    sources: [...sources].map((source) => [source, zoneOf(source)]),
    rows: events.length === 0 ? null : packEvents(batch, place, events),
    rejected: rejections.length === 0 ? null : packRejections(batch, rejections),
  };
}

function packEvents(
  batch: string,
  place: number,
  events: readonly Event[],
): Uint8Array<ArrayBuffer> {
  const writer = writerFor(EVENT_COLUMNS.length, events.length);
  for (const [i, event] of events.entries()) {
    writer.startRow();
    writer.integer(place + i);
    writer.string(batch);
    writer.string(event.source);
    // A UUID is sent as its bytes, which is how a text is sent.
    writer.text(event.key, 0, event.key.length);
    writeText(writer, event.eventId);
    writer.timestamp(event.time);
    writer.date(event.day);
    writer.string(event.metric);
    writer.decimalText(event.value);
    writer.string(JSON.stringify(Object.fromEntries(event.dimensions)));
    writer.integer(event.line);
  }
  return writer.finish();
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
