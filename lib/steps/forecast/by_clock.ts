/**
 * Forecasts hours by the clocks of a zone, so that the pattern of the day stays where people see it when
 * the clocks change.
 *
 * The series is laid on days of 24 hours: the hour that spring leaves out is a gap, two hours of one name
 * have one place, with their mean. What is forecast goes back to real hours: both of one place get the
 * same, and what has no hour is left out. Where clocks do not change nothing is laid anew.
 *
 * @module
 */
import type { ForecastParameters } from "@/lib/stats/forecast/parameters.ts";
import type { Forecast } from "@/lib/stats/forecast/report.ts";
import { clockOf } from "@/lib/steps/clock.ts";
import { type Clocked, periodsAfter } from "@/lib/steps/periods.ts";

/** A series with how it is to be forecast. */
export interface ForecastRequest {
  readonly values: Float64Array;
  readonly parameters: ForecastParameters;
}

/** A series on days of 24 hours, and the way back. */
export interface ByClock {
  readonly request: ForecastRequest;
  back(forecast: Forecast): Forecast;
}

/** Lays a series on the hours of its clocks; as it is where these did not change, and will not. */
export function layByClock(
  request: ForecastRequest,
  periods: readonly string[],
  clocked: Clocked,
): ByClock {
  const { values, parameters } = request;
  const { horizon } = parameters;
  const last = periods.at(-1);
  const ahead = last === undefined ? [] : periodsAfter(last, clocked, horizon);
  const clock = clockOf([...periods, ...ahead], clocked);
  if (clock === null || clock.isEven) return { request, back: (forecast) => forecast };
  const past = clock.places.subarray(0, values.length);
  const future = clock.places.subarray(values.length);
  // The second of two hours of one name may be the first to come: its place is yet to be forecast.
  const known = Math.min(past[past.length - 1] + 1, ...future);
  // At least what was asked for, so that the past is tried over as many hours.
  const length = Math.max(known + horizon, Math.max(...future) + 1);
  const lay = (column: Float64Array) => layOut(column, clock.places, length);
  const columns = (parameters.regressors?.past ?? []).map((one, i) => {
    const next = parameters.regressors?.future[i] ?? new Float64Array();
    return fillForward(lay(Float64Array.of(...one, ...next)));
  });
  return {
    request: {
      values: lay(values).subarray(0, known),
      parameters: {
        ...parameters,
        horizon: length - known,
        ...(parameters.regressors === undefined ? {} : {
          regressors: {
            past: columns.map((column) => column.slice(0, known)),
            future: columns.map((column) => column.slice(known)),
          },
        }),
      },
    },
    back: (forecast) => goBack(forecast, { past, future, known, horizon }),
  };
}

/** The mean of the values of each place; NaN where there is none. */
function layOut(values: Float64Array, places: Int32Array, length: number): Float64Array {
  const laid = new Float64Array(length).fill(NaN);
  const counts = new Int32Array(length);
  values.forEach((value, i) => {
    if (!Number.isFinite(value)) return;
    const place = places[i];
    const count = counts[place]++;
    laid[place] = count === 0 ? value : laid[place] + (value - laid[place]) / (count + 1);
  });
  return laid;
}

function fillForward(values: Float64Array): Float64Array {
  let known = NaN;
  return values.map((value) => known = Number.isFinite(value) ? value : known);
}

interface Laid {
  /** The places of the hours that are known, and of those to come. */
  readonly past: Int32Array;
  readonly future: Int32Array;
  /** How many places history has. */
  readonly known: number;
  readonly horizon: number;
}

function goBack(forecast: Forecast, { past, future, known, horizon }: Laid): Forecast {
  const isTold = forecast.yhat.length > 0;
  const ahead = (values: Float64Array) =>
    isTold ? Float64Array.from(future, (place) => values[place - known]) : values;
  const hourAt = (place: number) => past.findIndex((one) => one >= place);
  return {
    ...forecast,
    yhat: ahead(forecast.yhat),
    intervals: forecast.intervals?.map(({ level, lower, upper }) => ({
      level,
      lower: ahead(lower),
      upper: ahead(upper),
    })) ?? null,
    backtestHorizon: Math.min(forecast.backtestHorizon, horizon),
    shifts: forecast.shifts.map(hourAt),
    origins: forecast.origins.map(({ from, yhat }) => {
      const first = hourAt(from);
      const hours = past.subarray(first, first + horizon)
        .filter((place) => place >= from && place < from + yhat.length);
      return { from: first, yhat: Float64Array.from(hours, (place) => yhat[place - from]) };
    }),
  };
}
