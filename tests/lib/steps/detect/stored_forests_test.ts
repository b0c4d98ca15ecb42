import { deepStrictEqual as assertEquals, throws as assertThrows } from "node:assert/strict";
import type { ForestFile } from "@/lib/steps/detect/forest_file.ts";
import { storedTraining } from "@/lib/steps/detect/stored_forests.ts";

const FILE: ForestFile = {
  daybook: "forests",
  version: 1,
  measure: "revenue",
  grain: "day",
  window: 28,
  each: ["region"],
  limit: 70,
  forests: [{ segment: ["North"], until: "2026-01-02", trained: 51, model: "m" }],
};

function seriesOf(region: string) {
  const periods = ["2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04"];
  return { segment: [region], periods, values: Float64Array.of(1, 2, NaN, 4) };
}

Deno.test("storedTraining() finds the forest of each series, and what is new to it", () => {
  const series = [seriesOf("North"), seriesOf("South")];
  const found = storedTraining(series, series.map(({ values }) => values), FILE);
  assertEquals(found.series, [
    {
      until: "2026-01-02",
      places: 2,
      trained: 51,
      fresh: 1,
      isEnough: true,
      isStored: true,
    },
    { until: null, places: 0, trained: 0, fresh: 3, isEnough: false, isStored: true },
  ]);
  assertEquals(found.stored, { models: ["m", null], limit: 70 });
  assertEquals(found.problems.map(({ severity, place }) => [severity, place.key]), [[
    "warning",
    "model",
  ]]);
});

Deno.test("storedTraining() takes days that all came before the end of training for seen", () => {
  const series = [seriesOf("North")];
  const forests = FILE.forests.map((one) => ({ ...one, until: "2027-01-01" }));
  const [one] = storedTraining(series, [series[0].values], { ...FILE, forests }).series;
  assertEquals([one.places, one.fresh], [4, 0]);
});

Deno.test("storedTraining() refuses a file without a forest for any of the series", () => {
  const series = [seriesOf("West")];
  assertThrows(() => storedTraining(series, [series[0].values], FILE), {
    code: "MODEL_FAILED",
    message: "Cannot apply stored forests as the file has no forest for any of these series: " +
      'current value is "West"',
  });
});
