/**
 * What a forecast names, as people would.
 *
 * @module
 */
import type { ForecastFact } from "./facts.ts";

/** By what a cell's body and its rows call them. */
export const MODEL_NAMES: Readonly<Record<ForecastFact["model"], string>> = {
  combination: "Combination",
  seasonal_naive: "Seasonal naive",
  drift: "Drift",
  theta: "Theta",
  ets: "ETS",
  mstl_ets: "MSTL with ETS",
  arima: "ARIMA",
  sarimax: "SARIMAX",
  croston: "Croston",
  tsb: "TSB",
  last_value: "Last value",
  none: "None",
};

/** The same in a form, where there is room for what else is known. */
export const MODEL_TITLES: Readonly<Record<string, string>> = {
  ...MODEL_NAMES,
  auto: "Auto: the median of what did well",
  combination: "Combination of all",
  ets: "ETS (exponential smoothing)",
  croston: "Croston (rare demand)",
  tsb: "TSB (rare demand)",
};

/** Joins words as prose does: "a, b and c". */
export function listWords(words: readonly string[]): string {
  return words.length < 2
    ? words.join("")
    : `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
}
