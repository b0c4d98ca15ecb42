/**
 * Forecasts a series by what did well on its past, and says how good it is.
 *
 * The methods that suit the series (situation.ts) are tried from rolling origins, each as one piece of
 * work that may fail for itself (candidate.ts). With `auto` the median of the good ones forecasts, or seasonal
 * naive where nothing beats it (choice.ts); the choice is made on the earlier half of the origins and
 * reported on the later half. A method that is asked for by name forecasts in any case, and is
 * reported on all origins beside seasonal naive. With regressors each method is tried twice, on the series
 * without their effects, which are put back (effects.ts), and on the series as it is. Intervals are as
 * wide as held-out errors were (conformal.ts).
 *
 * What is too short for any method repeats its last value; `reason` says so. A constant series gives its
 * constant. Gaps (NaN) are never scored; gaps.ts says how they are filled for methods that cannot take
 * them. Leading gaps are dropped. No number of a forecast is NaN or infinite: what is unknown is `null`
 * as a whole.
 *
 * Cost: that of the candidates, side by side.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { type BacktestPlan, foldsOf, planBacktest } from "./backtest/backtest.ts";
import {
  type CandidateRequest,
  type CandidateRun,
  type RegressorUse,
  runCandidate,
} from "./backtest/candidate.ts";
import { chooseRival, type Finisher, originsForChoice } from "./backtest/choice.ts";
import { combineRuns } from "./backtest/combination.ts";
import { uncalibrated } from "./backtest/conformal.ts";
import { always, type MethodName, type Past } from "./models/method.ts";
import type { ForecastParameters } from "./parameters.ts";
import type { Forecaster } from "./circumstances.ts";
import { type Forecast, intervalsOf, reportForecast, UNTRIED } from "./report.ts";
import { repeatSeason, seasonalDeviation, seasonalNaive } from "./models/seasonal_naive.ts";
import { candidatesFor, describe, type Described } from "./series/situation.ts";

/** Below this many periods there is nothing to try a method on. */
const MIN_PERIODS = 4;

/** What a method has at least before the first origin of a backtest. */
const MIN_SEASONS = 3;
const MIN_HISTORY = 12;

/** The latest periods, which alone are looked at. */
const LATEST_PERIODS = 4000;

/** Methods that take regressors themselves where they are asked for by name. */
const OWN_USE: Readonly<Partial<Record<MethodName, RegressorUse>>> = {
  arima: "own",
  sarimax: "own",
};

/** Tries a method somewhere; rejects where it hangs or fails. */
export type TryMethod = (request: CandidateRequest, past: Past) => Promise<CandidateRun>;

/** Forecasts the periods after the last value. Rejects with `CANCELLED` only. */
export async function forecastSeries(
  values: Float64Array,
  parameters: ForecastParameters,
  attempt: TryMethod,
): Promise<Forecast> {
  const first = values.findIndex(Number.isFinite);
  const skipped = first < 0 ? values.length : firstOfLatest(values, first);
  const series = values.slice(skipped);
  if (series.length < MIN_PERIODS) {
    const reason = `The last value is repeated as the history is too short: ${series.length} of ` +
      `${MIN_PERIODS} periods`;
    return repeatLastValue(series, parameters, reason);
  }
  const situation = describe(series, parameters.seasons);
  const { horizon } = parameters;
  const plan = planFor(series.length, { ...parameters, season: situation.season });
  const entrants = entrantsFor(series, situation, parameters);
  const { past = [], future = [] } = parameters.regressors ?? {};
  const known = { values: series, past: past.map((column) => column.slice(skipped)), future };
  const attempts = await Promise.all(entrants.map(async (entrant) => {
    const request = { ...entrant, situation, plan, horizon, bounds: parameters.bounds };
    return { ...entrant, ...await enter(request, known, attempt) };
  }));
  const finishers = attempts.flatMap(({ run, ...entrant }) =>
    run === null ? [] : [{ ...entrant, run }]
  );
  if (finishers.length === 0) {
    const reason = "The last value is repeated as no method could be tried: " +
      (attempts[0].failure ?? "");
    return repeatLastValue(series, parameters, reason);
  }
  const actuals = plan.origins.map((origin) => series.slice(origin, origin + plan.horizon));
  const forecaster = pick(finishers, parameters, { actuals, situation });
  return reportForecast({
    series,
    regressors: known.past,
    skipped,
    situation,
    plan,
    attempts: attempts.map(({ method, regressorUse, run, failure }) => ({
      model: method,
      isExplained: regressorUse !== "ignored",
      detail: run?.detail ?? null,
      folds: run === null ? [] : foldsOf(series, run.folds, { plan, season: situation.season }),
      failure,
    })),
    forecaster,
    parameters,
  });
}

