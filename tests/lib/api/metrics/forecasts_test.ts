import {
  deepStrictEqual as assertEquals,
  ok as assert,
  strictEqual as assertIs,
} from "node:assert/strict";
import type { Database } from "@/lib/db/database.ts";
import { addToDay, parseDay } from "@/lib/day.ts";
import { createCompute } from "@/lib/stats/compute.ts";
import { createMetrics } from "@/lib/workspace/metrics/metrics.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { holdEtag } from "@/tests/lib/api/held_etag.ts";
import { openMetricsProgram } from "@/tests/helpers/program.ts";
import { makeEvent, storeBatch } from "@/tests/lib/ingest/events/made_events.ts";

/** Long after all days of these tests. */
const now = () => new Date("2027-01-01T00:00:00Z");

async function storeDays(database: Database, values: readonly number[]): Promise<void> {
  const events = values.map((value, i) =>
    makeEvent({
      time: `${addToDay(parseDay("2026-01-05"), i, "day")}T12:00:00Z`,
      value: String(value),
    })
  );
  await storeBatch(database, { batch: "b", events });
}

const PATH = "/api/forecast/daily?source_name=shop&metric=sales";

databaseTest("forecastDays gives exactly as many days as are asked for", async (database) => {
  await using compute = createCompute({ size: 2 });
  await storeDays(database, Array.from({ length: 70 }, (_, i) => (i % 7 < 5 ? 100 : 160) + i % 3));
  const ask = await openMetricsProgram(database, { compute, now });
  for (const horizon of [1, 365]) {
    const { points, last_day } = await (await ask(`${PATH}&horizon=${horizon}`)).json();
    // 69 days after 2026-01-05.
    assertEquals([points.length, last_day, points[0].date], [horizon, "2026-03-15", "2026-03-16"]);
    for (const { yhat, yhat_lower, yhat_upper } of points) {
      assert(yhat_lower <= yhat && yhat <= yhat_upper);
    }
  }
  assertIs((await ask(`${PATH}&horizon=366`)).status, 422);
  assertIs((await ask(PATH.replace("shop", "nobody"))).status, 404);
  assertIs((await ask(PATH.replace("sales", "nothing"))).status, 404);
});

databaseTest(
  "forecastDays goes on with what is constant, and says of what is short",
  async (database) => {
    await using compute = createCompute({ size: 2 });
    await storeDays(database, Array(40).fill(0));
    const ask = await openMetricsProgram(database, { compute, now });
    const zeros = await (await ask(`${PATH}&horizon=3`)).json();
    assertEquals(zeros.points.map(({ yhat }: { yhat: number }) => yhat), [0, 0, 0]);
    // Of counts every day has one event.
    const ones = await (await ask(`${PATH}&horizon=2&value_field=count`)).json();
    assertEquals(ones.points.map(({ yhat }: { yhat: number }) => yhat), [1, 1]);
    const short = await (await ask(`${PATH}&horizon=2&end_date=2026-01-05`)).json();
    assertEquals([short.model, short.points.length], ["last_value", 2]);
    assert(short.reason !== null);
  },
);

databaseTest("forecastDays learns nothing from a day that is not over", async (database) => {
  await using compute = createCompute({ size: 2 });
  await storeDays(database, Array.from({ length: 30 }, (_, i) => 100 + i % 7));
  // The 30th day is 2026-02-03.
  const today = () => new Date("2026-02-03T18:00:00Z");
  const ask = await openMetricsProgram(database, { compute, now: today });
  const { last_day, points } = await (await ask(`${PATH}&horizon=1`)).json();
  assertEquals([last_day, points[0].date], ["2026-02-02", "2026-02-03"]);
});

databaseTest(
  "runForecast keeps what it tells, and listForecasts tells it again",
  async (database) => {
    await using compute = createCompute({ size: 2 });
    await storeDays(database, Array.from({ length: 30 }, (_, i) => 100 + i % 7));
    const ask = await openMetricsProgram(database, { compute, now });
    const posted = { method: "POST", headers: { "Sec-Fetch-Site": "same-origin" } };
    const path = "/api/forecast/run?source_name=shop&metric=sales&value_field=avg";
    const first = await (await ask(`${path}&horizon=2`, posted)).json();
    const second = await (await ask(`${path}&horizon=3&level=80`, posted)).json();
    const { id, made_at: _, ...forecast } = first;
    const daily = await ask(`${PATH}&value_field=avg&horizon=2`);
    assertEquals(forecast, await daily.json());
    const listed = "/api/forecast/runs?source_name=shop&limit=1";
    const newest = await (await ask(listed)).json();
    assertEquals(newest.forecasts, [second]);
    const older = await (await ask(`${listed}&cursor=${newest.next_cursor}`)).json();
    assertEquals([older.forecasts, older.next_cursor], [[first], null]);
    assertIs(older.forecasts[0].id, id);
    const kept = await holdEtag(ask, "/api/forecast/runs?source_name=shop");
    await kept.isSame();
    await ask(`${path}&horizon=4`, posted);
    await kept.isOther();
    assertIs((await ask(`${listed}&cursor=Ym9n`)).status, 422);
    assertIs((await ask(path.replace("shop", "nobody"), posted)).status, 404);
  },
);

databaseTest(
  "rateForecast scores what was tried on the past, or says what is missing",
  async (database) => {
    await using compute = createCompute({ size: 2 });
    await storeDays(
      database,
      Array.from({ length: 140 }, (_, i) => (i % 7 < 5 ? 100 : 160) + i % 3),
    );
    const ask = await openMetricsProgram(database, { compute, now });
    const path = "/api/forecast/reliability?source_name=shop&metric=sales&horizon=7";
    const rated = await (await ask(path)).json();
    assertEquals([rated.status, rated.badge, rated.mape_used], ["scored", "A", rated.mape_of]);
    assert(rated.folds >= 2 && rated.mae < 5 && rated.score >= 85, JSON.stringify(rated));
    const short = await (await ask(`${path}&end_date=2026-01-07`)).json();
    assertEquals([short.status, short.score, short.badge], ["not_enough_history", null, null]);
    assert(short.reason.startsWith("Not enough history"));
  },
);

databaseTest("forecast() stops when whoever asks goes", async (database) => {
  await using compute = createCompute({ size: 2 });
  await storeDays(database, Array.from({ length: 60 }, (_, i) => 100 + i % 7));
  const metrics = createMetrics({ database, compute, now });
  const abort = new AbortController();
  const asked = {
    source: "shop",
    metric: "sales",
    field: "sum",
    to: null,
    horizon: 28,
    level: 95,
  } as const;
  const forecast = metrics.forecast(asked, { signal: abort.signal });
  abort.abort();
  assertIs(await forecast.then(() => "done", ({ code }) => code), "CANCELLED");
});
