/**
 * Chooses what forecasts a series by itself: the median of the methods that did well on the past, or
 * seasonal naive.
 *
 * The choice is made on the earlier half of the origins of a backtest, and reported on the later half,
 * which took no part in it. Members are all candidates whose error there is at most twice the least one:
 * so a method that does not suit the series is left out, and no single one is trusted for having
 * been lucky. Seasonal naive forecasts alone where no candidate, and not their combination either, was better
 * than it, neither on the earlier origins nor on all of them.
 *
 * Of candidates that use regressors and of those that don't, each kind chooses for itself, and the one
 * whose choice had the lesser error on the earlier origins forecasts. As somebody named them for a reason,
 * those that use them may err by 3% more there, and forecast without any origin.
 *
 * The error is the mean absolute one; for intermittent demand, whose best guess by that is often 0, the root
 * mean square. Without a backtest all candidates are members.
 *
 * Source: Petropoulos, Svetunkov: A simple combination of univariate models (2020); Tashman: Out-of-sample
 * tests of forecasting accuracy (2000), for the choice apart from the report.
 * Cost: O(candidates × origins × horizon).
 *
 * @module
 */
import type { CandidateRun, RegressorUse } from "./candidate.ts";
import { combineRuns } from "./combination.ts";
import type { MethodName } from "@/lib/stats/forecast/models/method.ts";
import type { Prediction } from "@/lib/stats/forecast/prediction.ts";

/** A candidate's error may be this many times the least. */
const MOST_TIMES = 2;

/** How many times the error without regressors the one with them may be. */
const MOST_WITH = 1.03;

/** A method that failed nowhere. */
export interface Finisher {
  readonly method: MethodName;
  readonly regressorUse: RegressorUse;
  readonly run: CandidateRun;
}

/** What came after each origin, one entry an origin; NaN is a gap. */
export type Actuals = readonly Float64Array[];

/** What forecasts, and why. */
export interface Choice {
  /** At least one; what they told is combined. */
  readonly members: readonly MethodName[];
  readonly run: CandidateRun;
  /** Whether nothing was better than seasonal naive; `null` where nothing was tried on the past. */
  readonly beaten: boolean | null;
}

/** What each kind of candidates would forecast, and which of them does. */
export interface RivalChoice {
  /** Of those that use regressors; `null` where none did. */
  readonly explained: Choice | null;
  readonly plain: Choice | null;
  readonly choice: Choice;
}

/** Returns how many origins, the earliest, the choice is made on; the later ones report it. */
export function originsForChoice(origins: number): number {
  return Math.ceil(origins / 2);
}

/** Chooses among at least one candidate. */
export function choose(
  finishers: readonly Finisher[],
  actuals: Actuals,
  { intermittent }: { readonly intermittent: boolean },
): Choice {
  const earlier = actuals.slice(0, originsForChoice(actuals.length));
  const error = (run: CandidateRun, some: Actuals) => errorOf(run.folds, some, intermittent);
  const errors = finishers.map(({ run }) => error(run, earlier));
  const least = Math.min(...errors.map((one) => one ?? Infinity));
  if (!Number.isFinite(least)) return choiceOf(finishers, null);
  const members = finishers.filter((_, i) => (errors[i] ?? Infinity) <= MOST_TIMES * least);
  const combined = combineRuns(members.map(({ run }) => run));
  const naive = finishers.find(({ method }) => method === "seasonal_naive");
  if (naive === undefined) return choiceOf(members, true);
  const isBeaten = (some: Actuals) => {
    const reference = error(naive.run, some) ?? Infinity;
    return [combined, ...finishers.map(({ run }) => run)].some((run) =>
      (error(run, some) ?? Infinity) < reference
    );
  };
  const beaten = isBeaten(earlier) || isBeaten(actuals);
  return choiceOf(beaten ? members : [naive], beaten);
}

/**
 * Chooses among at least one candidate, of which some may use regressors. Where somebody set what
 * regressors will be, `mustUse`, only those do.
 */
export function chooseRival(
  finishers: readonly Finisher[],
  actuals: Actuals,
  { intermittent, mustUse }: { readonly intermittent: boolean; readonly mustUse: boolean },
): RivalChoice {
  const among = (some: readonly Finisher[]) =>
    some.length === 0 ? null : choose(some, actuals, { intermittent });
  const plain = among(finishers.filter(({ regressorUse }) => regressorUse === "ignored"));
  const explained = among(finishers.filter(({ regressorUse }) => regressorUse !== "ignored"));
  if (plain === null || explained === null) {
    // At least one is there.
    const choice = explained ?? plain as Choice;
    return { plain, explained, choice };
  }
  const earlier = actuals.slice(0, originsForChoice(actuals.length));
  const error = ({ run }: Choice) => errorOf(run.folds, earlier, intermittent) ?? 0;
  const helps = mustUse || error(explained) <= MOST_WITH * error(plain);
  return { plain, explained, choice: helps ? explained : plain };
}

function choiceOf(members: readonly Finisher[], beaten: Choice["beaten"]): Choice {
  return {
    members: members.map(({ method }) => method),
    run: combineRuns(members.map(({ run }) => run)),
    beaten,
  };
}

/** The mean absolute error, or the root mean square one; `null` where nothing was observed. */
function errorOf(
  folds: readonly Prediction[],
  actuals: Actuals,
  isSquared: boolean,
): number | null {
  let sum = 0;
  let count = 0;
  actuals.forEach((actual, fold) =>
    actual.forEach((value, h) => {
      const error = Math.abs(value - folds[fold].mean[h]);
      if (!Number.isFinite(error)) return;
      sum += isSquared ? error ** 2 : error;
      count++;
    })
  );
  if (count === 0) return null;
  return isSquared ? Math.sqrt(sum / count) : sum / count;
}
