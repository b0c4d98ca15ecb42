/**
 * Forecasts a series with the better of seasonal naive and SARIMAX, and says how good it is.
 *
 * The models compete over rolling origins (champion.ts); with `auto` the champion by mean
 * absolute error forecasts, and its intervals are calibrated on its own held-out errors
 * (conformal.ts) where these are enough. What is too short to compete repeats its season, and
 * what is shorter still its last value; `reason` says so. A constant series gives its constant.
 *
 * Gaps (NaN) are never scored; gaps.ts says how they are filled for SARIMAX. Leading gaps are
 * dropped. No number of a forecast is NaN or infinite: what is unknown is `null` as a whole.
 *
 * Cost: one fit a model and fold, and one of each model on the whole history.
 *
 * @module
 */
import type { Grain } from "@/lib/frame/schema.ts";
import { measureFolds, planBacktest } from "./backtest.ts";
import { type Candidate, compete, type Entry, type Finished, pickChampion } from "./champion.ts";
import {
  calibrate,
  calibratedIntervals,
  type Coverage,
  heldOutCoverage,
  UNCALIBRATED,
} from "./conformal.ts";
import { type Metrics, skillOver } from "./metrics.ts";
import type { Interval, Model, Prediction } from "./prediction.ts";
import { rateReliability, type Reliability } from "./reliability.ts";
import { type SarimaxOptions, usualOrder } from "./sarimax.ts";
import { repeatSeason, seasonalDeviation, seasonalNaive } from "./seasonal_naive.ts";

/** Below this many periods, or two seasons, nothing is known of a season. */
const MIN_PERIODS = 4;

/** What a model has at least before the first origin of a backtest: more than SARIMAX needs. */
const MIN_SEASONS = 3;
const MIN_HISTORY = 12;

/**
 * The latest periods, which alone SARIMAX looks at: older ones change little, and a fit
 * takes 20 ms for 731 days but 3 s for 8,000 hours, the most that the package takes.
 */
const SARIMAX_PERIODS = 2000;

/** The models that compete. */
export type Competitor = "seasonal_naive" | "sarimax";

/** What is forecast, and by which model. */
export interface ForecastParameters {
  /** Periods ahead, 1 or more. */
  readonly horizon: number;
  /** Periods in a season, 1 for none. */
  readonly season: number;
  readonly model: "auto" | Competitor;
  /** Origins of the backtest. */
  readonly folds: number;
}

/** Fits SARIMAX somewhere; throws an `AppError` where it cannot. */
export type FitSarimax = (
  history: Float64Array,
  options: SarimaxOptions,
) => Promise<Prediction>;

/** How one model did on held-out periods. */
export interface CandidateReport {
  readonly model: Competitor;
  /** `null` where the model failed or nothing was held out. */
  readonly metrics: Metrics | null;
  /** Mean absolute error of each fold, oldest first; `null` where nothing was observed. */
  readonly foldErrors: readonly (number | null)[];
  /** Against seasonal naive, in percent; `null` where that is unknown or without error. */
  readonly skill: number | null;
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
  readonly model: Competitor | "last_value" | "none";
  /** Why this is not the model that was asked for, or not the more capable one; else `null`. */
  readonly reason: string | null;
  /** One entry a period ahead. */
  readonly yhat: Float64Array;
  /** Of 50, 80 and 95%, the narrowest first; `null` where no error was ever seen. */
  readonly intervals: readonly Interval[] | null;
  /** Whether the intervals come from held-out errors, not from the model's own deviations. */
  readonly calibrated: boolean;
  /** Periods that each fold of the backtest forecast; 0 without one. */
  readonly backtestHorizon: number;
  /** What the chosen model forecast from earlier origins, the oldest first. */
  readonly origins: readonly EarlierOrigin[];
  readonly candidates: readonly CandidateReport[];
  /** Of the model's intervals, on folds they were not calibrated on; `null` without a backtest. */
  readonly coverage: Coverage | null;
  readonly reliability: Reliability;
}

/** Returns the periods of a season that a grain has by custom; 1 for years. */
export function seasonOf(grain: Grain): number {
  const seasons = { hour: 24, day: 7, week: 52, month: 12, quarter: 4, year: 1 };
  return seasons[grain];
}

/** Forecasts the periods after the last value. Rejects with `CANCELLED` only. */
export async function forecastSeries(
  values: Float64Array,
  parameters: ForecastParameters,
  fit: FitSarimax,
): Promise<Forecast> {
  const first = values.findIndex(Number.isFinite);
  const series = first < 0 ? new Float64Array() : values.slice(first);
  const needed = Math.max(2 * parameters.season, MIN_PERIODS);
  const { horizon, season, folds } = parameters;
  if (series.length < needed) {
    const reason = `The last value is repeated as the history is too short: ${series.length} of ` +
      `${needed} periods`;
    return repeatLastValue(series, horizon, reason);
  }
  // From less than half the history a model says little about what it does with all of it.
  const half = Math.floor(series.length / 2);
  const minimum = Math.max(MIN_SEASONS * season, season + MIN_HISTORY, half);
  const plan = planBacktest(series.length, { folds, horizon, step: horizon, minimum });
  const entries = entriesFor(series, parameters, fit);
  const candidates = await compete(series, entries, { plan, season, horizon });
  const chosen = choose(candidates, parameters.model);
  if (chosen === null) {
    const reason = "The last value is repeated as no two values are a season apart";
    return repeatLastValue(series, horizon, reason);
  }
  const backtestHorizon = plan.origins.length > 0 ? plan.horizon : 0;
  const wanted = parameters.model;
  return report(chosen, candidates, { backtestHorizon, wanted, skipped: first });
}

