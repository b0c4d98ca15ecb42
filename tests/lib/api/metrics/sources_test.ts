import { deepStrictEqual as assertEquals, strictEqual as assertIs } from "node:assert/strict";
import type { Database } from "@/lib/db/database.ts";
import { setZone } from "@/lib/ingest/events/sources.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { makeEvent, storeBatch } from "@/tests/lib/ingest/events/made_events.ts";
import { createAudit } from "@/lib/auth/audit.ts";
import { createLog } from "@/lib/log.ts";
import { createMetrics } from "@/lib/workspace/metrics/metrics.ts";
import { createSources } from "@/lib/workspace/sources/sources.ts";
import { holdEtag } from "@/tests/lib/api/held_etag.ts";
import { openMetricsProgram, openProgram } from "@/tests/helpers/program.ts";

async function storeSome(database: Database): Promise<void> {
  await setZone(database, "bakery", "Europe/Vienna");
  await storeBatch(database, {
    batch: "b",
    events: [
      { source: "bakery", time: "2026-01-05T10:00:00Z", value: "1" },
      // Half past eleven at night in UTC is the next day in Vienna.
      { source: "bakery", time: "2026-01-06T23:30:00Z", value: "2", metric: "visits" },
      { source: "shop", time: "2026-02-01T10:00:00Z", value: "3" },
    ].map((event) =>
      makeEvent({ zone: event.source === "bakery" ? "Europe/Vienna" : "UTC", ...event })
    ),
  });
}

databaseTest("listSources tells sources by their names, page after page", async (database) => {
  await storeSome(database);
  const ask = await openMetricsProgram(database);
  const first = await (await ask("/api/sources?limit=1")).json();
  const { created_at: _, ...bakery } = first.sources[0];
  assertEquals(bakery, {
    id: 1,
    name: "bakery",
    zone: "Europe/Vienna",
    events: 2,
    metrics: 2,
    first_day: "2026-01-05",
    last_day: "2026-01-07",
  });
  const next = await (await ask(`/api/sources?limit=1&cursor=${first.next_cursor}`)).json();
  assertEquals([next.sources[0].name, next.next_cursor], ["shop", null]);
});

databaseTest("readSource tells one by its id, and 404 where there is none", async (database) => {
  await storeSome(database);
  const ask = await openMetricsProgram(database);
  assertIs((await (await ask("/api/sources/1")).json()).name, "bakery");
  const none = await ask("/api/sources/99", { headers: { "X-Request-Id": "mine-1" } });
  assertIs(none.headers.get("Content-Type"), "application/problem+json");
  assertIs(none.headers.get("X-Request-Id"), "mine-1");
  assertEquals(await none.json(), {
    type: "about:blank",
    title: "Not found",
    status: 404,
    detail: "Cannot read the source as none has this id: 99",
    code: "NOT_FOUND",
    errors: [],
    request_id: "mine-1",
  });
});

databaseTest("removeSource tells what went, and restoreSource brings it back", async (database) => {
  await storeSome(database);
  const log = createLog({ level: "error", write() {} });
  const audit = createAudit({ database, log, now: () => new Date() });
  const ask = await openProgram({
    // Nothing is computed here.
    metrics: createMetrics({ database, compute: {} as never }),
    sources: createSources({ database, audit }),
  });
  const headers = { "Sec-Fetch-Site": "same-origin" };
  const before = await (await ask("/api/sources/1")).json();
  const removed = await ask("/api/sources/1", { method: "DELETE", headers });
  assertEquals([removed.status, await removed.json()], [200, { id: 1, name: "bakery", events: 2 }]);
  assertIs((await ask("/api/sources/1")).status, 404);
  assertIs((await ask("/api/metrics/names?source_name=bakery")).status, 404);
  assertIs((await ask("/api/sources/1", { method: "DELETE", headers })).status, 404);
  const restored = await ask("/api/sources/1/restore", { method: "POST", headers });
  assertEquals([restored.status, await restored.json()], [200, before]);
  assertIs((await ask("/api/sources/1/restore", { method: "POST", headers })).status, 404);
});

databaseTest(
  "listSources and readSource have ETags that hold until events come for them",
  async (database) => {
    await storeSome(database);
    const ask = await openMetricsProgram(database);
    const all = await holdEtag(ask, "/api/sources");
    const [bakery, shop] = await Promise.all(
      [1, 2].map((id) => holdEtag(ask, `/api/sources/${id}`)),
    );
    for (const one of [all, bakery, shop]) await one.isSame();
    const event = { source: "shop", time: "2026-02-02T10:00:00Z", value: "4" };
    await storeBatch(database, { batch: "c", events: [makeEvent(event)] });
    await all.isOther();
    await shop.isOther();
    await bakery.isSame();
    // A day that was there already: the counts tell.
    const more = { ...event, time: "2026-02-02T11:00:00Z" };
    await storeBatch(database, { batch: "d", events: [makeEvent(more)] });
    for (const one of [all, shop]) {
      await one.isOther();
      await one.isSame();
    }
  },
);
