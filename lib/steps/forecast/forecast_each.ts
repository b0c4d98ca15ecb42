/**
 * Forecasts several series in other processes, a few at once.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { ForecastParameters } from "@/lib/stats/forecast/parameters.ts";
import type { Forecast } from "@/lib/stats/forecast/report.ts";
import { seasonsOf } from "@/lib/stats/forecast/series/situation.ts";
import { boundsOf } from "@/lib/steps/floor.ts";
import type { SeriesResult } from "@/lib/steps/measure_series.ts";
import type { ComputeContext } from "@/lib/steps/step.ts";
import { layByClock } from "./by_clock.ts";
import type { ForecastBody } from "./parameters.ts";
import { type Explainers, isSet } from "./regressors.ts";

/** Series under way: enough for every core to have work, few enough to be kept in memory. */
const AT_ONCE = 16;

/** Series of one grain; the zone is left out where clocks do not matter. */
export type EachSeries =
  & Pick<SeriesResult, "grain" | "unit" | "series">
  & Partial<Pick<SeriesResult, "zone">>;

/** Gives each forecast with the place of its series, in their order. */
export async function* forecastEach(
  { grain, zone = "UTC", unit, series }: EachSeries,
  { horizon, season, model, folds, levels, regressors }: ForecastBody,
  { compute, signal, explainers = null }: ComputeContext & {
    /** What explains each series, in their order; absent where nothing does. */
    readonly explainers?: readonly Explainers[] | null;
  },
): AsyncGenerator<readonly [number, Forecast]> {
  const seasons = season === undefined
    ? seasonsOf(grain)
    : { periods: season.toSorted((a, b) => a - b), origin: "named" } as const;
  const begin = (i: number) => {
    const { periods, values } = series[i];
    const bounds = boundsOf(values, unit);
    const plain: ForecastParameters = { horizon, seasons, model, folds, levels, bounds };
    const parameters = explainers === null ? plain : explained(plain, explainers[i], regressors);
    const { request, back } = layByClock({ values, parameters }, periods, { grain, zone });
    const forecast = compute.forecast(request.values, request.parameters, { signal }).then(back);
    // Whoever waits for an earlier one is told first.
    forecast.catch(() => {});
    return forecast;
  };
  const under: Promise<Forecast>[] = [];
  for (let i = 0; i < series.length; i++) {
    while (under.length < AT_ONCE && i + under.length < series.length) {
      under.push(begin(i + under.length));
    }
    const [next] = under.splice(0, 1);
    const forecast = await next;
    // Those that are done need not be told either.
    if (signal.aborted) {
      throw new AppError("CANCELLED", "Cannot forecast more series as the work was cancelled");
    }
    yield [i, forecast];
  }
}

function explained(
  plain: ForecastParameters,
  { kept }: Explainers,
  set: ForecastBody["regressors"],
): ForecastParameters {
  if (kept.length === 0) return plain;
  return {
    ...plain,
    mustUseRegressors: kept.some(({ name }) => isSet(set[name]?.future)),
    regressors: { past: kept.map(({ past }) => past), future: kept.map(({ future }) => future) },
  };
}
