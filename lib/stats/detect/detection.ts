/**
 * What detection says of a series.
 *
 * @module
 */
import type { SeriesCalendar } from "./calendar.ts";

/** One entry a value; NaN where the value or what it is measured by is missing. */
export interface Detection {
  readonly expected: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** From 0 to 100, higher is odder. */
  readonly score: Float64Array;
  /** 1 where flagged, else 0. */
  readonly flagged: Uint8Array;
  /** What is odd, a code of `ODDITIES`; told of flagged points, and of others where it is known. */
  readonly kind: Uint8Array;
  /** By what each point was judged, a code of `JUDGEMENTS`. */
  readonly judged: Uint8Array;
}

/** How a series with seasons is scored. A type, as JSON carries it. */
export type SeasonalParameters = {
  readonly method: "seasonal";
  /** By the points before it only, as an alert is, or by those before and after, as history is reviewed. */
  readonly sides: "past" | "both";
  /** In deviations, above 0; flagged is what is above it. */
  readonly threshold: number;
  readonly calendar: SeriesCalendar;
  /** Places of points that are out of the ordinary by themselves, as holidays are: nothing is learnt from them. */
  readonly muted: readonly number[];
};
