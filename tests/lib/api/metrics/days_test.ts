import { deepStrictEqual as assertEquals, strictEqual as assertIs } from "node:assert/strict";
import type { Database } from "@/lib/db/database.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { openMetricsProgram } from "@/tests/helpers/program.ts";
import { makeEvent, storeBatch, type Wanted } from "@/tests/lib/ingest/events/made_events.ts";

async function store(database: Database, ...events: readonly Wanted[]): Promise<void> {
  await storeBatch(database, { batch: "b", events: events.map(makeEvent) });
}

function at(day: string, hour = 12): string {
  return `${day}T${String(hour).padStart(2, "0")}:00:00Z`;
}

/** Three days with a gap, of two metrics. */
const SOME: readonly Wanted[] = [
  { time: at("2026-01-05", 1), value: "1.5" },
  { time: at("2026-01-05", 2), value: "2.5" },
  { time: at("2026-01-05", 3), value: "2.5" },
  { time: at("2026-01-05"), value: "7", metric: "visits" },
  { time: at("2026-01-07"), value: "-4" },
];

databaseTest("listMetrics tells the metrics of a source", async (database) => {
  await store(database, ...SOME);
  const ask = await openMetricsProgram(database);
  const answer = await ask("/api/metrics/names?source_name=shop");
  assertEquals(await answer.json(), {
    source: "shop",
    metrics: [
      { name: "sales", events: 4, first_day: "2026-01-05", last_day: "2026-01-07" },
      { name: "visits", events: 1, first_day: "2026-01-05", last_day: "2026-01-05" },
    ],
  });
  assertIs((await ask("/api/metrics/names?source_name=nobody")).status, 404);
  assertIs((await ask("/api/metrics/names")).status, 422);
});

databaseTest(
  "listDays adds up days, without rows for those that have no event",
  async (database) => {
    await store(database, ...SOME);
    const ask = await openMetricsProgram(database);
    const path = "/api/metrics/daily?source_name=shop&metric=sales";
    const { days } = await (await ask(`${path}&agg=sum,avg,count,min,max,distinct`)).json();
    // 1.5 + 2.5 + 2.5 = 6.5 over three events is 2.1666…; 1.5 and 2.5 are two values.
    assertEquals(days, [
      {
        date: "2026-01-05",
        metric: "sales",
        sum: 6.5,
        avg: 2.16666666667,
        count: 3,
        min: 1.5,
        max: 2.5,
        distinct: 2,
      },
      {
        date: "2026-01-07",
        metric: "sales",
        sum: -4,
        avg: -4,
        count: 1,
        min: -4,
        max: -4,
        distinct: 1,
      },
    ]);
    assertEquals((await (await ask(`${path}&agg=count&end_date=2026-01-05`)).json()).days, [
      { date: "2026-01-05", metric: "sales", count: 3 },
    ]);
    // Both ends are in.
    const one = await (await ask(`${path}&start_date=2026-01-07&end_date=2026-01-07`)).json();
    assertIs(one.days.length, 1);
    assertIs((await ask(`${path}&agg=median`)).status, 422);
    assertIs((await ask(`${path}&start_date=2026-01-08&end_date=2026-01-07`)).status, 422);
    assertIs((await ask(`${path}&start_date=2026-02-30`)).status, 422);
  },
);

interface Page {
  readonly days: readonly { readonly date: string; readonly metric: string }[];
  readonly next_cursor: string | null;
}

databaseTest("listDays goes on where a page ended, within a day too", async (database) => {
  await store(database, ...SOME);
  const ask = await openMetricsProgram(database);
  const seen: string[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const next: string = cursor === "" ? "" : `&cursor=${cursor}`;
    const page: Page = await (await ask(`/api/metrics/daily?source_name=shop&limit=1${next}`))
      .json();
    seen.push(...page.days.map(({ date, metric }) => `${date} ${metric}`));
    cursor = page.next_cursor;
  }
  assertEquals(seen, ["2026-01-05 sales", "2026-01-05 visits", "2026-01-07 sales"]);
  const other = await ask("/api/metrics/daily?source_name=shop&cursor=Ym9n");
  assertIs(other.status, 422);
});

databaseTest("listDays has an ETag that holds until events arrive", async (database) => {
  await store(database, ...SOME);
  const ask = await openMetricsProgram(database);
  const path = "/api/metrics/daily?source_name=shop";
  const first = await ask(path);
  const known = { headers: { "If-None-Match": first.headers.get("ETag") ?? "" } };
  const again = await ask(path, known);
  assertEquals([again.status, await again.text()], [304, ""]);
  assertIs((await ask(`${path}&limit=2`, known)).status, 200);
  await store(database, { time: at("2026-01-08"), value: "1" });
  const later = await ask(path, known);
  assertEquals([later.status, (await later.json()).days.length], [200, 4]);
});

databaseTest("exportDays writes exact figures that no spreadsheet runs", async (database) => {
  await store(
    database,
    { source: "=a, b/ü", metric: '=1+"x"', time: at("2026-01-05"), value: "0.10" },
    { source: "=a, b/ü", metric: "big", time: at("2026-01-06"), value: "12345678901234567890.5" },
  );
  const ask = await openMetricsProgram(database);
  const query = new URLSearchParams({ source_name: "=a, b/ü", end_date: "2026-01-31" });
  const answer = await ask(`/api/metrics/export/csv?${query}`);
  assertIs(
    await answer.text(),
    "date,source,metric,sum,avg,count,min,max\r\n" +
      `2026-01-05,"'=a, b/ü","'=1+""x""",0.1,0.1,1,0.1,0.1\r\n` +
      `2026-01-06,"'=a, b/ü",big,12345678901234567890.5,12345678901234567890.5,1,` +
      "12345678901234567890.5,12345678901234567890.5\r\n",
  );
  assertIs(
    answer.headers.get("Content-Disposition"),
    `attachment; filename="=a, b-u 2026-01-31 daily.csv"; ` +
      "filename*=UTF-8''%3Da%2C%20b-%C3%BC%202026-01-31%20daily.csv",
  );
  assertIs((await ask("/api/metrics/export/csv?source_name=nobody")).status, 404);
});

databaseTest("recomputeDays mends days and removes those without events", async (database) => {
  await store(database, ...SOME);
  // A day that is wrong, and one that no event has.
  await database.query("update daybook.metric_daily set value_sum = 99 where day = '2026-01-07'");
  await database.query(
    `insert into daybook.metric_daily (source, metric, day, value_count, value_sum, value_min, value_max)
     values ('shop', 'sales', '2026-01-09', 1, 1, 1, 1)`,
  );
  const ask = await openMetricsProgram(database);
  const before = await ask("/api/metrics/daily?source_name=shop");
  const path = "/api/kpi/run?source_name=shop&start_date=2026-01-06&end_date=2026-01-31";
  const posted = { method: "POST", headers: { "Sec-Fetch-Site": "same-origin" } };
  assertEquals(await (await ask(path, posted)).json(), {
    source: "shop",
    start_date: "2026-01-06",
    end_date: "2026-01-31",
    corrected: 1,
    removed: 1,
  });
  const known = { headers: { "If-None-Match": before.headers.get("ETag") ?? "" } };
  assertIs((await ask("/api/metrics/daily?source_name=shop", known)).status, 200);
  assertIs((await ask(path.replace("shop", "nobody"), posted)).status, 404);
});
