/**
 * Says what regressors did for a forecast: how it would have done with and without them on the origins that
 * took no part in the choice, and what one more of each does to a value.
 *
 * Cost: O(origins × horizon).
 *
 * @module
 */
import { foldsOf } from "./backtest/backtest.ts";
import type { CandidateRun } from "./backtest/candidate.ts";
import { type Skill, skillOf } from "./backtest/skill.ts";
import { type Circumstances, naiveOf, reportingFolds } from "./circumstances.ts";
import { type Effects, weightOf } from "./series/effects.ts";

/** What one more of a regressor does to a value, as the history tells it. */
export interface RegressorEffect {
  /** In the unit of the values, or in percent of them. */
  readonly size: number;
  readonly isPercent: boolean;
  /** Its standard error, in the same unit; `null` where the history or the method tells none. */
  readonly error: number | null;
  /** Of the size, what counts in the forecast, from 0 to 1. */
  readonly weight: number;
}

/** What regressors did. */
export interface Explanation {
  /** Whether the forecast uses them. */
  readonly isUsed: boolean;
  /** Whether it had to, as somebody set what they will be. */
  readonly isRequired: boolean;
  /** Over seasonal naive, of what would forecast with them; `null` where nothing was held out. */
  readonly withThem: Skill | null;
  /** The same without them; `null` where that was not tried too. */
  readonly withoutThem: Skill | null;
  /** One a regressor. */
  readonly effects: readonly RegressorEffect[];
}

/** Returns what regressors did; `null` where there were none, or nothing could be tried with them. */
export function explainForecast(
  { series, situation, plan, attempts, forecaster, parameters }: Circumstances,
): Explanation | null {
  const { isExplained, rivals, run, chosenOn } = forecaster;
  const explained = rivals === null ? (isExplained ? run : null) : rivals.explained;
  if (explained === null || explained.effects === null) return null;
  const naive = naiveOf(attempts);
  const skill = (run: CandidateRun | null) => {
    if (run === null || naive === undefined) return null;
    const folds = foldsOf(series, run.folds, { plan, season: situation.season });
    return skillOf(reportingFolds(folds, chosenOn), reportingFolds(naive.folds, chosenOn));
  };
  return {
    isUsed: isExplained,
    isRequired: isExplained && parameters.mustUseRegressors === true,
    withThem: skill(explained),
    withoutThem: skill(rivals?.plain ?? null),
    effects: tellEffects(explained.effects),
  };
}

function tellEffects({ isLogarithm, sizes, errors }: Effects): readonly RegressorEffect[] {
  return Array.from(sizes, (size, k) => {
    const factor = Math.exp(size);
    const error = isLogarithm ? 100 * factor * errors[k] : errors[k];
    return {
      size: isLogarithm ? 100 * (factor - 1) : size,
      isPercent: isLogarithm,
      error: Number.isFinite(error) ? error : null,
      // A method of its own counts all that it found.
      weight: Number.isNaN(errors[k]) ? 1 : weightOf(size, errors[k]),
    };
  });
}
