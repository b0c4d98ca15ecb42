/**
 * The sum of all periods ahead, and how far off such sums were.
 *
 * Intervals of single periods say nothing of their sum, as errors of neighbours go together. What
 * does is the backtest: the sums that it forecast over as many periods against those that came. Of
 * n errors of one kind the next is as likely to take any rank among them, so it is no greater than
 * their greatest in n of n + 1 cases; from 19 on the ⌈(n + 1) × 0.95⌉-th smallest holds 95 of 100.
 *
 * Source: as lib/stats/forecast/backtest/conformal.ts, of sums. Cost: O(folds × horizon).
 *
 * @module
 */
import type { Amount } from "@/lib/chart/block.ts";
import type { ForecastFact } from "./facts.ts";

/** Fewer sums say too little about how errors differ from one time to another. */
const MIN_SUMS = 3;

/** From so many on there is a 95% quantile. */
const MANY_SUMS = 19;

/** The range of a sum, and in how many cases it should hold: 5 of 6. */
export interface SumRange {
  readonly lower: number;
  readonly upper: number;
  readonly held: number;
  readonly cases: number;
}

/** Returns the sum of what is forecast; `null` where nothing is. */
export function totalOf({ yhat }: Pick<ForecastFact, "yhat">): number | null {
  return yhat.length === 0 ? null : sumOf(yhat.map((value) => value ?? 0));
}

/** Returns the range of the sum; `null` where too few sums of as many periods were held out. */
export function rangeOfTotal(
  one: Pick<ForecastFact, "history" | "origins" | "yhat">,
): SumRange | null {
  const total = totalOf(one);
  const errors = errorsOfSums(one).toSorted((a, b) => a - b);
  const count = errors.length;
  if (total === null || count < MIN_SUMS) return null;
  const isMany = count >= MANY_SUMS;
  const error = isMany ? errors[Math.ceil((count + 1) * 0.95) - 1] : errors[count - 1];
  const isNeverBelow = one.history.values.every((value) => value === null || value >= 0);
  return {
    lower: isNeverBelow ? Math.max(0, total - error) : total - error,
    upper: total + error,
    held: isMany ? 95 : count,
    cases: isMany ? 100 : count + 1,
  };
}

/** How far off the sums were that do not overlap and have no gap, each without its sign. */
function errorsOfSums(
  { history, origins, yhat }: Pick<ForecastFact, "history" | "origins" | "yhat">,
): number[] {
  const isApart = origins.every(({ from }, i) =>
    i === 0 || from - origins[i - 1].from >= origins[i - 1].values.length
  );
  if (!isApart) return [];
  return origins.flatMap(({ from, values }) => {
    const came = whole(history.values.slice(from, from + yhat.length));
    const told = whole(values);
    const isAll = came?.length === yhat.length && told?.length === yhat.length;
    return isAll ? [Math.abs(sumOf(came) - sumOf(told))] : [];
  });
}

/** Returns the amounts; `null` where one is missing. */
function whole(amounts: readonly Amount[]): number[] | null {
  const there = amounts.filter((amount) => amount !== null);
  return there.length === amounts.length ? there : null;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
