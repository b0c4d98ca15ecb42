/**
 * What a chart measures: a column of its input, and how several rows become one amount.
 *
 * @module
 */
import type { Axis } from "@/lib/chart/block.ts";
import { type ColumnSchema, isNumeric, type Schema } from "@/lib/frame/schema.ts";
import { quoteName } from "@/lib/sql/quote.ts";
import { refuseKey } from "@/lib/steps/refusal.ts";
import { requireColumn } from "@/lib/steps/require_column.ts";
import type { Aggregate } from "./parameters.ts";
import { labelOf } from "@/lib/steps/label.ts";

/** What the SQL of charts calls the input. */
export const ALIAS = "b";

/** An amount to draw, as SQL and as words. */
export interface AmountSql {
  /** `null` where rows are counted. */
  readonly column: ColumnSchema | null;
  /** SQL of a float8 over a group of rows. */
  readonly sql: string;
  readonly axis: Axis;
  /** The axis' title as it stands within a sentence. */
  readonly words: string;
  /** Whether the amounts of parts make that of the whole. */
  readonly addsUp: boolean;
}

/** What a body says of an amount. */
interface AmountBody {
  readonly agg?: Aggregate;
  readonly unit?: string;
}

const WORDS: Readonly<Record<Aggregate, string>> = {
  sum: "sum of",
  avg: "average",
  median: "median",
  min: "least",
  max: "greatest",
  count: "rows with",
  count_distinct: "different",
};

/** Whether the input's rows are a kpi's, whose amounts are right on every level. */
export function isSeries(schema: Schema): boolean {
  return schema.stage === "series";
}

/**
 * Returns how to compute the amount of a column; the first measure or number where
 * none is named, rows where a count is asked for alone.
 *
 * @throws AppError MISSING_COLUMN or WRONG_TYPE at the key
 */
export function amountOf(
  schema: Schema,
  { name, key, body }: {
    readonly name: string | undefined;
    readonly key: string;
    readonly body: AmountBody;
  },
): AmountSql {
  if (isSeries(schema) && body.agg !== undefined) {
    throw refuseKey(
      "WRONG_TYPE",
      "agg",
      `Cannot aggregate a measure as its kpi says how: current value is ${body.agg}`,
      "Leave agg out, or name a table with from",
    );
  }
  if (name === undefined && body.agg === "count") {
    return {
      column: null,
      sql: "count(*)::float8",
      axis: { title: "Rows", unit: body.unit ?? null },
      words: "rows",
      addsUp: true,
    };
  }
  const column = name === undefined
    ? firstAmount(schema, key)
    : requireColumn(schema.columns, name, key);
  const isCount = body.agg === "count" || body.agg === "count_distinct";
  if (!isCount && !isNumeric(column.type)) {
    throw refuseKey(
      "WRONG_TYPE",
      key,
      `Cannot draw the amount of "${column.name}" as it must be a number: ` +
        `current value is ${column.type}`,
      "Name a column of numbers, or count with agg",
    );
  }
  const isPlain = schema.stage !== "table";
  const addsUp = column.additivity === null || column.additivity === "additive";
  const aggregate = body.agg ?? (addsUp ? "sum" : "avg");
  const named = column.name.replaceAll("_", " ");
  const words = isPlain && body.agg === undefined ? named : `${WORDS[aggregate]} ${named}`;
  return {
    column,
    sql: aggregateSql(aggregate, sqlOf(column)),
    axis: { title: labelOf(words), unit: body.unit ?? (isCount ? null : column.unit) },
    words,
    addsUp: aggregate === "count" || (aggregate === "sum" && addsUp),
  };
}

/** Returns a column as SQL. */
export function sqlOf({ name }: ColumnSchema): string {
  return `${ALIAS}.${quoteName(name)}`;
}

function aggregateSql(aggregate: Aggregate, value: string): string {
  switch (aggregate) {
    case "median":
      return `(percentile_cont(0.5) within group (order by ${value}::float8))`;
    case "count_distinct":
      return `count(distinct ${value})::float8`;
    case "sum":
    case "avg":
    case "min":
    case "max":
    case "count":
      return `${aggregate}(${value})::float8`;
  }
}

function firstAmount(schema: Schema, key: string): ColumnSchema {
  const found = schema.columns.find(({ role }) => role === "measure") ??
    schema.columns.find(({ type }) => isNumeric(type));
  if (found !== undefined) return found;
  throw refuseKey(
    "MISSING_COLUMN",
    key,
    `Cannot find an amount to draw: current value is no column of numbers`,
    "Count rows with agg: count",
  );
}
