/**
 * The models of a forecast as people call them.
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
