import { deepStrictEqual as assertEquals, rejects as assertRejects } from "node:assert/strict";
import { AppError } from "@/lib/errors.ts";
import { type Compute, createCompute } from "@/lib/stats/compute.ts";
import { forecastEach } from "@/lib/steps/forecast/forecast_each.ts";
import { forecastParameters } from "@/lib/steps/forecast/parameters.ts";

const BODY = forecastParameters.parse({ measure: "sold", model: "seasonal_naive", horizon: 1 });

/** Series of which each repeats its own number. */
function seriesOf(count: number) {
  return {
    grain: "day",
    unit: null,
    series: Array.from({ length: count }, (_, i) => ({
      segment: [`${i}`],
      periods: [],
      values: new Float64Array(20).fill(i),
    })),
  } as const;
}

/** Counts how many forecasts are asked for before the first is taken. */
function counting(compute: Compute) {
  const counts = { asked: 0 };
  const counted: Compute = {
    ...compute,
    forecast: (...asked) => {
      counts.asked++;
      return compute.forecast(...asked);
    },
  };
  return { counts, counted };
}

Deno.test("forecastEach() gives forecasts in the order of their series, a few under way", async () => {
  await using compute = createCompute({ size: 2 });
  const { counts, counted } = counting(compute);
  const context = { compute: counted, signal: new AbortController().signal };
  const told: [number, number, number][] = [];
  for await (const [i, { yhat }] of forecastEach(seriesOf(40), BODY, context)) {
    told.push([i, yhat[0], counts.asked]);
  }
  assertEquals(told.map(([i, yhat]) => [i, yhat]), Array.from({ length: 40 }, (_, i) => [i, i]));
  // Sixteen are begun, and one more for each that is taken.
  assertEquals(told[0][2], 16);
  assertEquals(told[1][2], 17);
});

Deno.test("forecastEach() throws once it is cancelled, and asks for no more", async () => {
  await using compute = createCompute({ size: 1 });
  const { counts, counted } = counting(compute);
  const controller = new AbortController();
  const body = forecastParameters.parse({ measure: "sold", model: "ets" });
  const found = seriesOf(40);
  const noisy = {
    ...found,
    series: found.series.map((one) => ({ ...one, values: one.values.map((_, i) => i * 7 % 5) })),
  };
  const each = forecastEach(noisy, body, { compute: counted, signal: controller.signal });
  await each.next();
  controller.abort();
  await assertRejects(
    each.next(),
    (error) => error instanceof AppError && error.code === "CANCELLED",
  );
  assertEquals(counts.asked <= 17, true);
});
