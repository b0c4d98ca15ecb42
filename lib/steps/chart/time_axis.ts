/**
 * The time of a chart: a column of days or moments, cut into periods.
 *
 * @module
 */
import type { ColumnSchema, Grain, Schema } from "@/lib/frame/schema.ts";
import { periodSql } from "@/lib/steps/kpi/period.ts";
import { refuseKey } from "@/lib/steps/refusal.ts";
import { requireColumn } from "@/lib/steps/require_column.ts";
import type { Setting } from "@/lib/steps/step.ts";
import { sqlOf } from "./amount.ts";

/** The time of a chart, and how long its periods are. */
export interface TimeAxis {
  readonly column: ColumnSchema;
  readonly grain: Grain;
  /** SQL of the period's start: a date, or a moment where periods are hours. */
  readonly sql: string;
}

/** Whether a column can be cut into periods. */
export function isTime({ type }: ColumnSchema): boolean {
  return type === "date" || type === "timestamp";
}

/** Finds the time of a chart. @throws AppError MISSING_COLUMN or WRONG_TYPE at `x` */
export function timeAxisOf(
  schema: Schema,
  { name, grain, setting }: {
    readonly name: string | undefined;
    readonly grain: Grain | undefined;
    readonly setting: Setting;
  },
): TimeAxis {
  const column = name === undefined
    ? schema.columns.find(({ role }) => role === "time") ?? schema.columns.find(isTime)
    : requireColumn(schema.columns, name, "x");
  if (column === undefined || !isTime(column)) {
    throw refuseKey(
      column === undefined ? "MISSING_COLUMN" : "WRONG_TYPE",
      "x",
      `Cannot draw over time as x must be a date or timestamp: current value is ` +
        (column === undefined ? "no such column" : `"${column.name}", which is ${column.type}`),
      "Cast it in a clean cell, or draw bars or points",
    );
  }
  return axisOf(column, { schema, grain, setting });
}

/** Cuts a column of days or moments into periods, days where nothing is said. */
export function axisOf(
  column: ColumnSchema,
  { schema, grain: asked, setting }: {
    readonly schema: Schema;
    readonly grain: Grain | undefined;
    readonly setting: Setting;
  },
): TimeAxis {
  const isPeriod = schema.grain !== null && column.role === "time";
  if (isPeriod && asked !== undefined && asked !== schema.grain) {
    throw refuseKey(
      "WRONG_TYPE",
      "grain",
      `Cannot draw ${schema.grain}s by another period: current value is ${asked}`,
      "Change grain in the kpi cell",
    );
  }
  const grain = asked ?? schema.grain ?? "day";
  const { zone, weekStarts } = setting;
  // Periods are cut already.
  const sql = isPeriod
    ? sqlOf(column)
    : periodSql(sqlOf(column), column.type, { grain, zone, weekStarts });
  return { column, grain, sql };
}