/** The first value, or a later one where there are more than can be looked at. */
function firstOfLatest(values: Float64Array, first: number): number {
  const from = Math.max(first, values.length - LATEST_PERIODS);
  const next = values.subarray(from).findIndex(Number.isFinite);
  return next < 0 ? first : from + next;
}

function planFor(
  length: number,
  { folds, horizon, season }: Pick<ForecastParameters, "folds" | "horizon"> & {
    readonly season: number;
  },
): BacktestPlan {
  // From less than half the history a model says little about what it does with all of it.
  const half = Math.floor(length / 2);
  const minimum = Math.max(MIN_SEASONS * season, season + MIN_HISTORY, half);
  return planBacktest(length, { folds, horizon, step: horizon, minimum });
}

/** A method, and what it does with regressors. */
type Entrant = Pick<CandidateRequest, "method" | "regressorUse">;

/** Seasonal naive, which all are compared with, and what can be asked to forecast. */
function entrantsFor(
  series: Float64Array,
  situation: Described,
  { model, regressors }: ForecastParameters,
): readonly Entrant[] {
  const plain = (method: MethodName): Entrant => ({ method, regressorUse: "ignored" });
  const naive = plain("seasonal_naive");
  if (isConstant(series)) return [naive];
  const hasRegressors = (regressors?.past.length ?? 0) > 0;
  if (model === "auto" || model === "combination") {
    const methods = candidatesFor(situation, series.length);
    if (!hasRegressors) return methods.map(plain);
    const explained = methods.map((method): Entrant => ({ method, regressorUse: "taken_out" }));
    return model === "auto" ? [...methods.map(plain), ...explained] : [naive, ...explained];
  }
  if (hasRegressors) return [naive, { method: model, regressorUse: OWN_USE[model] ?? "taken_out" }];
  return model === "seasonal_naive" ? [naive] : [naive, plain(model)];
}

/** Tries one method; what keeps it from being a candidate is told, not thrown. */
async function enter(
  request: CandidateRequest,
  past: Past,
  attempt: TryMethod,
): Promise<{ readonly run: CandidateRun | null; readonly failure: string | null }> {
  try {
    return {
      // What everything is compared with takes no time, and has to be there whatever happens.
      run: request.method === "seasonal_naive" && request.regressorUse === "ignored"
        ? await runCandidate(request, past, (_, { season }) => always(seasonalNaive(season)))
        : await attempt(request, past),
      failure: null,
    };
  } catch (error) {
    if (error instanceof AppError && error.code === "CANCELLED") throw error;
    if (error instanceof AppError) return { run: null, failure: error.message };
    const told = error instanceof Error ? error.message : String(error);
    return { run: null, failure: `Cannot use a method as it broke off: ${told}` };
  }
}

function pick(
  finishers: readonly Finisher[],
  { model: wanted, mustUseRegressors = false }: ForecastParameters,
  { actuals, situation }: {
    readonly actuals: readonly Float64Array[];
    readonly situation: Described;
  },
): Forecaster {
  if (wanted === "auto") {
    const options = { ...situation, mustUse: mustUseRegressors };
    const { choice, plain, explained } = chooseRival(finishers, actuals, options);
    const rivals = { plain: plain?.run ?? null, explained: explained?.run ?? null };
    const isExplained = choice === explained;
    return { ...choice, chosenOn: originsForChoice(actuals.length), isExplained, rivals };
  }
  const able = finishers.filter(({ regressorUse }) => regressorUse !== "ignored");
  const from = able.length > 0 ? able : finishers;
  const asked = wanted === "combination"
    ? from
    : [from.find(({ method }) => method === wanted) ?? from[0]];
  return {
    run: combineRuns(asked.map(({ run }) => run)),
    members: asked.map(({ method }) => method),
    beaten: null,
    chosenOn: 0,
    isExplained: able.length > 0,
    rivals: null,
  };
}

/** What is left for a series that is too short, or too full of gaps, for any method. */
function repeatLastValue(
  series: Float64Array,
  parameters: ForecastParameters,
  reason: string,
): Forecast {
  const { horizon } = parameters;
  const none = !series.some(Number.isFinite);
  const mean = repeatSeason(series, { season: 1, horizon: none ? 0 : horizon });
  const deviation = seasonalDeviation(series, { season: 1, horizon: mean.length });
  const calibration = uncalibrated(series.length);
  return {
    ...UNTRIED,
    model: none ? "none" : "last_value",
    members: [],
    reason: none ? "Nothing is forecast as the series has no values" : reason,
    yhat: mean,
    intervals: deviation === null
      ? null
      : intervalsOf({ mean, deviation }, { calibration, parameters }),
  };
}

function isConstant(series: Float64Array): boolean {
  return series.every((value) => Number.isNaN(value) || value === series[0]);
}
