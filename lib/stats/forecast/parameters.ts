/**
 * What is forecast, and how.
 *
 * @module
 */
import type { Bounds } from "./backtest/candidate.ts";
import type { MethodName } from "./models/method.ts";
import type { Level } from "./prediction.ts";
import type { Regressors } from "./models/sarimax.ts";
import type { Seasons } from "./series/situation.ts";

/** What is forecast, and by which model. */
export interface ForecastParameters {
  /** Periods ahead, 1 or more. */
  readonly horizon: number;
  readonly seasons: Seasons;
  readonly model: "auto" | "combination" | MethodName;
  /** Origins of the backtest. */
  readonly folds: number;
  /** Of the intervals, in percent. */
  readonly levels: readonly Level[];
  readonly bounds: Bounds;
  /** What is known besides the values; its future is as long as the horizon. */
  readonly regressors?: Regressors;
  /** Whether somebody set what regressors will be, to see what comes of it: only what uses them forecasts. */
  readonly mustUseRegressors?: boolean;
}
