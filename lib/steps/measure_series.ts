/**
 * The series that a step takes out of a kpi's result.
 *
 * @module
 */
import type { Grain } from "@/lib/frame/schema.ts";

/** Which series are meant: one measure, one slice, split by some dimensions. */
export interface SeriesChoice {
  readonly measure: string;
  readonly only: Readonly<Record<string, string>>;
  readonly each: readonly string[];
}

/** One measure over time, oldest first. */
export interface MeasureSeries {
  /** The values of the dimensions of `each`, in their order; empty for the only series. */
  readonly segment: readonly (string | null)[];
  /** Starts of consecutive periods. */
  readonly periods: readonly string[];
  /** NaN for a gap. */
  readonly values: Float64Array;
}

/** The series of a choice. */
export interface SeriesResult {
  readonly grain: Grain;
  /** By whose clocks hours are told. */
  readonly zone: string;
  readonly unit: string | null;
  readonly series: readonly MeasureSeries[];
  /** The last period, left out since it is not over; `null` where it is. */
  readonly leftOut: string | null;
}
