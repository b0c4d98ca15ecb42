/**
 * What a forecast cell tells of its result.
 *
 * @module
 */
import type { Amount, EarlierForecast, EventMark } from "@/lib/chart/block.ts";
import type { Grain } from "@/lib/frame/schema.ts";
import type { Forecast } from "@/lib/stats/forecast/report.ts";
import type { AddsUp } from "./total.ts";

/** One forecast series: its history, what comes next, and how far it may be trusted. */
export interface ForecastFact extends Omit<Forecast, "yhat" | "intervals" | "origins"> {
  readonly segment: readonly (string | null)[];
  readonly history: { readonly periods: readonly string[]; readonly values: readonly Amount[] };
  readonly periods: readonly string[];
  readonly yhat: readonly Amount[];
  /** The narrowest first; `level` in percent. Empty where no error was ever seen. */
  readonly intervals: readonly {
    readonly level: number;
    readonly lower: readonly Amount[];
    readonly upper: readonly Amount[];
  }[];
  /** The names of what is to explain it. */
  readonly explainedBy: readonly string[];
  /** What was to explain it and does not, with the reason. */
  readonly unexplained: readonly { readonly name: string; readonly reason: string }[];
  /** What is known to happen, by places in history and, after it, in the periods ahead. */
  readonly events: readonly EventMark[];
  /** What the model forecast from earlier origins; `from` is a position in the history. */
  readonly origins: readonly EarlierForecast[];
  /** `null` where it stands for itself. */
  readonly addsUp: AddsUp | null;
}

/** All series that were forecast. */
export interface ForecastFacts {
  readonly grain: Grain;
  /** By whose clocks hours are told. */
  readonly zone: string;
  readonly unit: string | null;
  /** Whether the measure adds up over periods. */
  readonly adds: boolean;
  /** Periods ahead of each series, all together. */
  readonly rows: number;
  /** The first of all series: those that are drawn. */
  readonly series: readonly ForecastFact[];
  readonly leftOut: string | null;
}
