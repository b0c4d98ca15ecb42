/**
 * What a kpi tells of its result: enough to draw it, to quote it, and for the
 * cells below to find each measure's values on each level.
 *
 * @module
 */
import type { Amount } from "@/lib/chart/block.ts";
import type { Additivity, ColumnType, Grain } from "@/lib/frame/schema.ts";
import type { CoveredSpan } from "@/lib/steps/events/cover.ts";
import type { MeasureNature } from "./nature.ts";

/** What is known of one measure. */
export interface MeasureFacts {
  readonly name: string;
  readonly type: ColumnType;
  readonly unit: string | null;
  readonly additivity: Additivity;
  readonly nature: MeasureNature;
  readonly gaps: "gap" | "zero";
  readonly better: "higher" | "lower" | null;
  readonly target: Amount;
  /** Over all rows, recomputed from them. */
  readonly total: Amount;
  /** Of each period of `KpiFacts.periods`, over all dimensions. */
  readonly values: readonly Amount[];
  /** Of each period, by base of comparison. */
  readonly compared: Readonly<Record<string, readonly Amount[]>>;
}

/** A dimension's values over all periods, by the first measure from the greatest. */
export interface DimensionFacts {
  readonly name: string;
  /** The value that stands for what `top` leaves over, the last of all; `null` where none does. */
  readonly rest: string | null;
  readonly values: readonly DimensionValue[];
  /** How many values there are; `values` has the first of them. */
  readonly count: number;
}

/** One value of a dimension; `null` where rows have none. */
export interface DimensionValue {
  readonly value: string | null;
  /** How many rows it rests on. */
  readonly rows: number;
  /** One amount a measure, in their order. */
  readonly amounts: readonly Amount[];
}

/** What a kpi tells of its result. */
export interface KpiFacts {
  readonly grain: Grain;
  readonly zone: string;
  readonly weekStarts: "monday" | "sunday";
  /** Starts of all periods from the first to the last, gaps too. */
  readonly periods: readonly string[];
  /** How many rows each of the periods has. */
  readonly rowsIn: readonly number[];
  readonly measures: readonly MeasureFacts[];
  readonly dimensions: readonly DimensionFacts[];
  /** Why the last period is not over; `null` where it is, or there is none. */
  readonly incomplete: string | null;
  /** The events of the cell that `events` names, on the periods that they touch. */
  readonly events: readonly CoveredSpan[];
  /** Rows without a time, which are in no period. */
  readonly untimed: number;
  readonly rows: number;
}
