/**
 * Says what a forecast comes to: its intervals, and how it and the other candidates did on the past.
 *
 * Where the model was chosen, figures are of the origins that took no part in the choice; else of all.
 * Intervals learn from all origins, as there are few.
 *
 * @module
 */
import { foldsOf, measureFolds } from "./backtest/backtest.ts";
import { keepWithin } from "./backtest/candidate.ts";
import {
  calibrate,
  calibratedIntervals,
  type Calibration,
  type Coverage,
  judgeHeldOut,
  uncalibrated,
} from "./backtest/conformal.ts";
import type { Metrics } from "./backtest/metrics.ts";
import type { MethodName } from "./models/method.ts";
import type { ForecastParameters } from "./parameters.ts";
import type { Interval, Prediction } from "./prediction.ts";
import { rateReliability, type Reliability } from "./backtest/reliability.ts";
import { type Attempt, type Circumstances, naiveOf, reportingFolds } from "./circumstances.ts";
import { explainForecast, type Explanation } from "./explanation.ts";
import { withoutEffects } from "./series/effects.ts";
import { respectShifts } from "./series/shift.ts";
import { type Skill, skillOf } from "./backtest/skill.ts";

/** The level that reliability is judged by. */
const JUDGED_LEVEL = 95;

/** How one model did on held-out periods. */
export interface CandidateReport {
  readonly model: MethodName | "combination";
  /** Whether it used regressors. */
  readonly isExplained: boolean;
  /** What it chose, such as "ETS(A,Ad,N)"; `null` where there was nothing to choose. */
  readonly detail: string | null;
  /** Of the origins that report; `null` where the model failed or nothing was held out. */
  readonly metrics: Metrics | null;
  /** Mean absolute error on the origins that the choice was made on; `null` where there was none. */
  readonly choiceError: number | null;
  /** Mean absolute error of each fold, oldest first; `null` where nothing was observed. */
  readonly foldErrors: readonly (number | null)[];
  /** Against seasonal naive; `null` where that is unknown or without error. */
  readonly skill: Skill | null;
  /** Why the model is out, or `null`. */
  readonly failure: string | null;
}

/** A forecast from an earlier origin: `from` is the position of its first period among the values. */
export interface EarlierOrigin {
  readonly from: number;
  readonly yhat: Float64Array;
}

/** What comes after the last value, and how far it may be trusted. */
export interface Forecast {
  /** `none` where the series has no value: then there are no periods either. */
  readonly model: MethodName | "combination" | "last_value" | "none";
  /** The methods that are combined, or the one; empty where none was used. */
  readonly members: readonly MethodName[];
  /** Why this is not the model that was asked for, or not a more capable one; else `null`. */
  readonly reason: string | null;
  /** One entry a period ahead. */
  readonly yhat: Float64Array;
  /** Of the levels that were asked for, the narrowest first; `null` where no error was ever seen. */
  readonly intervals: readonly Interval[] | null;
  /** Whether held-out errors take part in the intervals, not the model's own deviations alone. */
  readonly calibrated: boolean;
  /** Periods that each fold of the backtest forecast; 0 without one. */
  readonly backtestHorizon: number;
  /** Origins, the earliest, that the model was chosen on; the later ones report. 0 without a choice. */
  readonly chosenOn: number;
  /** Where the level shifted for good: positions among the values, the latest first. */
  readonly shifts: readonly number[];
  /** What the chosen model forecast from earlier origins, the oldest first. */
  readonly origins: readonly EarlierOrigin[];
  readonly candidates: readonly CandidateReport[];
  /** What regressors did; `null` where there were none, or nothing could be tried with them. */
  readonly explanation: Explanation | null;
  /** Of the model's intervals, on folds they were not calibrated on; `null` without a backtest. */
  readonly coverage: Coverage | null;
  /** The score of these intervals there (crps.ts), in the unit of the values. */
  readonly crps: number | null;
  readonly reliability: Reliability;
}

/** What a forecast tells of a past on which nothing was tried. */
export const UNTRIED = {
  calibrated: false,
  backtestHorizon: 0,
  chosenOn: 0,
  shifts: [],
  origins: [],
  candidates: [],
  explanation: null,
  coverage: null,
  crps: null,
  reliability: rateReliability(null),
} as const satisfies Partial<Forecast>;

