/**
 * Makes the forecasts of parts and of their total add up, period by period.
 *
 * Intervals move with what they are around and keep their width: they tell how far off such forecasts
 * were. Making them add up takes errors away rather than adds any, so they are no narrower than they
 * have to be. How sure a forecast is of a period, its widest interval says.
 *
 * @module
 */
import type { Interval } from "@/lib/stats/forecast/prediction.ts";
import { reconcile, type Reconciliation } from "@/lib/stats/forecast/reconcile.ts";

/** What of a forecast has to add up. */
export interface Told {
  readonly yhat: Float64Array;
  readonly intervals: readonly Interval[] | null;
}

/** What forecasts never fall below; -Infinity where there is nothing. */
export interface Floors {
  readonly total: number;
  readonly parts: Float64Array;
}

/** The forecasts of a total and of what it is made of. */
export interface Relatives<T extends Told> {
  readonly total: T;
  readonly parts: readonly T[];
}

/** Makes them add up; a part of which nothing is forecast counts for nothing. */
export function makeAddUp<T extends Told>(
  { total, parts }: Relatives<T>,
  { way, least }: { readonly way: Reconciliation; readonly least: Floors },
): Relatives<T> {
  const horizon = total.yhat.length;
  const isTold = ({ yhat }: T) => yhat.length === horizon;
  const told = parts.filter(isTold);
  const floors = Float64Array.from(
    parts.flatMap((part, i) => isTold(part) ? [least.parts[i]] : []),
  );
  if (horizon === 0 || told.length === 0) return { total, parts };
  const totals = new Float64Array(horizon);
  const shares = told.map(() => new Float64Array(horizon));
  for (let h = 0; h < horizon; h++) {
    const found = reconcile({
      total: total.yhat[h],
      parts: Float64Array.from(told, ({ yhat }) => yhat[h]),
      variance: {
        total: varianceOf(total, h),
        parts: Float64Array.from(told, (part) => varianceOf(part, h)),
      },
      least: floors,
    }, way);
    totals[h] = found.total;
    found.parts.forEach((part, i) => shares[i][h] = part);
  }
  return {
    total: moveTo(total, totals, least.total),
    parts: parts.map((part, i) => {
      const share = shares[told.indexOf(part)];
      return share === undefined ? part : moveTo(part, share, least.parts[i]);
    }),
  };
}

/** A number that grows as the variance does; NaN where it is unknown. */
function varianceOf({ yhat, intervals }: Told, h: number): number {
  const widest = intervals?.at(-1);
  // The upper bound alone, as the lower one may have been raised to what is least.
  return widest === undefined ? NaN : (widest.upper[h] - yhat[h]) ** 2;
}

function moveTo<T extends Told>(forecast: T, yhat: Float64Array, least: number): T {
  const move = (bounds: Float64Array) =>
    bounds.map((bound, h) => Math.max(least, bound + yhat[h] - forecast.yhat[h]));
  return {
    ...forecast,
    yhat,
    intervals: forecast.intervals?.map((interval) => ({
      ...interval,
      lower: move(interval.lower),
      upper: move(interval.upper),
    })) ?? null,
  };
}
