import { deepStrictEqual as assertEquals, rejects, strictEqual } from "node:assert/strict";
import { AppError } from "@/lib/errors.ts";
import type { Statistics } from "@/lib/stats/compute.ts";
import { detectAnomalies } from "@/lib/stats/detect/detect.ts";
import { trainForest } from "@/lib/stats/detect/forest/forest.ts";
import { forecastSeries } from "@/lib/stats/forecast/forecast.ts";
import { remember } from "@/lib/stats/remember.ts";
import { tryHere, WEEKLY } from "@/tests/fixtures/stats/forecasting.ts";

const ROLLING = { method: "rolling_z", window: 3, threshold: 3 } as const;
const NAIVE = { ...WEEKLY, horizon: 2, model: "seasonal_naive" } as const;

/** Computes here, and counts how often; the first `failures` times it fails. */
function counting(failures = 0): { readonly statistics: Statistics; readonly count: () => number } {
  let count = 0;
  const begin = () => {
    if (count++ < failures) throw new AppError("PROCESS_ENDED", "Cannot go on");
  };
  const statistics: Statistics = {
    async detect(values, parameters) {
      begin();
      return await Promise.resolve(detectAnomalies(values, parameters));
    },
    async forecast(values, parameters) {
      begin();
      return await forecastSeries(values, parameters, tryHere);
    },
    train: (values, parameters) => Promise.resolve(trainForest(values, parameters)),
    holidays: () => Promise.resolve([]),
  };
  return { statistics, count: () => count };
}

Deno.test("remember() asks once for equal values and parameters", async () => {
  const { statistics, count } = counting();
  const remembered = remember(statistics);
  const first = await remembered.detect(Float64Array.of(1, 2, NaN, 4), ROLLING);
  strictEqual(await remembered.detect(Float64Array.of(1, 2, NaN, 4), ROLLING), first);
  const ahead = remembered.forecast(Float64Array.of(1, 2, 3, 4, 5), NAIVE);
  strictEqual(await remembered.forecast(Float64Array.of(1, 2, 3, 4, 5), NAIVE), await ahead);
  assertEquals(count(), 2);
});

Deno.test("remember() asks anew for other values or parameters", async () => {
  const { statistics, count } = counting();
  const remembered = remember(statistics);
  await remembered.detect(Float64Array.of(1, 2, 3, 4), ROLLING);
  await remembered.detect(Float64Array.of(1, 2, 3, 4 + Number.EPSILON * 4), ROLLING);
  await remembered.detect(Float64Array.of(1, 2, 3, 4).subarray(1), ROLLING);
  await remembered.detect(Float64Array.of(1, 2, 3, 4), { ...ROLLING, threshold: 2 });
  assertEquals(count(), 4);
});

Deno.test("remember() asks again after a failure", async () => {
  const { statistics, count } = counting(1);
  const remembered = remember(statistics);
  const values = Float64Array.of(1, 2, 3, 4);
  await rejects(remembered.detect(values, ROLLING), { code: "PROCESS_ENDED" });
  await remembered.detect(values, ROLLING);
  assertEquals(count(), 2);
});
