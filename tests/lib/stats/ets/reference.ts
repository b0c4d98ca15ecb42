/**
 * Reads what R's ets found.
 *
 * @module
 */
import type { EtsForm, EtsParameters, EtsState } from "@/lib/stats/ets/form.ts";

/** A fit as make_series.R writes it. */
export interface EtsReference {
  /** Such as "ETS(M,Ad,M)". */
  readonly form: string;
  readonly alpha: number | null;
  readonly beta: number | null;
  readonly gamma: number | null;
  readonly phi: number | null;
  /** Level, trend where there is one, and the season, the place that comes next last. */
  readonly start: readonly number[];
}

/** Returns a reference in our terms. */
export function etsOf({ form: name, start: [level, ...rest], ...found }: EtsReference) {
  const [error, trend, season] = name.slice(4, -1).split(",");
  const form = { error, trend, season } as EtsForm; // R's names are ours
  const hasTrend = trend !== "N";
  const parameters: EtsParameters = {
    alpha: found.alpha ?? 0,
    beta: found.beta ?? 0,
    gamma: found.gamma ?? 0,
    phi: found.phi ?? 1,
  };
  const start: EtsState = {
    level,
    trend: hasTrend ? rest[0] : 0,
    season: Float64Array.from(rest.slice(hasTrend ? 1 : 0)).reverse(),
  };
  return { form, parameters, start };
}
