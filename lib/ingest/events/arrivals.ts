/**
 * Sends events into a temporary table, by binary COPY.
 *
 * @module
 */
import { BinaryCopyWriter } from "@/lib/db/copy_binary.ts";
import type { Session } from "@/lib/db/database.ts";
import type { Event, EventRejection } from "./event.ts";

/** Where events are while their transaction lasts; `place` is their order, `part` their batch's. */
export const ARRIVALS = "pg_temp.event_arrivals";

const COLUMNS = [
  "place int8",
  "part int8",
  'source text collate "C"',
  "key uuid",
  'event_id text collate "C"',
  '"time" timestamptz',
  "day date",
  'metric text collate "C"',
  "value numeric",
  "dimensions text",
  "line int8",
];

const REJECTED = ["batch", "line", "column_name", "value", "reason"];

/** Fills the table with the events of each batch; it is empty again when the transaction ends. */
export async function sendArrivals(
  session: Session,
  batches: readonly (readonly Event[])[],
): Promise<void> {
  await session.query(
    `create temporary table if not exists event_arrivals (${COLUMNS.join(", ")})
     on commit delete rows`,
  );
  await session.copyIn(`copy ${ARRIVALS} from stdin with (format binary)`, copyEvents(batches));
}

/** Keeps what made no event. */
export async function sendRejections(
  session: Session,
  batch: string,
  rejections: readonly EventRejection[],
): Promise<void> {
  await session.copyIn(
    `copy daybook.event_rejected (${REJECTED.join(", ")}) from stdin with (format binary)`,
    copyRejections(batch, rejections),
  );
}

function* copyEvents(batches: readonly (readonly Event[])[]): Iterable<Uint8Array> {
  const writer = new BinaryCopyWriter(COLUMNS.length);
  let place = 0;
  for (const [part, events] of batches.entries()) {
    for (const event of events) {
      writer.startRow();
      writer.integer(place++);
      writer.integer(part);
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
      if (writer.full) yield* sent(writer);
    }
  }
  yield writer.finish();
}

function* copyRejections(
  batch: string,
  rejections: readonly EventRejection[],
): Iterable<Uint8Array> {
  const writer = new BinaryCopyWriter(REJECTED.length);
  for (const { line, column, value, reason } of rejections) {
    writer.startRow();
    writer.string(batch);
    writer.integer(line);
    writeText(writer, column);
    writeText(writer, value);
    writer.string(reason);
    if (writer.full) yield* sent(writer);
  }
  yield writer.finish();
}

/** A chunk is done with when the next one is asked for. */
function* sent(writer: BinaryCopyWriter): Iterable<Uint8Array> {
  const chunk = writer.take();
  yield chunk;
  writer.recycle(chunk);
}

function writeText(writer: BinaryCopyWriter, text: string | null): void {
  if (text === null) writer.null();
  else writer.string(text);
}
