import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { createCompute } from "@/lib/stats/compute.ts";
import type { ForecastParameters } from "@/lib/stats/forecast/parameters.ts";
import { layByClock } from "@/lib/steps/forecast/by_clock.ts";
import { periodsAfter } from "@/lib/steps/periods.ts";
import { dailyPattern, hoursFrom } from "@/tests/helpers/clock_series.ts";

const DAYS = 14 * 24;

function parameters(horizon: number): ForecastParameters {
  return {
    horizon,
    seasons: { periods: [24], origin: "named" },
    model: "seasonal_naive",
    folds: 3,
    levels: [95],
    bounds: { least: null, greatest: null },
  };
}

/** What seasonal naive says after two weeks that end with an hour, by the clocks of a zone. */
async function ahead(last: string, zone: string, horizon: number) {
  await using compute = createCompute({ size: 1 });
  const first = new Date(Date.parse(last) - (DAYS - 1) * 3_600_000).toISOString();
  const periods = hoursFrom(first, DAYS);
  const values = dailyPattern(periods, zone);
  const clocked = { grain: "hour", zone } as const;
  const laid = layByClock({ values, parameters: parameters(horizon) }, periods, clocked);
  const { values: history, parameters: asked } = laid.request;
  const found = laid.back(await compute.forecast(history, asked));
  const hours = periodsAfter(periods[periods.length - 1], clocked, horizon);
  return { ...found, wanted: [...dailyPattern(hours, zone)], values };
}

Deno.test("layByClock() forecasts each hour by what the clocks will show", async (t) => {
  const cases = [
    // Berlin puts its clocks forward at 01:00 UTC on 29 March 2026: after 00:00 and 01:00 comes
    // 03:00, so that the forecast goes on with 100, 110, 130.
    ["spring in Berlin", "2026-03-28T22:00:00Z", "Europe/Berlin", [100, 110, 130]],
    // Back at 01:00 UTC on 25 October 2026: 00:00, 01:00, 02:00, 02:00 again, 03:00.
    ["autumn in Berlin", "2026-10-24T21:00:00Z", "Europe/Berlin", [100, 110, 120, 120, 130]],
    // History ends with the first of the two hours of 02:00: the second is still to come.
    ["between two hours", "2026-10-25T00:00:00Z", "Europe/Berlin", [120, 130, 140]],
    // New York: forward at 07:00 UTC on 8 March 2026, from 02:00 to 03:00; it is 00:00 at 05:00 UTC.
    ["spring in New York", "2026-03-08T04:00:00Z", "America/New_York", [100, 110, 130]],
    // Back at 06:00 UTC on 1 November 2026, from 02:00 to 01:00; it is 00:00 at 04:00 UTC.
    ["autumn in New York", "2026-11-01T03:00:00Z", "America/New_York", [100, 110, 110, 120]],
    // A week after the change the hours before it are laid where they belong.
    ["after spring", "2026-04-05T21:00:00Z", "Europe/Berlin", [100, 110, 120]],
    ["after autumn", "2026-11-01T22:00:00Z", "Europe/Berlin", [100, 110, 120]],
  ] as const;
  for (const [name, last, zone, first] of cases) {
    await t.step(name, async () => {
      const { yhat, intervals, wanted } = await ahead(last, zone, 30);
      assertEquals([...yhat].slice(0, first.length), first);
      // As many hours as were asked for, whatever the clocks do.
      assertEquals([...yhat], wanted);
      assertEquals(intervals?.map(({ lower, upper }) => [lower.length, upper.length]), [[30, 30]]);
    });
  }
});

Deno.test("layByClock() puts what was forecast earlier on the hours that it was of", async () => {
  // Two weeks until 1 November have the two hours of 25 October; all folds are exact.
  const { origins, values, backtestHorizon } = await ahead(
    "2026-11-01T22:00:00Z",
    "Europe/Berlin",
    48,
  );
  assertEquals([origins.length, backtestHorizon], [3, 48]);
  for (const { from, yhat } of origins) {
    assertEquals([...yhat], [...values.subarray(from, from + yhat.length)]);
  }
});

Deno.test("layByClock() lays regressors as it lays the values", () => {
  // 23:00 UTC is 00:00, 00:00 UTC is 01:00, 01:00 UTC is 03:00: 02:00 has what was known before it.
  const periods = hoursFrom("2026-03-28T22:00:00Z", 2);
  const asked = {
    ...parameters(3),
    regressors: { past: [Float64Array.of(1, 2)], future: [Float64Array.of(3, 4, 5)] },
  };
  const { request } = layByClock(
    { values: Float64Array.of(7, 8), parameters: asked },
    periods,
    { grain: "hour", zone: "Europe/Berlin" },
  );
  assertEquals([...request.values], [7, 8]);
  assertEquals(request.parameters.horizon, 4);
  assertEquals(request.parameters.regressors?.past.map((one) => [...one]), [[1, 2]]);
  assertEquals(request.parameters.regressors?.future.map((one) => [...one]), [[3, 3, 4, 5]]);
});

Deno.test("layByClock() leaves a series alone whose clocks do not change", () => {
  const values = new Float64Array(DAYS);
  for (const zone of ["UTC", "Asia/Kolkata", "Europe/Berlin"]) {
    const request = { values, parameters: parameters(24) };
    const laid = layByClock(request, hoursFrom("2026-06-01T00:00:00Z", DAYS), {
      grain: "hour",
      zone,
    });
    assertEquals(laid.request === request, true, zone);
  }
});
