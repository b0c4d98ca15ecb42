import { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { Kysely } from "kysely";
import { eventKey } from "@/lib/ingest/events/event_key.ts";
import { up } from "@/migrations/0015_event_keys.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { makeEvent, storeBatch, type Wanted } from "@/tests/lib/ingest/events/made_events.ts";

const EVENTS: readonly Wanted[] = [
  { value: "1", dimensions: { city: "Graz" } },
  { value: "2", time: "1969-12-31T23:59:59.999Z" },
  { value: "3", eventId: "17" },
  { value: "4", eventId: "é".repeat(24) },
  { value: "5", eventId: `${"é".repeat(24)}x` },
];

databaseTest("EventTable knows events by new keys that older versions stored", async (database) => {
  const events = EVENTS.map(makeEvent);
  await storeBatch(database, { batch: "b", events });
  const keys = "select encode(key, 'hex') as key from daybook.events order by value";
  const made = await database.query(keys);
  // The digest of an event without an id was all of its key, the digest of another's id too.
  await database.query(
    `alter table daybook.events alter column key type uuid using
       encode(case when event_id is null then substr(key, 10) else substr(sha256(key), 1, 16) end, 'hex')::uuid`,
  );
  await up(database.kysely as unknown as Kysely<unknown>); // a migration knows no tables
  assertEquals(await database.query(keys), made);
  assertEquals(
    made.map(({ key }) => key),
    events.map((event) => Uint8Array.from(eventKey(event), (byte) => byte.charCodeAt(0)).toHex()),
  );
  assertEquals((await storeBatch(database, { batch: "again", events })).duplicates, EVENTS.length);
});
