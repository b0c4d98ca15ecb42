/**
 * What a forecast came of, for those who report it.
 *
 * @module
 */
import type { BacktestPlan, Fold } from "./backtest/backtest.ts";
import type { CandidateRun } from "./backtest/candidate.ts";
import type { MethodName } from "./models/method.ts";
import type { ForecastParameters } from "./parameters.ts";
import type { Described } from "./series/situation.ts";

/** What forecasts, and how it came to. */
export interface Forecaster {
  readonly run: CandidateRun;
  readonly members: readonly MethodName[];
  /** Whether anything was better than seasonal naive; `null` where that was not asked. */
  readonly beaten: boolean | null;
  readonly chosenOn: number;
  /** Whether it uses regressors. */
  readonly isExplained: boolean;
  /** What would forecast with and without them; `null` where the model was asked for by name. */
  readonly rivals: {
    readonly plain: CandidateRun | null;
    readonly explained: CandidateRun | null;
  } | null;
}

/** One model on the past. */
export interface Attempt {
  readonly model: MethodName | "combination";
  readonly isExplained: boolean;
  readonly detail: string | null;
  readonly folds: readonly Fold[];
  readonly failure: string | null;
}

/** All that a report is made of. */
export interface Circumstances {
  /** Begins with a value, `skipped` values after the first one that was given. */
  readonly series: Float64Array;
  /** As long as the series. */
  readonly regressors: readonly Float64Array[];
  readonly skipped: number;
  readonly situation: Described;
  readonly plan: BacktestPlan;
  readonly attempts: readonly Attempt[];
  readonly forecaster: Forecaster;
  readonly parameters: ForecastParameters;
}

/** The folds that the choice did not see; all where there was none, or they are too few to be parted. */
export function reportingFolds(folds: readonly Fold[], chosenOn: number): readonly Fold[] {
  const later = folds.slice(chosenOn);
  return later.length > 0 ? later : folds;
}

/** Returns what all are compared with. */
export function naiveOf(attempts: readonly Attempt[]): Attempt | undefined {
  return attempts.find(({ model, isExplained }) => model === "seasonal_naive" && !isExplained);
}
