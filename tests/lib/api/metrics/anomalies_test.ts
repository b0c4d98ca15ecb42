import {
  deepStrictEqual as assertEquals,
  ok as assert,
  strictEqual as assertIs,
} from "node:assert/strict";
import type { Database } from "@/lib/db/database.ts";
import { createCompute } from "@/lib/stats/compute.ts";
import { addToDay, parseDay } from "@/lib/day.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { openMetricsProgram } from "@/tests/helpers/program.ts";
import { makeEvent, storeBatch } from "@/tests/lib/ingest/events/made_events.ts";

/** Stores one event a day from 2026-01-05, a Monday; `null` is a day without. */
async function storeDays(
  database: Database,
  values: readonly (number | null)[],
  source = "shop",
): Promise<void> {
  const events = values.flatMap((value, i) =>
    value === null ? [] : [makeEvent({
      source,
      time: `${addToDay(parseDay("2026-01-05"), i, "day")}T12:00:00Z`,
      value: String(value),
    })]
  );
  await storeBatch(database, { batch: source, events });
}

/** Eight weeks, more at their ends, with a small move of its own each day. */
const WEEKS = Array.from({ length: 56 }, (_, i) => (i % 7 < 5 ? 100 : 160) + (i * 5 % 7));

databaseTest("findRollingAnomalies compares days with those before", async (database) => {
  await using compute = createCompute({ size: 1 });
  // 10, 12, 14 have mean 12 and sample standard deviation 2: 20 is (20 - 12) / 2 = 4 of them above.
  await storeDays(database, [10, 12, 14, 20, null, 12]);
  const ask = await openMetricsProgram(database, { compute });
  const path = "/api/anomalies/rolling?source_name=shop&metric=sales&window=3";
  const { points } = await (await ask(`${path}&z_thresh=3.5`)).json();
  assertEquals(points.slice(0, 4), [
    { date: "2026-01-05", value: 10, z: null, is_outlier: false },
    { date: "2026-01-06", value: 12, z: null, is_outlier: false },
    { date: "2026-01-07", value: 14, z: null, is_outlier: false },
    { date: "2026-01-08", value: 20, z: 4, is_outlier: true },
  ]);
  // The day without events is none, and takes a place in the window after it.
  assertEquals(points.slice(4), [{ date: "2026-01-10", value: 12, z: null, is_outlier: false }]);
  // History before the first day counts.
  const later = await (await ask(`${path}&start_date=2026-01-08&end_date=2026-01-08`)).json();
  assertEquals(later.points, [{ date: "2026-01-08", value: 20, z: 4, is_outlier: true }]);
  assertIs((await ask(path.replace("sales", "nothing"))).status, 404);
  assertIs((await ask(path.replace("shop", "nobody"))).status, 404);
  assertIs((await ask(`${path}&z_thresh=0`)).status, 422);
});

databaseTest("findForestAnomalies scores days alike for one seed", async (database) => {
  await using compute = createCompute({ size: 1 });
  await storeDays(database, WEEKS.map((value, i) => i === 40 ? 900 : value));
  const ask = await openMetricsProgram(database, { compute });
  const path = "/api/anomalies/iforest?source_name=shop&metric=sales&contamination=0.05&seed=7";
  const first = await (await ask(path)).json();
  const worst = first.points.toSorted((a: { score: number }, b: { score: number }) =>
    b.score - a.score
  )[0];
  // The 41st day from 2026-01-05 on.
  assertEquals([worst.date, worst.is_outlier], ["2026-02-14", true]);
  assertEquals((await (await ask(path)).json()).points, first.points);
});

databaseTest("findSeasonalAnomalies says what was expected, and what is odd", async (database) => {
  await using compute = createCompute({ size: 1 });
  // A Tuesday of the seventh week with three times what Tuesdays are.
  await storeDays(database, WEEKS.map((value, i) => i === 43 ? 300 : value));
  const ask = await openMetricsProgram(database, { compute });
  const answer = await ask(
    "/api/anomalies/seasonal?source_name=shop&metric=sales&value_field=value_sum&start_date=2026-02-15",
  );
  const { points } = await answer.json();
  const odd = points.filter(({ is_outlier }: { is_outlier: boolean }) => is_outlier);
  assertEquals(odd.map(({ date, kind }: Record<string, string>) => [date, kind]), [
    ["2026-02-17", "spike"],
  ]);
  const [{ expected, upper, explanation }] = odd;
  assert(expected > 95 && expected < 112 && upper < 300, `${expected} ${upper}`);
  assert(/times what Tuesdays are/.test(explanation), explanation);
  assertIs(points[0].date, "2026-02-15");
});

databaseTest("a version that is known computes nothing", async (database) => {
  await using compute = createCompute({ size: 1 });
  await storeDays(database, WEEKS);
  const ask = await openMetricsProgram(database, { compute });
  const path = "/api/anomalies/seasonal?source_name=shop&metric=sales";
  const tag = (await ask(path)).headers.get("ETag") ?? "";
  // This one fails whatever computes.
  const idle = await openMetricsProgram(database);
  assertIs((await idle(path, { headers: { "If-None-Match": tag } })).status, 304);
});
