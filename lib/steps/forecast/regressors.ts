/**
 * What a forecast is explained by besides its own past: other measures of the same kpi, with what they
 * are planned or expected to be.
 *
 * @module
 */
import { z } from "zod";
import { AppError } from "@/lib/errors.ts";
import type { Schema } from "@/lib/frame/schema.ts";
import {
  type DroppedRegressor,
  type NamedRegressor,
  readyRegressors,
} from "@/lib/stats/forecast/series/regressors.ts";
import type { MeasureSeries, SeriesChoice } from "@/lib/steps/measure_series.ts";
import { refuseKey } from "@/lib/steps/refusal.ts";
import { checkChoice, readSeries } from "@/lib/steps/series.ts";
import type { Input, RunContext } from "@/lib/steps/step.ts";

/** More than this would explain noise. */
const MOST_REGRESSORS = 8;
const MOST_PERIODS = 365;

/** Describes the key: what is to come of each measure that helps to explain. */
export const regressorParameters = z.record(
  z.string(),
  z.strictObject({
    future: z.union([
      z.number(),
      z.enum(["last", "mean"]),
      z.array(z.number()).min(1).max(MOST_PERIODS),
    ]).optional().meta({
      title: "To come",
      example: "last",
      description: "A value for all periods ahead, one for each as [8, 9, 9], last or mean",
      main: true,
      row: true,
    }),
  }).meta({ example: "{ future: last }" }),
).default({}).meta({
  title: "Explained by",
  example: "{ price: { future: last } }",
  keys: "measure",
  description: "Other measures, such as the price, with what they will be",
});

/** What a body says of regressors. */
export interface RegressorBody extends SeriesChoice {
  readonly horizon: number;
  readonly regressors: z.output<typeof regressorParameters>;
}

/** What is to come of one regressor. */
export type Future = NonNullable<RegressorBody["regressors"][string]["future"]>;

/** What explains one series, and what turned out not to. */
export interface Explainers {
  readonly kept: readonly NamedRegressor[];
  readonly dropped: readonly DroppedRegressor[];
}

/** Whether somebody set what is to come, rather than let it stay as it was: what forecasts has to heed it. */
export function isSet(future: Future | undefined): boolean {
  return typeof future === "number" || Array.isArray(future);
}

/** @throws AppError at the key of a regressor that is no measure, or whose future is not said */
export function checkRegressors(input: Schema, body: RegressorBody): void {
  const named = Object.entries(body.regressors);
  if (named.length === 0) return;
  if (named.length > MOST_REGRESSORS) {
    throw refuseKey(
      "BAD_PARAMETER",
      "regressors",
      `Cannot explain a measure by more than ${MOST_REGRESSORS} others: ` +
        `current value is ${named.length}`,
      "Keep those that matter most",
    );
  }
  for (const [name, { future }] of named) {
    const key = `regressors.${name}`;
    if (name === body.measure) {
      throw refuseKey(
        "BAD_PARAMETER",
        key,
        `Cannot explain a measure by itself: current value is "${name}"`,
        "Name another measure of the kpi",
      );
    }
    try {
      checkChoice(input, { ...body, measure: name });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      throw refuseKey(error.code, key, error.message, error.problems[0]?.remedy ?? null);
    }
    checkFuture(name, future, body.horizon);
  }
}

function checkFuture(name: string, future: Future | undefined, horizon: number): void {
  const found = Array.isArray(future) ? future.length : horizon;
  if (future !== undefined && found >= horizon) return;
  throw refuseKey(
    "BAD_PARAMETER",
    `regressors.${name}.future`,
    `Cannot forecast ${horizon} periods as it must be said what "${name}" will be in each: ` +
      `current value is ${future === undefined ? "nothing" : `${found} values`}`,
    `Name ${horizon} values, one for all of them, last, or mean`,
  );
}

/** Reads the regressors of each series, in the order of the series. */
export async function readRegressors(
  input: Input,
  body: RegressorBody,
  { series, context }: { readonly series: readonly MeasureSeries[]; readonly context: RunContext },
): Promise<readonly Explainers[]> {
  const found = new Map<string, ReadonlyMap<string, MeasureSeries>>();
  for (const name of Object.keys(body.regressors)) {
    const known = await readSeries(input, { ...body, measure: name }, context);
    found.set(name, new Map(known.series.map((one) => [JSON.stringify(one.segment), one])));
  }
  return series.map(({ segment, periods }) => {
    const named = Object.entries(body.regressors).map(([name, { future }]) => {
      const one = found.get(name)?.get(JSON.stringify(segment));
      const past = alignTo(periods, one);
      return { name, past, future: futureOf(future ?? "last", past, body.horizon) };
    });
    return readyRegressors(named);
  });
}

/** Returns the values of a series in these periods; NaN where it has none. */
export function alignTo(
  periods: readonly string[],
  series: Pick<MeasureSeries, "periods" | "values"> | undefined,
): Float64Array {
  const values = new Map(series?.periods.map((period, i) => [period, series.values[i]]));
  return Float64Array.from(periods, (period) => values.get(period) ?? NaN);
}

/** Returns what a regressor will be in each period ahead. */
export function futureOf(future: Future, past: Float64Array, horizon: number): Float64Array {
  if (Array.isArray(future)) return Float64Array.from(future.slice(0, horizon));
  if (typeof future === "number") return new Float64Array(horizon).fill(future);
  const known = past.filter(Number.isFinite);
  const value = future === "last"
    ? known.at(-1) ?? NaN
    : known.reduce((sum, one) => sum + one / known.length, 0);
  return new Float64Array(horizon).fill(value);
}