/** Reports a forecast. */
export function reportForecast(circumstances: Circumstances): Forecast {
  const { series, skipped, situation, plan, forecaster, parameters } = circumstances;
  const { run, members, chosenOn } = forecaster;
  const { levels } = parameters;
  const { season } = situation;
  const folds = foldsOf(series, run.folds, { plan, season });
  const calibration = calibrate(folds, series.length);
  const heldOut = judgeHeldOut(folds, [...new Set([...levels, JUDGED_LEVEL])], levels);
  const coverage = heldOut?.coverage ?? null;
  const isCombined = members.length > 1;
  const attempts: readonly Attempt[] = isCombined
    ? [
      {
        model: "combination",
        isExplained: forecaster.isExplained,
        detail: null,
        folds,
        failure: null,
      },
      ...circumstances.attempts,
    ]
    : circumstances.attempts;
  const reported = reportingFolds(folds, chosenOn);
  return {
    model: isCombined ? "combination" : members[0],
    members,
    reason: reasonFor(circumstances),
    yhat: run.prediction.mean,
    intervals: intervalsOf(run.prediction, {
      calibration: calibration ?? uncalibrated(series.length),
      parameters,
    }),
    calibrated: calibration !== null,
    backtestHorizon: folds.length > 0 ? plan.horizon : 0,
    chosenOn,
    shifts: respectShifts(levelSeries(circumstances), situation).shifts.map(({ at }) =>
      skipped + at
    ),
    origins: folds.map(({ origin, prediction }) => ({
      from: skipped + origin,
      yhat: prediction.mean,
    })),
    candidates: reportAttempts(attempts, chosenOn),
    explanation: explainForecast(circumstances),
    coverage,
    crps: heldOut?.crps ?? null,
    reliability: rateReliability({
      folds: reported.length,
      metrics: measureFolds(reported),
      coverage,
    }),
  };
}

/** What shifts are looked for in: a level that regressors explain has not shifted. */
function levelSeries({ series, regressors, forecaster }: Circumstances): Float64Array {
  const { isExplained, run: { effects } } = forecaster;
  return isExplained && effects !== null ? withoutEffects(series, regressors, effects) : series;
}

function reportAttempts(
  attempts: readonly Attempt[],
  chosenOn: number,
): readonly CandidateReport[] {
  const naive = naiveOf(attempts);
  const reference = naive === undefined ? [] : reportingFolds(naive.folds, chosenOn);
  return attempts.map(({ model, isExplained, detail, folds, failure }) => {
    const reported = reportingFolds(folds, chosenOn);
    const metrics = failure === null ? measureFolds(reported) : null;
    return {
      model,
      isExplained,
      detail,
      metrics: metrics !== null && metrics.periods > 0 ? metrics : null,
      choiceError: chosenOn === 0 ? null : measureFolds(folds.slice(0, chosenOn)).mae,
      foldErrors: folds.map((fold) => measureFolds([fold]).mae),
      skill: skillOf(reported, reference),
      failure,
    };
  });
}

/** Says why not the model that was asked for forecasts, or not a more capable one; else `null`. */
function reasonFor({ attempts, forecaster, parameters, plan }: Circumstances): string | null {
  const { members, beaten } = forecaster;
  const { model } = parameters;
  if (model === "auto" || model === "combination") {
    if (attempts.length === 1) return "Nothing else was tried as all values are the same";
    if (plan.origins.length === 0 && members.length > 1) {
      return "All models are combined as the history is too short to compare them on";
    }
    return beaten === false
      ? "Nothing was better than seasonal naive when tried on the past, so seasonal naive forecasts"
      : null;
  }
  if (members[0] === model) return null;
  const asked = attempts.find((attempt) => attempt.model === model);
  return asked?.failure ?? "Nothing else was tried as all values are the same";
}

/** Returns intervals within the bounds of the measure; `null` where one of them reaches without end. */
export function intervalsOf(
  prediction: Prediction,
  { calibration, parameters: { levels, bounds } }: {
    readonly calibration: Calibration;
    readonly parameters: Pick<ForecastParameters, "levels" | "bounds">;
  },
): readonly Interval[] | null {
  const intervals = calibratedIntervals(prediction, calibration, levels).map((interval) => ({
    ...interval,
    lower: keepWithin(bounds, interval.lower),
    upper: keepWithin(bounds, interval.upper),
  }));
  const isShown = intervals.every(({ lower, upper }) =>
    lower.every(Number.isFinite) && upper.every(Number.isFinite)
  );
  return isShown ? intervals : null;
}
