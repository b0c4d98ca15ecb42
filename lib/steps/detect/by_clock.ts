/**
 * Judges hours by the clocks of a zone, so that the pattern of the day stays where people see it when the
 * clocks change.
 *
 * The series is laid on days of 24 hours. The hour that spring leaves out is a gap there and told of
 * nobody. Two hours of one name have one place: the series is judged with the first of them there and
 * again with the second, so that both are held against the same.
 *
 * @module
 */
import type { DetectParameters } from "@/lib/stats/detect/detect.ts";
import type { Detection } from "@/lib/stats/detect/detection.ts";
import { clockOf, type ClockPlaces } from "@/lib/steps/clock.ts";
import type { Clocked } from "@/lib/steps/periods.ts";

/** A series, and how it is to be judged. */
export interface DetectRequest {
  readonly values: Float64Array;
  readonly parameters: DetectParameters;
}

/** Judges a series by its clocks; `judge` knows of days of 24 hours only. */
export async function detectByClock(
  { values, parameters }: DetectRequest,
  { periods, ...clocked }: Clocked & { readonly periods: readonly string[] },
  judge: (request: DetectRequest) => Promise<Detection>,
): Promise<Detection> {
  const clock = clockOf(periods, clocked);
  if (clock === null) return await judge({ values, parameters });
  const local = startLocally(parameters, clock);
  if (clock.isEven) return await judge({ values, parameters: local });
  const { places } = clock;
  const turns = turnsOf(places);
  const found: Detection[] = [];
  for (let turn = 0; turn <= Math.max(...turns); turn++) {
    found.push(await judge({ values: layByClock(values, clock, turn), parameters: local }));
  }
  const pick = (of: (one: Detection) => Float64Array) =>
    values.map((_, i) => of(found[turns[i]])[places[i]]);
  const pickCode = (of: (one: Detection) => Uint8Array) =>
    Uint8Array.from(values, (_, i) => of(found[turns[i]])[places[i]]);
  return {
    expected: pick(({ expected }) => expected),
    lower: pick(({ lower }) => lower),
    upper: pick(({ upper }) => upper),
    score: pick(({ score }) => score),
    flagged: pickCode(({ flagged }) => flagged),
    kind: pickCode(({ kind }) => kind),
    judged: pickCode(({ judged }) => judged),
  };
}

/** Lays values on days of 24 hours: of two hours of one place the first, or at the turn of the second that. */
export function layByClock(
  values: Float64Array,
  { places }: Pick<ClockPlaces, "places">,
  turn = 0,
): Float64Array {
  const turns = turnsOf(places);
  const length = places.reduce((most, place) => Math.max(most, place), 0) + 1;
  const laid = new Float64Array(length).fill(NaN);
  values.forEach((value, i) => {
    if (turns[i] === 0 || turns[i] === turn) laid[places[i]] = value;
  });
  return laid;
}

/** Of each hour how many before it have its place. */
function turnsOf(places: Int32Array): Uint8Array {
  const counts = new Map<number, number>();
  return Uint8Array.from(places, (place) => {
    const turn = counts.get(place) ?? 0;
    counts.set(place, turn + 1);
    return turn;
  });
}

/** Days, hours and what is muted, by the clocks. */
function startLocally(
  parameters: DetectParameters,
  { start, places }: Pick<ClockPlaces, "start" | "places">,
): DetectParameters {
  switch (parameters.method) {
    case "rolling_z":
    case "robust_z":
      return parameters;
    case "seasonal":
      return {
        ...parameters,
        calendar: { ...parameters.calendar, start },
        muted: [...new Set(parameters.muted.map((at) => places[at]))],
      };
    case "isolation_forest": {
      const { calendar, trained } = parameters;
      const local = { ...parameters, ...(calendar && { calendar: { ...calendar, start } }) };
      const isPart = trained !== undefined && trained < places.length;
      return isPart ? { ...local, trained: places[trained] } : local;
    }
  }
}
