import { deepStrictEqual as assertEquals, rejects as assertRejects } from "node:assert/strict";
import type { Database } from "@/lib/db/database.ts";
import {
  deleteRemains,
  deleteRemoved,
  removeSource,
  restoreSource,
} from "@/lib/ingest/events/removed_sources.ts";
import { setZone } from "@/lib/ingest/events/sources.ts";
import { metricNames, takenEvents } from "@/lib/notebook/sources/events.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { until } from "@/tests/helpers/until.ts";
import { makeEvent, storeBatch } from "./made_events.ts";

const { signal } = new AbortController();
const AT = new Date("2026-02-01T12:00:00Z");
const LATER = new Date("2026-02-02T12:00:00Z");

/** A source "shpo" of two events in the zone of Vienna, and "shop" of one; returns the id of the first. */
async function storeTypo(database: Database): Promise<number> {
  await setZone(database, "shpo", "Europe/Vienna");
  const zone = "Europe/Vienna";
  const events = ["05", "06"].map((day) =>
    makeEvent({ source: "shpo", time: `2026-01-${day}T10:00:00Z`, value: "1", zone })
  );
  await storeBatch(database, { batch: "one", events: [...events, makeEvent({ value: "1" })] });
  return await idOf(database, "shpo");
}

async function idOf(database: Database, name: string): Promise<number> {
  const [{ id }] = await database.query<{ id: number }>(
    "select id from daybook.sources where name = $1",
    [name],
  );
  return id;
}

/** How many rows there are of a source: of events, days and marks. */
async function rowsOf(database: Database, source: string): Promise<readonly number[]> {
  const [{ counts }] = await database.query<{ counts: readonly number[] }>(
    `select array[
       (select count(*) from daybook.events where source = $1),
       (select count(*) from daybook.metric_daily where source = $1),
       (select count(*) from daybook.marks)
     ]::int4[] as counts`,
    [source],
  );
  return counts;
}

databaseTest(
  "removeSource() takes one away at once, and restoreSource() brings it back",
  async (database) => {
    const id = await storeTypo(database);
    const before = await database.query("select * from daybook.sources order by id");
    assertEquals(await removeSource(database, { id, at: AT }), { id, name: "shpo", events: 2 });
    assertEquals(await database.query("select name from daybook.sources"), [{ name: "shop" }]);
    await assertRejects(removeSource(database, { id, at: AT }), { code: "NOT_FOUND" });
    assertEquals(await restoreSource(database, id), "shpo");
    // The same id, zone, age and count of changes: what was computed of it is as fresh as it was.
    assertEquals(await database.query("select * from daybook.sources order by id"), before);
    assertEquals(await rowsOf(database, "shpo"), [2, 2, 0]);
    await assertRejects(restoreSource(database, id), { code: "NOT_FOUND" });
  },
);

databaseTest("removeSource() takes its events out of those of all sources", async (database) => {
  const id = await storeTypo(database);
  await storeBatch(database, {
    batch: "two",
    events: [makeEvent({ source: "shpo", value: "1", metric: "typos", zone: "Europe/Vienna" })],
  });
  const asked = { sources: "all", metrics: "all", dates: "all", dimensions: null } as const;
  const taken = async (take: "days" | "events") => {
    const { sql, values } = await takenEvents({ ...asked, take }, "").query(database);
    return (await database.query(sql, values)).length;
  };
  assertEquals([await taken("events"), await taken("days")], [4, 4]);
  await removeSource(database, { id, at: AT });
  assertEquals([await taken("events"), await taken("days")], [1, 1]);
  assertEquals(await metricNames(database, "all"), ["sales"]);
});

databaseTest(
  "deleteRemoved() deletes for good what was removed long ago, and nothing else",
  async (database) => {
    await database.query("insert into daybook.marks (name) values ('dashboard')");
    const id = await storeTypo(database);
    await removeSource(database, { id, at: AT });
    assertEquals(await deleteRemoved(database, { before: AT, signal }), 0);
    assertEquals(await rowsOf(database, "shpo"), [2, 2, 2]);
    assertEquals(await deleteRemoved(database, { before: LATER, signal }), 1);
    assertEquals(await rowsOf(database, "shpo"), [0, 0, 1]);
    assertEquals(await rowsOf(database, "shop"), [1, 1, 1]);
    await assertRejects(restoreSource(database, id), { code: "NOT_FOUND" });
  },
);

databaseTest("deleteRemoved() deletes more events than one transaction takes", async (database) => {
  await setZone(database, "shpo", "UTC");
  await database.query(
    `insert into daybook.events (source, key, time, day, metric, value, dimensions, batch)
     select 'shpo', int4send(i), '2026-01-01', '2026-01-01', 'm', 1, '{}', 'b'
     from generate_series(1, 20001) as i`,
  );
  await removeSource(database, { id: await idOf(database, "shpo"), at: AT });
  await deleteRemoved(database, { before: LATER, signal });
  assertEquals(await rowsOf(database, "shpo"), [0, 0, 0]);
});

databaseTest("A source of the name of a removed one is another one", async (database) => {
  const id = await storeTypo(database);
  await removeSource(database, { id, at: AT });
  // In another zone, with an event that the first had as well.
  const event = makeEvent({ source: "shpo", time: "2026-01-05T10:00:00Z", value: "1" });
  const stored = await storeBatch(database, { batch: "two", events: [event] });
  assertEquals([stored.inserted, stored.duplicates], [1, 0]);
  assertEquals(await rowsOf(database, "shpo"), [1, 1, 0]);
  assertEquals(
    await database.query("select zone from daybook.sources where name = 'shpo'"),
    [{ zone: "UTC" }],
  );
  await assertRejects(restoreSource(database, id), { code: "NOT_FOUND" });
});

databaseTest(
  "restoreSource() waits for events that come for the name, which win",
  async (database) => {
    const id = await storeTypo(database);
    await removeSource(database, { id, at: AT });
    let restoring: Promise<unknown> = Promise.resolve();
    // As addSources() does it, with somebody who restores between its two statements.
    await database.transaction(async (session) => {
      await session.query("insert into daybook.sources (name, zone) values ('shpo', 'UTC')");
      restoring = restoreSource(database, id).catch((error) => error);
      if (database.kind === "server") await untilSomebodyWaits(database);
      await deleteRemains(session, ["shpo"]);
    });
    assertEquals((await restoring as { code?: string }).code, "NOT_FOUND");
    assertEquals(await rowsOf(database, "shpo"), [0, 0, 0]);
  },
);

async function untilSomebodyWaits(database: Database): Promise<void> {
  await until(async () => {
    const [{ count }] = await database.query<{ count: number }>(
      `select count(*) as count from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return count > 0 ? true : null;
  });
}
