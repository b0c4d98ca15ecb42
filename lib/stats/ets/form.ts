/**
 * The forms of exponential smoothing that are tried.
 *
 * Named as in the field: ETS(error, trend, season), where N is none, A additive, M multiplicative and
 * Ad an additive trend that is damped. Left out, as in R's `ets`, are multiplicative trends and an
 * additive error with a multiplicative season, whose forecasts have no finite variance or explode.
 *
 * Source: Hyndman, Koehler, Ord, Snyder: Forecasting with Exponential Smoothing (2008), chapter 2.
 *
 * @module
 */

/** How error, trend and season enter. */
export interface EtsForm {
  readonly error: "A" | "M";
  readonly trend: "N" | "A" | "Ad";
  readonly season: "N" | "A" | "M";
}

/** Smoothing parameters; those that a form has no use for are 0, `phi` 1. */
export interface EtsParameters {
  /** Share of an error that the level takes over. */
  readonly alpha: number;
  /** The same of the trend: at most alpha. */
  readonly beta: number;
  /** The same of the season: at most 1 - alpha. */
  readonly gamma: number;
  /** What is left of the trend a period later. */
  readonly phi: number;
}

/** What a form knows of a series at one time. */
export interface EtsState {
  readonly level: number;
  /** A period's step, 0 without a trend. */
  readonly trend: number;
  /** One entry a period of the season that comes next, the next first; empty without a season. */
  readonly season: Float64Array;
}

/** Returns the form's name, such as "ETS(M,Ad,M)". */
export function nameOf({ error, trend, season }: EtsForm): string {
  return `ETS(${error},${trend},${season})`;
}

/** What there is of a series to choose a form by. */
export interface FormConditions {
  /** Periods in a season, 1 for none. */
  readonly season: number;
  readonly length: number;
  /** Whether all values are above 0: only then anything multiplies. */
  readonly isPositive: boolean;
}

/** Returns the forms that make sense for a series, the simplest first. */
export function formsFor({ season, length, isPositive }: FormConditions): readonly EtsForm[] {
  const errors = isPositive ? ["A", "M"] as const : ["A"] as const;
  const hasSeason = season > 1 && length > 2 * season;
  const seasons = hasSeason ? ["N", "A", "M"] as const : ["N"] as const;
  return seasons.flatMap((season) =>
    (["N", "A", "Ad"] as const).flatMap((trend) =>
      errors
        .filter((error) => season !== "M" || error === "M")
        .map((error) => ({ error, trend, season }))
    )
  );
}
