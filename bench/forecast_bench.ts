/**
 * Forecasts 28 of 731 days: one fit of SARIMA(1,0,1)(0,1,1)7, the same from five origins beside seasonal naive,
 * which takes six fits, and the median of what does well on six origins; here and in a child
 * process that is ready. The peer is forecast_peer.py, on the same series:
 *
 *     deno bench --allow-read --allow-env --allow-run bench/forecast_bench.ts
 *     OPENBLAS_NUM_THREADS=1 python3 bench/forecast_peer.py
 *
 * @module
 */
import { createCompute } from "@/lib/stats/compute.ts";
import { forecastSeries } from "@/lib/stats/forecast/forecast.ts";
import { predictSarimax, usualOrder } from "@/lib/stats/forecast/models/sarimax.ts";
import { tryHere, WEEKLY } from "@/tests/fixtures/stats/forecasting.ts";
import fixture from "@/tests/fixtures/stats/sarimax.json" with { type: "json" };

const days = Float64Array.from(fixture[0].values);
const parameters = { ...WEEKLY, model: "sarimax", folds: 5 } as const;

Deno.bench("one fit of SARIMA(1,0,1)(0,1,1)7 on 731 days", async () => {
  await predictSarimax(days, { ...usualOrder(7), season: 7, horizon: 28 });
});

Deno.bench("SARIMA from five origins, in this process", async () => {
  await forecastSeries(days, parameters, tryHere);
});

Deno.bench("the median of what does well, in this process", async () => {
  await forecastSeries(days, WEEKLY, tryHere);
});

for (const size of [1, 2]) {
  Deno.bench(`the median of what does well, ready children: ${size}`, async (bench) => {
    await using compute = createCompute({ size });
    await compute.forecast(days, WEEKLY);
    bench.start();
    await compute.forecast(days, WEEKLY);
    bench.end();
  });

  Deno.bench(`SARIMA from five origins, children started first: ${size}`, async () => {
    await using compute = createCompute({ size });
    await compute.forecast(days, parameters);
  });
}
