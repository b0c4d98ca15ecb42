/**
 * Splits a series into trend, season and remainder, which add up to it.
 *
 * Each place of the season is smoothed along the years, its slow part taken out by moving
 * averages, and the trend smoothed from what is left, in turn. Robust, values far from their fit
 * lose their weight: (1 - (|remainder| / (6 × median))²)², and all is done again.
 *
 * Source: Cleveland, Cleveland, McRae, Terpenning: STL (1990); the results are those of R's `stl`.
 * Cost: O(values × span / jump) a pass; 2 passes, robust 16. Ten years of days: 2 to 12 ms (docs/benchmarks.md).
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { type Loess, Smoother } from "./loess.ts";

/** The parts of a series, one entry a value. */
export interface Decomposition {
  readonly trend: Float64Array;
  readonly seasonal: Float64Array;
  readonly remainder: Float64Array;
  /** What each value counted, 0 to 1; all 1 where the fit is not robust. */
  readonly weights: Float64Array;
}

/** What R's `stl` takes, under its own defaults. */
export interface StlOptions {
  /** Values in a season, 2 or more. */
  readonly period: number;
  /** Seasons that a season's shape is smoothed over, odd, or the same shape throughout. */
  readonly seasonalSpan: number | "periodic";
  /** Values that the trend is smoothed over, odd. */
  readonly trendSpan?: number;
  /** Values from one fit of the trend to the next. */
  readonly trendJump?: number;
  /** Whether values far from their fit lose their weight. */
  readonly robust?: boolean;
}

/** Passes with and without weights, as R has them. */
const PASSES = { plain: { inner: 2, outer: 0 }, robust: { inner: 1, outer: 15 } } as const;

/** Fits lie this share of a span apart. */
const JUMPS = 10;

interface Plan {
  readonly period: number;
  /** For each place of the season; some have a value more than others. */
  readonly seasonal: readonly Smoother[];
  readonly trend: Smoother;
  readonly low: Smoother;
}

/**
 * Decomposes a series without gaps.
 *
 * @throws AppError `MODEL_FAILED` where there are not more than two seasons, or a value is missing
 */
export function decompose(values: Float64Array, options: StlOptions): Decomposition {
  const { period, robust = false } = options;
  refuseShort(values, period);
  const plan = planOf(options, values.length);
  const { inner, outer } = robust ? PASSES.robust : PASSES.plain;
  const state = { trend: new Float64Array(values.length), seasonal: new Float64Array(0) };
  let weights: Float64Array | null = null;
  for (let pass = 0; pass <= outer; pass++) {
    for (let i = 0; i < inner; i++) refine(values, weights, { plan, state });
    if (pass < outer) weights = weigh(values, state);
  }
  const seasonal = options.seasonalSpan === "periodic"
    ? averageByPlace(state.seasonal, period)
    : state.seasonal;
  return {
    trend: state.trend,
    seasonal,
    remainder: values.map((value, i) => value - seasonal[i] - state.trend[i]),
    weights: weights ?? new Float64Array(values.length).fill(1),
  };
}

function refuseShort(values: Float64Array, period: number): void {
  if (period < 2 || values.length <= 2 * period) {
    throw new AppError(
      "MODEL_FAILED",
      "Cannot decompose a series as it needs more than two seasons of two values or more: " +
        `current value is ${values.length} values, ${period} in a season`,
    );
  }
  const gap = values.findIndex((value) => !Number.isFinite(value));
  if (gap < 0) return;
  throw new AppError(
    "MODEL_FAILED",
    `Cannot decompose a series as it has gaps: current value is ${values[gap]} at ${gap}`,
  );
}

function planOf(options: StlOptions, length: number): Plan {
  const { period, seasonalSpan } = options;
  const isPeriodic = seasonalSpan === "periodic";
  const span = isPeriodic ? 10 * length + 1 : seasonalSpan;
  const smoothest = Math.ceil(1.5 * period / (1 - 1.5 / span));
  const trend = loessOf(options.trendSpan ?? nextOdd(smoothest), 1, options.trendJump);
  const [more, fewer] = [Math.ceil, Math.floor]
    .map((whole) => new Smoother(loessOf(span, 0), whole(length / period)));
  return {
    period,
    seasonal: Array.from(
      { length: period },
      (_, place) => place < length % period ? more : fewer,
    ),
    trend: new Smoother(trend, length),
    low: new Smoother(loessOf(nextOdd(period), 1), length),
  };
}

