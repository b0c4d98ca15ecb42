/**
 * Forecasts 500 series of 730 days in one cell, from the file to the forecasts:
 *
 *     deno run -A bench/forecast_scale.ts [--series 500] [--days 730]
 *
 * Tells the time of the forecasts, the memory of all processes at each quarter of them, how long processes stay
 * after a cancellation, and the time and memory of a whole run. Linux only.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { createRandom } from "@/lib/stats/detect/random.ts";
import { createCompute } from "@/lib/stats/compute.ts";
import { forecastEach } from "@/lib/steps/forecast/forecast_each.ts";
import { forecastParameters } from "@/lib/steps/forecast/parameters.ts";
import type { MeasureSeries } from "@/lib/steps/measure_series.ts";
import { measure, memoryOf } from "./measure.ts";

const { values: options } = parseArgs({
  options: {
    series: { type: "string", default: "500" },
    days: { type: "string", default: "730" },
  },
});
const count = Number(options.series);
const days = Number(options.days);

/** Weeks, years, a trend and noise, each series its own. */
function shop(seed: number): MeasureSeries {
  const random = createRandom(seed);
  const level = 100 + 900 * random();
  const week = Array.from({ length: 7 }, () => 0.7 + 0.6 * random());
  const growth = 0.4 * (random() - 0.5) / 365;
  const values = Float64Array.from(
    { length: days },
    (_, day) =>
      level * (1 + growth * day) * week[day % 7] *
      (1 + 0.15 * Math.sin(2 * Math.PI * day / 365)) * (0.85 + 0.3 * random()),
  );
  return { segment: [`shop ${seed}`], periods: [], values };
}

const NOTEBOOK = `\`\`\`load sold
file: sold.csv
\`\`\`

\`\`\`kpi daily
time: day
by: [shop]
measures:
  sold: sum(sold)
\`\`\`

\`\`\`forecast next
measure: sold
each: shop
\`\`\`
`;

const series = Array.from({ length: count }, (_, i) => shop(i + 1));
const body = forecastParameters.parse({ measure: "sold" });
await alone();
await cancelled();
await whole();

/** The forecasts themselves. */
async function alone(): Promise<void> {
  await using compute = createCompute({ size: navigator.hardwareConcurrency });
  const context = { compute, signal: new AbortController().signal };
  const memory: number[] = [];
  const start = performance.now();
  for await (const [i] of forecastEach({ grain: "day", unit: null, series }, body, context)) {
    if ((i + 1) % Math.ceil(count / 4) === 0) memory.push(Math.round(memoryOf(Deno.pid) / 1e6));
  }
  const seconds = (performance.now() - start) / 1000;
  console.log(
    `${count} series of ${days} days: ${seconds.toFixed(1)} s, ${
      (seconds / count * 1000).toFixed(0)
    } ms each; memory ${memory.join(", ")} MB at each quarter`,
  );
}

/** From the cancellation to the end of the last process. */
async function cancelled(): Promise<void> {
  await using compute = createCompute({ size: navigator.hardwareConcurrency });
  const controller = new AbortController();
  const all = forecastEach({ grain: "day", unit: null, series }, body, {
    compute,
    signal: controller.signal,
  });
  await all.next();
  await all.next();
  const start = performance.now();
  controller.abort();
  await all.next().catch(() => {});
  const told = performance.now() - start;
  await compute.close();
  const gone = performance.now() - start;
  console.log(`cancelled: told after ${told.toFixed(0)} ms, all gone after ${gone.toFixed(0)} ms`);
}

/** A whole run of a notebook from the file on. */
async function whole(): Promise<void> {
  const folder = await Deno.makeTempDir();
  const first = Date.UTC(2024, 0, 1);
  const lines = series.flatMap(({ segment, values }) =>
    Array.from(values, (value, day) => {
      const date = new Date(first + day * 86_400_000).toISOString().slice(0, 10);
      return `${date},${segment[0]},${value.toFixed(2)}`;
    })
  );
  await Deno.writeTextFile(`${folder}/sold.csv`, `day,shop,sold\n${lines.join("\n")}\n`);
  await Deno.writeTextFile(`${folder}/shops.md`, NOTEBOOK);
  const { milliseconds, peakBytes } = await measure({
    name: "500 shops",
    words: ["deno", "task", "run-pipeline", `${folder}/shops.md`, "--quiet"],
    environment: { DATA_DIR: `${folder}/data` },
  }, { memory: true });
  console.log(
    `the whole run: ${(milliseconds / 1000).toFixed(1)} s, ${
      Math.round((peakBytes ?? 0) / 1e6)
    } MB of all processes at most`,
  );
  await Deno.remove(folder, { recursive: true });
}
