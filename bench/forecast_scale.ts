/**
 * Forecasts 500 series of 730 days in one cell, from the file to the forecasts:
 *
 *     deno run -A --v8-flags=--max-semi-space-size=2 bench/forecast_scale.ts [--series 500] [--days 730]
 *
 * Tells the memory of all processes at each tenth of the series and how it grows, the time of the forecasts, how
 * long processes stay after a cancellation, of the forecasts and of a whole run (Ctrl-C), and the time and memory of
 * a whole run. The flag is that of the commands. Linux only.
 *
 * @module
 */
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import { createRandom } from "@/lib/stats/detect/forest/random.ts";
import { createCompute } from "@/lib/stats/compute.ts";
import { forecastEach } from "@/lib/steps/forecast/forecast_each.ts";
import { forecastParameters } from "@/lib/steps/forecast/parameters.ts";
import type { MeasureSeries } from "@/lib/steps/measure_series.ts";
import { measure, memoryOf, treeOf } from "./measure.ts";

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
    if ((i + 1) % Math.ceil(count / 10) !== 0) continue;
    memory.push(memoryOf(Deno.pid));
    console.log(`${i + 1} series: ${megabytes(memory[memory.length - 1])} MB of all processes`);
  }
  const seconds = (performance.now() - start) / 1000;
  console.log(
    `${count} series of ${days} days: ${seconds.toFixed(1)} s, ${
      (seconds / count * 1000).toFixed(0)
    } ms each; from the second fifth on memory grows by ${
      (slope(memory.slice(2)) / (count / 10) / 1000).toFixed(1)
    } kB a series`,
  );
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6);
}

/** By least squares, from one value to the next. */
function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const [above, below] = values.reduce(
    ([above, below], value, i) => [above + (i - middle) * value, below + (i - middle) ** 2],
    [0, 0],
  );
  return above / below;
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

/** A whole run of a notebook from the file on, once to its end and once cancelled. */
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
  const words = ["task", "run-pipeline", `${folder}/shops.md`, "--quiet", "--no-cache"];
  const environment = { DATA_DIR: `${folder}/data`, DATABASE_URL: "" };
  const { milliseconds, peakBytes } = await measure({
    name: `${count} shops`,
    words: ["deno", ...words],
    environment,
  }, { memory: true });
  console.log(
    `the whole run: ${(milliseconds / 1000).toFixed(1)} s, ${
      megabytes(peakBytes ?? 0)
    } MB of all processes at most`,
  );
  await interrupted(words, environment);
  await Deno.remove(folder, { recursive: true });
}

/** From Ctrl-C, while series are forecast, to the end of each process of a run. */
async function interrupted(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const run = new Deno.Command(Deno.execPath(), {
    args: [...words],
    env: environment,
    stdout: "null",
    stderr: "null",
  }).spawn();
  let all: readonly number[] = [];
  while (all.filter((one) => isBusy(one)).length < navigator.hardwareConcurrency) {
    await setTimeout(50);
    all = treeOf(run.pid);
  }
  const start = performance.now();
  // As a terminal does: each process of the run gets it.
  for (const one of all) if (commandOf(one).includes("run_pipeline.ts")) Deno.kill(one, "SIGINT");
  while (all.some(lives)) await setTimeout(1);
  console.log(`Ctrl-C: all processes gone after ${(performance.now() - start).toFixed(0)} ms`);
  await run.status;
}

/** Whether it is a computing child that has computed for a second. */
function isBusy(process: number): boolean {
  if (!commandOf(process).includes("lib/stats/child.ts")) return false;
  const [, , , , , , , , , , , user, system] =
    textOf(`/proc/${process}/stat`).split(") ")[1]?.split(" ") ?? [];
  return Number(user) + Number(system) > 100;
}

function lives(process: number): boolean {
  return /^State:\s*[^ZX\s]/m.test(textOf(`/proc/${process}/status`));
}

function commandOf(process: number): string {
  return textOf(`/proc/${process}/cmdline`);
}

/** Nothing where the process has ended. */
function textOf(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return "";
  }
}
