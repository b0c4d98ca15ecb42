/**
 * What programs ask of the events that were stored, and of their days.
 *
 * Sources are meant by their names, and days are those of a source's zone. Whoever asks for a source or
 * a metric that is not there is refused with NOT_FOUND. What takes long stops when its signal aborts.
 *
 * @module
 */
import type { CallOptions } from "@/lib/workspace/call_options.ts";

/** One page of a list, and where the next begins; `null` at the end. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** A source of events. */
export interface SourceView {
  readonly id: number;
  readonly name: string;
  /** The IANA name of the zone of its days. */
  readonly zone: string;
  /** ISO 8601 in UTC. */
  readonly createdAt: string;
  readonly events: number;
  readonly metrics: number;
  /** By the clocks of its zone; `null` without events. */
  readonly firstDay: string | null;
  readonly lastDay: string | null;
}

/** A metric of a source. */
export interface MetricView {
  readonly name: string;
  readonly events: number;
  readonly firstDay: string;
  readonly lastDay: string;
}

/** Days of a source, both ends in; `null` where there is no end, or where any metric is meant. */
export interface DaysAsked {
  readonly source: string;
  readonly metric: string | null;
  readonly from: string | null;
  readonly to: string | null;
}

/** What the events of a day come to: exact decimals as text. */
export interface DayView {
  readonly day: string;
  readonly metric: string;
  readonly count: number;
  readonly sum: string;
  readonly average: string;
  readonly min: string;
  readonly max: string;
  /** How many values differ; `null` where nobody asked. */
  readonly distinct: number | null;
}

/** What of a day is followed over time. */
export const VALUE_FIELDS = ["sum", "average", "count", "min", "max"] as const;

/** What of a day is followed over time. */
export type ValueField = typeof VALUE_FIELDS[number];

/** One figure a day: days before `from` count as history, and are not told. */
export interface SeriesAsked extends DaysAsked {
  readonly metric: string;
  readonly field: ValueField;
}

/** How points are judged, as detect cells do. */
export type Judging =
  | { readonly method: "rolling_z"; readonly window: number; readonly threshold: number }
  | { readonly method: "isolation_forest"; readonly contamination: number; readonly seed: number }
  | { readonly method: "seasonal"; readonly threshold: number };

/** A day that was judged; `null` is undefined. */
export interface JudgedDay {
  readonly day: string;
  readonly value: number | null;
  readonly expected: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** In deviations, with its sign; `null` too where a move from a flat history has no measure. */
  readonly z: number | null;
  /** From 0 to 100. */
  readonly score: number | null;
  readonly flagged: boolean;
  /** What is odd, as lib/stats/detect/oddity.ts names it; `null` where nothing is flagged. */
  readonly kind: string | null;
  readonly explanation: string | null;
}

/** What is forecast, of days until `to`. */
export interface ForecastAsked extends Omit<SeriesAsked, "from"> {
  readonly horizon: number;
  /** Of the interval, in percent. */
  readonly level: number;
}

/** A day to come. */
export interface ForecastDay {
  readonly day: string;
  readonly yhat: number;
  /** `null` where no error was ever seen. */
  readonly lower: number | null;
  readonly upper: number | null;
}

/** What comes after the last day. */
export interface ForecastView {
  readonly model: string;
  /** Why this is not the model that a longer history would have; `null` where it is. */
  readonly reason: string | null;
  /** The last day that was learnt from: one that is not over is left out. */
  readonly lastDay: string;
  readonly days: readonly ForecastDay[];
  readonly reliability: ReliabilityView;
}

/** A forecast in the ledger, as it was told when it was made. */
export interface ForecastEntry {
  readonly id: string;
  readonly metric: string;
  readonly field: ValueField;
  /** ISO 8601 in UTC. */
  readonly madeAt: string;
  readonly horizon: number;
  readonly level: number;
  readonly forecast: ForecastView;
}

/** How far forecasts of the series were from what came; `null` is undefined. */
export interface ReliabilityView {
  /** How often it was tried on the past. */
  readonly folds: number;
  /** Days that were forecast and have come. */
  readonly periods: number;
  readonly mae: number | null;
  readonly rmse: number | null;
  /** In percent, over `mapePeriods` of the periods. */
  readonly mape: number | null;
  readonly mapePeriods: number;
  readonly smape: number | null;
  readonly mase: number | null;
  /** The share of seasonal naive's error that is gone, in percent. */
  readonly skill: number | null;
  /** How many of what came lay in the 95% interval, in percent. */
  readonly coverage: number | null;
  /** From 0 to 100, with its badge; `null` where there is not enough history. */
  readonly score: number | null;
  readonly badge: "A" | "B" | "C" | "D" | null;
  /** Why there is no score; `null` where there is one. */
  readonly reason: string | null;
}

/** What recomputing came to. */
export interface RecomputedView {
  /** Days that were wrong or missing. */
  readonly corrected: number;
  /** Days that had no event any more. */
  readonly removed: number;
}

/** Reads sources, metrics and their days, and what they lead to expect. */
export interface Metrics {
  /** Lists sources by their names, `after` one of them. */
  sources(
    asked: { readonly after: string | null; readonly limit: number },
  ): Promise<Page<SourceView>>;
  source(asked: { readonly id: number }): Promise<SourceView>;
  /** Changes whenever what can be asked of the source may have another answer. */
  version(asked: { readonly source: string }): Promise<string>;
  /** Lists the metrics of a source by their names. */
  names(asked: { readonly source: string }): Promise<readonly MetricView[]>;
  /** Lists days, the earliest first, of a day the metrics by their names. */
  daily(
    asked: DaysAsked & {
      readonly distinct: boolean;
      readonly after: string | null;
      readonly limit: number;
    },
    options?: CallOptions,
  ): Promise<Page<DayView>>;
  /** All days as CSV that no spreadsheet runs. */
  export(asked: DaysAsked): AsyncIterable<Uint8Array<ArrayBuffer>>;
  /** Recomputes days from their events; those without any go. */
  recompute(
    asked: { readonly source: string; readonly from: string; readonly to: string },
    options?: CallOptions,
  ): Promise<RecomputedView>;
  /** Judges days that have a value, and those that lack one where that is odd. */
  judge(asked: SeriesAsked & { readonly judging: Judging }, options?: CallOptions): Promise<
    readonly JudgedDay[]
  >;
  /** Forecasts exactly `horizon` days. */
  forecast(asked: ForecastAsked, options?: CallOptions): Promise<ForecastView>;
  /** Forecasts, and enters that in the ledger. */
  runForecast(asked: ForecastAsked, options?: CallOptions): Promise<ForecastEntry>;
  /** Lists what the ledger has of a source, or of a metric of it, the newest first. */
  forecasts(asked: {
    readonly source: string;
    readonly metric: string | null;
    readonly after: string | null;
    readonly limit: number;
  }): Promise<Page<ForecastEntry>>;
}