function loessOf(span: number, degree: 0 | 1, jump = Math.ceil(span / JUMPS)): Loess {
  return { span: nextOdd(Math.max(3, span)), degree, jump };
}

function nextOdd(value: number): number {
  return value % 2 === 0 ? value + 1 : value;
}

interface Refinement {
  readonly plan: Plan;
  readonly state: { trend: Float64Array; seasonal: Float64Array };
}

/** One pass: the season from what the trend leaves, then the trend from what the season leaves. */
function refine(
  values: Float64Array,
  weights: Float64Array | null,
  { plan, state }: Refinement,
): void {
  const { period } = plan;
  const cycles = smoothCycles(minus(values, state.trend), weights, plan);
  const passed = averageMoving(averageMoving(averageMoving(cycles, period), period), 3);
  const slow = plan.low.smooth({ values: passed, weights: null });
  state.seasonal = minus(cycles.subarray(period, period + values.length), slow);
  state.trend = plan.trend.smooth({ values: minus(values, state.seasonal), weights });
}

/** A loop, which takes a tenth of the time of `map`. */
function minus(values: Float64Array, others: Float64Array): Float64Array {
  const rest = new Float64Array(values.length);
  for (let i = 0; i < rest.length; i++) rest[i] = values[i] - others[i];
  return rest;
}

/** Smooths the values of each place in the season, one season further at both ends. */
function smoothCycles(
  values: Float64Array,
  weights: Float64Array | null,
  { period, seasonal }: Plan,
): Float64Array {
  const cycles = new Float64Array(values.length + 2 * period);
  for (let place = 0; place < period; place++) {
    const sample = {
      values: everyNth(values, period, place),
      weights: weights && everyNth(weights, period, place),
    };
    const smoothed = seasonal[place].smooth(sample);
    const { before, after } = seasonal[place].extend(sample, smoothed);
    cycles[place] = before;
    for (let i = 0; i < smoothed.length; i++) cycles[(i + 1) * period + place] = smoothed[i];
    cycles[(smoothed.length + 1) * period + place] = after;
  }
  return cycles;
}

function everyNth(values: Float64Array, step: number, from: number): Float64Array {
  const found = new Float64Array(Math.ceil((values.length - from) / step));
  for (let i = 0; i < found.length; i++) found[i] = values[from + i * step];
  return found;
}

/** The mean of each `width` values in a row: `width - 1` entries fewer. */
function averageMoving(values: Float64Array, width: number): Float64Array {
  const averages = new Float64Array(values.length - width + 1);
  let sum = 0;
  for (let i = 0; i < width; i++) sum += values[i];
  averages[0] = sum / width;
  for (let i = 1; i < averages.length; i++) {
    sum = sum - values[i - 1] + values[i + width - 1];
    averages[i] = sum / width;
  }
  return averages;
}

/** Bisquare weights by the distance from the fit, in units of six times its median. */
function weigh(
  values: Float64Array,
  { trend, seasonal }: Refinement["state"],
): Float64Array {
  const distances = values.map((value, i) => Math.abs(value - (trend[i] + seasonal[i])));
  const sorted = distances.slice();
  const middle = Math.floor(sorted.length / 2);
  const reach = 3 * (takeNth(sorted, middle) + takeNth(sorted, sorted.length - middle - 1));
  return distances.map((distance) => {
    if (distance <= 0.001 * reach) return 1;
    if (distance > 0.999 * reach) return 0;
    return square(1 - square(distance / reach));
  });
}

function averageByPlace(seasonal: Float64Array, period: number): Float64Array {
  const sums = new Float64Array(period);
  const counts = new Float64Array(period);
  seasonal.forEach((value, i) => {
    sums[i % period] += value;
    counts[i % period]++;
  });
  return seasonal.map((_, i) => sums[i % period] / counts[i % period]);
}

function square(value: number): number {
  return value * value;
}

/** Returns the value that would be at a place if they were sorted, and moves them about. */
function takeNth(values: Float64Array, place: number): number {
  let from = 0;
  let to = values.length - 1;
  while (from < to) {
    const pivot = values[place];
    let low = from;
    let high = to;
    while (low <= high) {
      while (values[low] < pivot) low++;
      while (values[high] > pivot) high--;
      if (low > high) break;
      const value = values[low];
      values[low++] = values[high];
      values[high--] = value;
    }
    if (high < place) from = low;
    if (low > place) to = high;
  }
  return values[place];
}
