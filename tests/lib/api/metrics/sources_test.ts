import { deepStrictEqual as assertEquals, strictEqual as assertIs } from "node:assert/strict";
import type { Database } from "@/lib/db/database.ts";
import { setZone } from "@/lib/ingest/events/sources.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { makeEvent, storeBatch } from "@/tests/lib/ingest/events/made_events.ts";
import { openMetricsProgram } from "@/tests/helpers/program.ts";

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
