/**
 * What every forecasting method is: it chooses what there is to choose on a history, and then predicts.
 *
 * @module
 */
import type { Model, Prediction } from "@/lib/stats/forecast/prediction.ts";

/** The methods that can be asked for, the simplest first. */
export const METHODS = [
  "seasonal_naive",
  "drift",
  "theta",
  "ets",
  "mstl_ets",
  "arima",
  "sarimax",
  "croston",
  "tsb",
] as const;

/** One of them. */
export type MethodName = (typeof METHODS)[number];

/** What is known of a series besides its values. */
export interface Situation {
  /** Periods of the season that methods of one season take; 1 for none. */
  readonly season: number;
  /** All seasons, ascending; empty for none. */
  readonly seasons: readonly number[];
}

/** A history, oldest first, and columns that help to explain it, without gaps. */
export interface Past {
  readonly values: Float64Array;
  /** As long as the values, one column a regressor. */
  readonly past: readonly Float64Array[];
  /** The same columns, as long as the horizon. */
  readonly future: readonly Float64Array[];
}

/** A prediction, with the effect of each regressor where the method took them itself. */
export interface Explained extends Prediction {
  readonly effects?: Float64Array;
}

/** A method that has made its choice. */
export interface Chosen {
  /** What was chosen, such as "ETS(A,Ad,N)"; `null` where there was no choice. */
  readonly detail: string | null;
  /** Predicts from the history that it was chosen on, or from a longer one with the same beginning. */
  readonly predict: (past: Past, horizon: number) => Explained | Promise<Explained>;
  /** Chooses on a longer history what it may keep from here; absent where it is chosen all anew. */
  readonly again?: (past: Past) => Chosen;
}

/**
 * Lets a method choose on a history.
 *
 * @throws AppError `MODEL_FAILED` where it has nothing to say of it
 */
export type ChooseMethod = (past: Past, situation: Situation) => Chosen;

/** Returns a method without a choice. */
export function always(model: Model): Chosen {
  return { detail: null, predict: ({ values }, horizon) => model(values, horizon) };
}
