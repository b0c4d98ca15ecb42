/**
 * Forecasts 64 generated series of days with what explains them, and tells how good that was beside forecasts
 * without it and beside ARIMA, which has regressors among its own parameters:
 *
 *     deno run -A bench/forecast_explained.ts
 *
 * A week, a year, a level that wanders and noise; in turn campaigns that make 30% more, a price that
 * divides, both added, and neither, though both are told. The last 28 days are forecast.
 *
 * @module
 */
import process from "node:process";
import { createRandom } from "@/lib/stats/detect/forest/random.ts";
import { forecastSeries } from "@/lib/stats/forecast/forecast.ts";
import type { ForecastParameters } from "@/lib/stats/forecast/parameters.ts";
import { tryHere, WEEKLY } from "@/tests/fixtures/stats/forecasting.ts";
import { median } from "./measure.ts";

const SERIES = 64;
const HORIZON = WEEKLY.horizon;

const sums = { arima: 0, without: 0, auto: 0 };
const seconds: number[] = [];
for (let place = 0; place < SERIES; place++) {
  const { values, campaign, price } = generate(place);
  const length = values.length - HORIZON;
  const parts = [campaign, price];
  const explained: ForecastParameters = {
    ...WEEKLY,
    bounds: { least: 0, greatest: null },
    regressors: {
      past: parts.map((column) => column.slice(0, length)),
      future: parts.map((column) => column.slice(length)),
    },
  };
  const errorOf = async (parameters: ForecastParameters) => {
    const { yhat } = await forecastSeries(values.slice(0, length), parameters, tryHere);
    return scaledError(yhat, values);
  };
  sums.arima += await errorOf({ ...explained, model: "arima" }) / SERIES;
  sums.without += await errorOf({ ...explained, regressors: undefined }) / SERIES;
  const begun = process.cpuUsage();
  sums.auto += await errorOf(explained) / SERIES;
  const { user, system } = process.cpuUsage(begun);
  seconds.push((user + system) / 1e6);
}
console.log(
  `MASE: ARIMA with what explains it ${sums.arima.toFixed(3)}, auto without ` +
    `${sums.without.toFixed(3)}, auto ${sums.auto.toFixed(3)}; processor time of auto, median ` +
    `${median(seconds).toFixed(2)} s, worst ${Math.max(...seconds).toFixed(2)} s`,
);

/** The mean absolute error, in moves of a week in the history. */
function scaledError(yhat: Float64Array, values: Float64Array): number {
  const length = values.length - HORIZON;
  const error = yhat.reduce((sum, value, h) => sum + Math.abs(value - values[length + h]), 0);
  const moves = values.slice(7, length).reduce(
    (sum, value, i) => sum + Math.abs(value - values[i]),
    0,
  );
  return error / HORIZON / (moves / (length - 7));
}

function generate(place: number) {
  const random = createRandom(place + 1);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const length = 400 + Math.floor(400 * random()) + HORIZON;
  const campaign = new Float64Array(length);
  const price = new Float64Array(length);
  for (let day = 0; day < length;) {
    day += 20 + Math.floor(60 * random());
    const end = day + 3 + Math.floor(8 * random());
    campaign.fill(1, Math.min(day, length), Math.min(end, length));
    day = end;
  }
  const week = Array.from({ length: 7 }, () => 0.2 * normal());
  const noise = 0.05 + 0.1 * random();
  const kind = place % 4;
  let cost = 10;
  let level = 5;
  let rest = 0;
  const values = price.map((_, day) => {
    if (random() < 1 / 45) cost = 8 + 4 * random();
    price[day] = cost;
    level += 0.006 * normal();
    rest = 0.5 * rest + noise * normal();
    const year = 0.15 * Math.sin(2 * Math.PI * day / 365.25);
    const lift = kind === 0 ? Math.log(1.3) * campaign[day] : 0;
    const fall = kind === 1 ? 1.5 * Math.log(cost / 10) : 0;
    const added = kind === 2 ? 0.3 * campaign[day] - 0.12 * (cost - 10) : 0;
    return Math.exp(level + week[day % 7] + year + rest + lift - fall) + Math.exp(5) * added;
  });
  return { values, campaign, price };
}
