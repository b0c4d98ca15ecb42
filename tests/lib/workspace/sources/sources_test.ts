import {
  deepStrictEqual as assertEquals,
  ok as assert,
  rejects as assertRejects,
} from "node:assert/strict";
import type { SecurityEvent } from "@/lib/auth/audit.ts";
import type { Database } from "@/lib/db/database.ts";
import { createSources } from "@/lib/workspace/sources/sources.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { makeEvent, storeBatch, type Wanted } from "@/tests/lib/ingest/events/made_events.ts";

async function send(
  database: Database,
  { batch, source = "shop", receivedAt, events }: {
    readonly batch: string;
    readonly source?: string | null;
    readonly receivedAt: string;
    readonly events: readonly Wanted[];
  },
): Promise<void> {
  const rejections = [
    { line: 3, column: "value", value: "=1+1", reason: "it is no number" },
    { line: 2, column: null, value: null, reason: "it has no time" },
  ];
  const stored = await storeBatch(database, {
    batch,
    events: events.map((one) => makeEvent({ source: source ?? "web", ...one })),
    rejections,
  });
  await database.kysely.insertInto("event_batches").values({
    id: batch,
    source,
    asked: "{}",
    bytes: 120,
    digest: batch,
    state: "stored",
    inserted: stored.inserted,
    duplicates: stored.duplicates,
    conflicts: stored.conflicts,
    told: JSON.stringify({
      told: { rows: events.length + rejections.length, events: events.length },
    }),
    received_at: receivedAt,
  }).execute();
}

/** What is noted, in the order in which it was. */
function openSources(database: Database) {
  const noted: SecurityEvent[] = [];
  const note = (event: SecurityEvent) => Promise.resolve(void noted.push(event));
  return { noted, sources: createSources({ database, audit: { note } }) };
}

const MONDAY = "2026-01-05T10:00:00Z";

databaseTest("createSources() shows sources with what came last", async (database) => {
  const { sources } = openSources(database);
  assertEquals(await sources.view({}), { sources: [], hasMore: false, mixed: [] });
  await send(database, {
    batch: "one",
    receivedAt: "2026-02-01T00:00:00Z",
    events: [
      { time: MONDAY, value: "1" },
      { time: "2026-01-07T23:00:00Z", value: "2", dimensions: { city: "Graz" } },
      { time: "2026-01-07T22:00:00Z", value: "2", metric: "visits" },
    ],
  });
  await send(database, {
    batch: "two",
    receivedAt: "2026-02-02T00:00:00Z",
    // The same again, and another value for it.
    events: [{ time: MONDAY, value: "1" }, { time: MONDAY, value: "5" }],
  });
  await send(database, {
    batch: "rows",
    source: null,
    receivedAt: "2026-02-03T00:00:00Z",
    events: [{ time: MONDAY, value: "9" }],
  });
  const { sources: [shop, web], mixed } = await sources.view({});
  assertEquals({ ...shop, batches: shop.batches.map(({ id }) => id) }, {
    id: shop.id,
    name: "shop",
    zone: "UTC",
    events: 3,
    metrics: ["sales", "visits"],
    firstTime: "2026-01-05T10:00:00Z",
    lastTime: "2026-01-07T23:00:00Z",
    batches: ["two", "one"],
  });
  assertEquals(shop.batches[0], {
    id: "two",
    source: "shop",
    state: "stored",
    receivedAt: "2026-02-02T00:00:00Z",
    bytes: 120,
    inserted: 0,
    duplicates: 1,
    conflicts: 1,
    rejected: 2,
    rejectedRows: 2,
    corrected: 0,
    corrects: null,
    refusal: null,
  });
  assertEquals([web.name, web.events, web.batches], ["web", 1, []]);
  assertEquals(mixed.map(({ id }) => id), ["rows"]);
});

databaseTest("createSources() makes a dashboard of what there is most of", async (database) => {
  const { sources: { dashboard } } = openSources(database);
  await assertRejects(dashboard({ source: null }), { code: "NOT_FOUND" });
  await send(database, {
    batch: "one",
    receivedAt: MONDAY,
    events: [{ time: MONDAY, value: "1" }, { value: "1" }, { value: "1", metric: "visits" }],
  });
  const one = { source: "web", receivedAt: MONDAY, events: [{ value: "1", metric: 'a "b"' }] };
  await send(database, { batch: "two", ...one });
  const { text, ...begins } = await dashboard({ source: null });
  assertEquals(begins, { source: "shop", metric: "sales" });
  assert(text.includes('default: "shop"'));
  assertEquals((await dashboard({ source: "web" })).metric, 'a "b"');
  await assertRejects(dashboard({ source: "other" }), { code: "NOT_FOUND" });
});

databaseTest(
  "createSources() notes who removed a source, and who brought it back",
  async (database) => {
    const { sources, noted } = openSources(database);
    await send(database, {
      batch: "one",
      receivedAt: MONDAY,
      events: [{ time: MONDAY, value: "1" }],
    });
    const [{ id }] = (await sources.view({})).sources;
    const by = { type: "account", id: "ada" } as const;
    await sources.remove({ id, by });
    assertEquals((await sources.view({})).sources, []);
    await assertRejects(sources.dashboard({ source: "shop" }), { code: "NOT_FOUND" });
    assertEquals(await sources.restore({ id, by: { type: "owner" } }), "shop");
    assertEquals((await sources.view({})).sources[0].events, 1);
    assertEquals(noted, [
      {
        event: "source_removed",
        account: "ada",
        address: null,
        details: { source: "shop", events: 1, by: "ada" },
      },
      {
        event: "source_restored",
        account: null,
        address: null,
        details: { source: "shop", by: "owner" },
      },
    ]);
  },
);
