/**
 * Forecasts series as a forecast cell with its defaults does, on all cores, and tells the time on stderr:
 *
 *     deno task bench:forecast < SERIES.jsonl > FORECASTS.jsonl
 *
 * A series is `{id, freq, h, train}` a line: `freq` is hourly, daily, weekly, monthly, quarterly or yearly,
 * null in `train` is a gap. A forecast is `{id, forecast, lo95, hi95}` a line, in the same order. With
 * `--cores 1` the time is that of one core, with `--model ets` that of one method.
 *
 * @module
 */
import { parseArgs } from "node:util";
import type { Grain } from "@/lib/frame/schema.ts";
import { createCompute } from "@/lib/stats/compute.ts";
import type { Forecast } from "@/lib/stats/forecast/report.ts";
import { forecastEach } from "@/lib/steps/forecast/forecast_each.ts";
import { forecastParameters } from "@/lib/steps/forecast/parameters.ts";
import { median } from "./measure.ts";

interface Series {
  readonly id: string;
  readonly freq: string;
  readonly h: number;
  readonly train: readonly (number | null)[];
}

const GRAINS: Readonly<Record<string, Grain>> = {
  hourly: "hour",
  daily: "day",
  weekly: "week",
  monthly: "month",
  quarterly: "quarter",
  yearly: "year",
};

const { values: options } = parseArgs({
  options: {
    cores: { type: "string", default: String(navigator.hardwareConcurrency) },
    model: { type: "string", default: "auto" },
  },
});

const text = await new Response(Deno.stdin.readable).text();
const all: readonly Series[] = text.trim().split("\n").map((line) => JSON.parse(line));
const cores = Number(options.cores);
const lines = new Array<string>(all.length);
const seconds: number[] = [];
const start = performance.now();
let next = 0;
await using compute = createCompute({ size: cores });
await Promise.all(Array.from({ length: cores }, work));
const total = (performance.now() - start) / 1000;
console.log(lines.join("\n"));
console.error(
  `${all.length} series on ${cores} cores: ${total.toFixed(1)} s; a series ` +
    `median ${median(seconds).toFixed(3)} s, worst ${Math.max(...seconds).toFixed(3)} s`,
);

/** Takes one series after the other. */
async function work(): Promise<void> {
  while (next < all.length) {
    const place = next++;
    const begun = performance.now();
    lines[place] = await forecastOne(all[place]);
    seconds.push((performance.now() - begun) / 1000);
  }
}

async function forecastOne({ id, freq, h, train }: Series): Promise<string> {
  const body = forecastParameters.parse({ measure: "value", horizon: h, model: options.model });
  const values = Float64Array.from(train, (value) => value ?? NaN);
  const found = {
    grain: GRAINS[freq],
    unit: null,
    series: [{ segment: [], periods: [], values }],
  };
  const context = { compute, signal: new AbortController().signal };
  for await (const [, forecast] of forecastEach(found, body, context)) {
    return JSON.stringify({ id, ...toldOf(forecast) });
  }
  throw new TypeError("No forecast of a series");
}

function toldOf({ yhat, intervals }: Forecast) {
  const widest = intervals?.find(({ level }) => level === 95);
  return {
    forecast: [...yhat],
    ...(widest === undefined ? {} : { lo95: [...widest.lower], hi95: [...widest.upper] }),
  };
}
