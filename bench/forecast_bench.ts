/**
 * Forecasts 28 of 731 days: one fit of SARIMA(1,0,1)(0,1,1)7, and the champion of a backtest over
 * five origins, which takes six fits, here and in a child process that is ready. The peer is
 * forecast_peer.py, on the same series:
 *
 *     deno bench --allow-read --allow-env --allow-run bench/forecast_bench.ts
 *     OPENBLAS_NUM_THREADS=1 python3 bench/forecast_peer.py
 *
 * @module
 */
import { createCompute } from "@/lib/stats/compute.ts";
import { type ForecastParameters, forecastSeries } from "@/lib/stats/forecast/forecast.ts";
import { predictSarimax, usualOrder } from "@/lib/stats/forecast/sarimax.ts";
import fixture from "@/tests/fixtures/stats/sarimax.json" with { type: "json" };

const days = Float64Array.from(fixture[0].values);
const parameters: ForecastParameters = { horizon: 28, season: 7, model: "auto", folds: 5 };

Deno.bench("one fit of SARIMA(1,0,1)(0,1,1)7 on 731 days", async () => {
  await predictSarimax(days, { ...usualOrder(7), season: 7, horizon: 28 });
});

Deno.bench("backtest, choice and forecast in this process", async () => {
  await forecastSeries(days, parameters, predictSarimax);
});

for (const size of [1, 2]) {
  Deno.bench(`backtest, choice and forecast, ready children: ${size}`, async (bench) => {
    await using compute = createCompute({ size });
    await compute.forecast(days, parameters);
    bench.start();
    await compute.forecast(days, parameters);
    bench.end();
  });

  Deno.bench(`backtest, choice and forecast, children started first: ${size}`, async () => {
    await using compute = createCompute({ size });
    await compute.forecast(days, parameters);
  });
}
