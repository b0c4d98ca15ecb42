import { deepStrictEqual as assertEquals, rejects as assertRejects } from "node:assert/strict";
import type { Database } from "@/lib/db/database.ts";
import { EventStore, MOST_TOGETHER } from "@/lib/ingest/events/event_store.ts";
import { openDatabase } from "@/lib/db/open.ts";
import { databaseKind, databaseTest, makePlace, type Place } from "@/tests/helpers/database.ts";
import { killChild } from "@/tests/helpers/processes.ts";
import { makeEvent, pieceOf } from "./made_events.ts";

/** How many transactions brought events: rows of one have one `xmin`. */
async function transactions(database: Database): Promise<number> {
  const [{ count }] = await database.query<{ count: number }>(
    "select count(distinct xmin::text) as count from daybook.events",
  );
  return count;
}

/** Two events of a client; the second one is the same for all. */
function batchOf(client: number) {
  return {
    batch: `client ${client}`,
    events: [
      makeEvent({ value: `${client}`, eventId: `${client}` }),
      makeEvent({ value: "7", eventId: "same" }),
    ],
  };
}

databaseTest(
  "EventStore stores those who wait together, and tells each its own",
  async (database) => {
    const store = new EventStore(database);
    const stored = await Promise.all(
      Array.from({ length: 100 }, (_, i) => store.store(pieceOf(batchOf(i)))),
    );
    // The first is stored alone with the event that all share.
    assertEquals(stored.map(({ inserted, duplicates }) => [inserted, duplicates]), [
      [2, 0],
      ...Array.from({ length: 99 }, () => [1, 1]),
    ]);
    assertEquals(await transactions(database), 2);
    // 0 + 1 + … + 99 = 4950, and 7.
    assertEquals(
      await database.query("select value_count, value_sum from daybook.metric_daily"),
      [{ value_count: 101, value_sum: "4957" }],
    );
  },
);

databaseTest("EventStore refuses the batch that is at fault alone", async (database) => {
  const store = new EventStore(database);
  // No index takes 6,000 bytes that cannot be packed.
  const metric = String.fromCharCode(...Array.from({ length: 2000 }, (_, i) => 0x4e00 + 7 * i));
  const bad = pieceOf({ batch: "bad", events: [makeEvent({ value: "1", metric })] });
  const [first, second, refused, third] = await Promise.allSettled([
    store.store(pieceOf(batchOf(1))),
    store.store(pieceOf(batchOf(2))),
    store.store(bad),
    store.store(pieceOf(batchOf(3))),
  ]);
  assertEquals([first, second, refused, third].map(({ status }) => status), [
    "fulfilled",
    "fulfilled",
    "rejected",
    "fulfilled",
  ]);
  await assertRejects(store.store(bad));
  assertEquals((await store.store(pieceOf(batchOf(4)))).inserted, 1);
  assertEquals(await database.query("select count(*) from daybook.events"), [{ count: 5 }]);
});

databaseTest(
  "EventStore keeps transactions small, and batches of one name apart",
  async (database) => {
    const store = new EventStore(database);
    const many = {
      batch: "many",
      events: Array.from(
        { length: MOST_TOGETHER - 1 },
        (_, i) => makeEvent({ value: "1", eventId: `many ${i}` }),
      ),
    };
    const stored = await Promise.all([
      store.store(pieceOf(batchOf(1))), // alone, as nobody waits
      store.store(pieceOf(batchOf(2))), // alone, as the next one is too large to join
      store.store(pieceOf(many)),
      store.store(pieceOf(batchOf(3))), // with the next
      store.store(pieceOf(batchOf(4))),
      store.store(pieceOf(batchOf(4))), // the same name
    ]);
    assertEquals(
      stored.map(({ inserted }) => inserted),
      [2, 1, MOST_TOGETHER - 1, 1, 1, 0],
    );
    assertEquals(await transactions(database), 4);
  },
);

Deno.test({
  name:
    "EventStore loses nothing that it acknowledged, and takes the rest again, when the database is killed",
  ignore: databaseKind === "embedded" && Deno.build.os !== "linux",
  async fn() {
    await using place = await makePlace();
    const database = await openDatabase(place.config);
    const store = new EventStore(database);
    let sent = 0;
    for (let round = 0; round < 5; round++) {
      const batches = Array.from({ length: 12 }, () => {
        const name = `batch ${sent++}`;
        const events = Array.from(
          { length: 300 },
          (_, i) => makeEvent({ value: "1", eventId: `${name} ${i}` }),
        );
        return pieceOf({ batch: name, events });
      });
      const acknowledged = store.store(batches[0]);
      const others = batches.slice(1).map((batch) => store.store(batch));
      const settled = Promise.allSettled([acknowledged, ...others]);
      await acknowledged;
      await killDatabase(database, place);
      for (const [i, { status }] of (await settled).entries()) {
        if (status === "rejected") await store.store(batches[i]);
      }
    }
    // 5 rounds of 12 batches of 300 events.
    const [{ count }] = await database.query("select count(*) as count from daybook.events");
    assertEquals(count, 18_000);
    assertEquals(
      await database.query("select value_count, value_sum from daybook.metric_daily"),
      [{ value_count: 18_000, value_sum: "18000" }],
    );
    await database.close();
  },
});

/** Ends the embedded database's process, or the sessions of this database on a server. */
async function killDatabase(database: Database, { config }: Place): Promise<void> {
  if ("dataDirectory" in config) return await killChild(config.dataDirectory);
  await database.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()`,
  );
}