function entriesFor(
  series: Float64Array,
  { season, model }: ForecastParameters,
  fit: FitSarimax,
): readonly Entry<Competitor>[] {
  const naive = { name: "seasonal_naive", model: seasonalNaive(season) } as const;
  if (model === "seasonal_naive" || isConstant(series)) return [naive];
  const sarimax: Model = (history, horizon) =>
    fit(history.slice(-SARIMAX_PERIODS), { ...usualOrder(season), season, horizon });
  return [naive, { name: "sarimax", model: sarimax }];
}

function choose(
  candidates: readonly Candidate<Competitor>[],
  wanted: ForecastParameters["model"],
): Finished<Competitor> | null {
  const asked = candidates.filter((candidate) => candidate.name === wanted);
  return pickChampion(asked) ?? pickChampion(candidates);
}

interface Circumstances {
  readonly backtestHorizon: number;
  readonly wanted: ForecastParameters["model"];
  /** Values before the first that is there. */
  readonly skipped: number;
}

function report(
  chosen: Finished<Competitor>,
  candidates: readonly Candidate<Competitor>[],
  { backtestHorizon, wanted, skipped }: Circumstances,
): Forecast {
  const calibration = calibrate(chosen.folds);
  const intervals = calibratedIntervals(chosen.prediction, calibration ?? UNCALIBRATED);
  const coverage = heldOutCoverage(chosen.folds);
  const naive = candidates.find(({ name }) => name === "seasonal_naive");
  const naiveError = naive?.status === "finished" ? naive.metrics.mae : null;
  return {
    model: chosen.name,
    reason: wanted === chosen.name ? null : reasonFor(chosen, candidates),
    yhat: chosen.prediction.mean,
    intervals: intervals.every(isFiniteInterval) ? intervals : null,
    calibrated: calibration !== null,
    backtestHorizon,
    origins: chosen.folds.map(({ origin, prediction }) => ({
      from: skipped + origin,
      yhat: prediction.mean,
    })),
    candidates: candidates.map((candidate) => reportCandidate(candidate, naiveError)),
    coverage,
    reliability: rateReliability({
      folds: chosen.folds.length,
      metrics: chosen.metrics,
      coverage,
    }),
  };
}

function reportCandidate(
  candidate: Candidate<Competitor>,
  naiveError: number | null,
): CandidateReport {
  if (candidate.status === "failed") {
    const { name, reason } = candidate;
    return { model: name, metrics: null, foldErrors: [], skill: null, failure: reason };
  }
  const { name, folds, metrics } = candidate;
  return {
    model: name,
    metrics: metrics.periods > 0 ? metrics : null,
    foldErrors: folds.map((fold) => measureFolds([fold]).mae),
    skill: skillOver(naiveError, metrics.mae),
    failure: null,
  };
}

/** Says why not the more capable model forecasts; `null` where it does. */
function reasonFor(
  chosen: Finished<Competitor>,
  candidates: readonly Candidate<Competitor>[],
): string | null {
  if (chosen.name === "sarimax") return null;
  const sarimax = candidates.find(({ name }) => name === "sarimax");
  if (sarimax === undefined) return "SARIMAX was not tried as all values are the same";
  if (sarimax.status === "failed") return sarimax.reason;
  if (chosen.metrics.mae === null || sarimax.metrics.mae === null) {
    return "SARIMAX was not preferred as the history is too short to compare models on";
  }
  return "Seasonal naive was at least as good as SARIMAX on held-out periods: mean absolute error " +
    `${chosen.metrics.mae.toPrecision(4)} against ${sarimax.metrics.mae.toPrecision(4)}`;
}

/** What is left for a series that is too short, or too full of gaps, for any model. */
function repeatLastValue(series: Float64Array, horizon: number, reason: string): Forecast {
  const none = series.length === 0;
  const mean = repeatSeason(series, { season: 1, horizon: none ? 0 : horizon });
  const deviation = seasonalDeviation(series, { season: 1, horizon: mean.length });
  const intervals = deviation === null
    ? null
    : calibratedIntervals({ mean, deviation }, UNCALIBRATED);
  return {
    model: none ? "none" : "last_value",
    reason: none ? "Nothing is forecast as the series has no values" : reason,
    yhat: mean,
    intervals: intervals?.every(isFiniteInterval) ? intervals : null,
    calibrated: false,
    backtestHorizon: 0,
    origins: [],
    candidates: [],
    coverage: null,
    reliability: rateReliability(null),
  };
}

function isConstant(series: Float64Array): boolean {
  return series.every((value) => Number.isNaN(value) || value === series[0]);
}

function isFiniteInterval({ lower, upper }: Interval): boolean {
  return lower.every(Number.isFinite) && upper.every(Number.isFinite);
}
