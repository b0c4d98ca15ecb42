import { deepStrictEqual as assertEquals, rejects as assertRejects } from "node:assert/strict";
import type { Database } from "@/lib/db/database.ts";
import { EventStore, MOST_TOGETHER } from "@/lib/ingest/events/event_store.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { makeEvent } from "./made_events.ts";

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
      Array.from({ length: 100 }, (_, i) => store.store(batchOf(i))),
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
  const bad = { batch: "bad", events: [makeEvent({ value: "1", metric })] };
  const [first, second, refused, third] = await Promise.allSettled([
    store.store(batchOf(1)),
    store.store(batchOf(2)),
    store.store(bad),
    store.store(batchOf(3)),
  ]);
  assertEquals([first, second, refused, third].map(({ status }) => status), [
    "fulfilled",
    "fulfilled",
    "rejected",
    "fulfilled",
  ]);
  await assertRejects(store.store(bad));
  assertEquals((await store.store(batchOf(4))).inserted, 1);
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
      store.store(batchOf(1)), // alone, as nobody waits
      store.store(batchOf(2)), // alone, as the next one is too large to join
      store.store(many),
      store.store(batchOf(3)), // with the next
      store.store(batchOf(4)),
      store.store(batchOf(4)), // the same name
    ]);
    assertEquals(
      stored.map(({ inserted }) => inserted),
      [2, 1, MOST_TOGETHER - 1, 1, 1, 0],
    );
    assertEquals(await transactions(database), 4);
  },
);
