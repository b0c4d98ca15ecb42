/**
 * Events that a test makes without reading a file.
 *
 * @module
 */
import fc from "fast-check";
import type { Database } from "@/lib/db/database.ts";
import { withoutZeros } from "@/lib/ingest/events/decimal_text.ts";
import type { Event } from "@/lib/ingest/events/event.ts";
import { eventKey } from "@/lib/ingest/events/event_key.ts";
import { dayOf } from "@/lib/ingest/events/event_rows.ts";
import type { EventRejection } from "@/lib/ingest/events/event.ts";
import { type EventPiece, packPiece } from "@/lib/ingest/events/event_piece.ts";
import { storeEvents } from "@/lib/ingest/events/store_events.ts";
import type { StoredPiece } from "@/lib/ingest/events/stored_piece.ts";

/** What a test says of an event. */
export interface Wanted {
  readonly source?: string;
  readonly eventId?: string | null;
  /** ISO 8601. */
  readonly time?: string;
  readonly metric?: string;
  readonly value: string;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly zone?: string;
  readonly line?: number;
}

/** Makes an event; what is not said is the same each time. */
export function makeEvent(wanted: Wanted): Event {
  const { source = "shop", eventId = null, metric = "sales", value, line = 1 } = wanted;
  const time = Date.parse(wanted.time ?? "2026-01-05T12:00:00Z") * 1000;
  const dimensions = Object.entries(wanted.dimensions ?? {}).sort(([one], [other]) =>
    one < other ? -1 : 1
  );
  const identity = { source, eventId, time, metric, dimensions };
  return {
    ...identity,
    key: eventKey(identity),
    day: dayOf(time, wanted.zone ?? "UTC"),
    value: withoutZeros(value),
    line,
  };
}

/** What a test stores at once. */
export interface MadeBatch {
  readonly batch: string;
  readonly events: readonly Event[];
  readonly rejections?: readonly EventRejection[];
  /** By which the days were told; not checked unless it is said. */
  readonly zone?: string;
}

/** Packs a whole batch as one piece. */
export function pieceOf({ batch, events, rejections = [], zone }: MadeBatch): EventPiece {
  const zoneOf = () => zone ?? null;
  return packPiece({ batch, number: 0, events, rejections, zoneOf });
}

/** Stores one batch alone. */
export async function storeBatch(database: Database, batch: MadeBatch): Promise<StoredPiece> {
  const [stored] = await storeEvents(database, [pieceOf(batch)]);
  return stored;
}

/** Few times, metrics, ids and values, so that keys meet, around midnight in two zones. */
export function wantedOf(source: string): fc.Arbitrary<Wanted> {
  return fc.record({
    source: fc.constantFrom(source, `${source} 2`),
    eventId: fc.option(fc.constantFrom("1", "2", "3"), { freq: 3 }),
    time: fc.constantFrom(
      "2026-01-05T23:59:59.999Z",
      "2026-01-06T00:00:00Z",
      "2026-01-06T09:59:59Z",
      "2026-01-06T10:00:00Z",
      "2025-12-31T23:00:00Z",
    ),
    metric: fc.constantFrom("a", "b"),
    value: fc.constantFrom("1", "1.0", "-2.50", "0.1", "0.2", "123456789012345678901234567890.5"),
    dimensions: fc.constantFrom<Readonly<Record<string, string>>>({}, { city: "Graz" }, {
      city: "Graz",
      store: "7",
    }),
    zone: fc.constant("Pacific/Kiritimati"),
  });
}
