/**
 * The rows themselves: as points of two numbers, or how often values fall where.
 *
 * Cost: a scan to count and one to draw; the points of a million rows take 1.3 s on the
 * embedded database.
 *
 * @module
 */
import { binEdges, binsFrom } from "@/lib/chart/bins.ts";
import type { HistogramBlock, ScatterBlock } from "@/lib/chart/block.ts";
import { formatNumber } from "@/lib/chart/format.ts";
import { type ColumnSchema, isNumeric, type Schema } from "@/lib/frame/schema.ts";
import { refuseKey } from "@/lib/steps/refusal.ts";
import { requireColumn } from "@/lib/steps/require_column.ts";
import type { Input, RunContext } from "@/lib/steps/step.ts";
import { ALIAS, sqlOf } from "./amount.ts";
import { ask, nameOf } from "./ask.ts";
import type { ChartOf } from "./parameters.ts";
import { labelOf } from "@/lib/steps/label.ts";

/** More points than this hide one another. */
const MOST_POINTS = 2000;

/** Labels of more points than this hide the points. */
const MOST_LABELS = 30;

interface ScatterPlan {
  readonly x: ColumnSchema;
  readonly y: ColumnSchema;
  readonly color: ColumnSchema | null;
  readonly label: ColumnSchema | null;
}

/** @throws AppError at the key that does not fit the input */
export function planScatter({ columns }: Schema, body: ChartOf<"scatter">): ScatterPlan {
  return {
    x: requireNumber(columns, body.x, "x"),
    y: requireNumber(columns, body.y, "y"),
    color: body.color === undefined ? null : requireColumn(columns, body.color, "color"),
    label: body.label === undefined ? null : requireColumn(columns, body.label, "label"),
  };
}

/** Draws a point a row, or a sample of them. @throws AppError as `planScatter` does */
export async function drawScatter(
  input: Input,
  body: ChartOf<"scatter">,
  context: RunContext,
): Promise<ScatterBlock> {
  const { x, y, color, label } = planScatter(input.schema, body);
  const text = (column: ColumnSchema | null) =>
    column === null ? "null::text" : `${sqlOf(column)}::text`;
  const source = `${input.relation} as ${ALIAS} ` +
    `where ${sqlOf(x)} is not null and ${sqlOf(y)} is not null`;
  const [[counted]] = await ask(context, `select count(*) from ${source}`);
  const number = Number(counted);
  // Every so many of the rows as they came: spread over all of them, and no row is sorted.
  const hasLines = input.schema.hidden?.includes("_line") ?? false;
  const place = hasLines ? `${ALIAS}._line` : "row_number() over ()";
  const rows = await ask(
    context,
    `select x, y, color, label from (select ${place} as place, ${sqlOf(x)}::float8 as x, ` +
      `${sqlOf(y)}::float8 as y, ${text(color)} as color, ${text(label)} as label ` +
      `from ${source}) p where place % ${Math.ceil(number / MOST_POINTS) || 1} = 0 ` +
      `order by x, y, color, label limit ${MOST_POINTS}`,
  );
  return {
    type: "scatter",
    title: body.title ?? `${labelOf(y.name)} by ${x.name}`,
    answer: number > rows.length
      ? `A sample of ${formatNumber(rows.length)} of ${formatNumber(number)} points`
      : null,
    x: { title: labelOf(x.name), unit: x.unit },
    y: { title: labelOf(y.name), unit: body.unit ?? y.unit },
    points: rows.map(([across, up, group, name]) => ({
      x: Number(across),
      y: Number(up),
      group: color === null ? null : nameOf(group),
      label: label === null || rows.length > MOST_LABELS ? null : nameOf(name),
    })),
  };
}

/** @throws AppError at the key that does not fit the input */
export function planHistogram(schema: Schema, body: ChartOf<"histogram">): ColumnSchema {
  const name = body.x ?? body.measure;
  if (name !== undefined) {
    return requireNumber(schema.columns, name, body.x === undefined ? "measure" : "x");
  }
  const found = schema.columns.find(({ role }) => role === "measure") ??
    schema.columns.find(({ type }) => isNumeric(type));
  if (found !== undefined) return found;
  throw refuseKey(
    "MISSING_COLUMN",
    "x",
    "Cannot find what to count in bins: current value is no column of numbers",
  );
}

/** Draws how often values fall where. @throws AppError as `planHistogram` does */
export async function drawHistogram(
  input: Input,
  body: ChartOf<"histogram">,
  context: RunContext,
): Promise<HistogramBlock> {
  const column = planHistogram(input.schema, body);
  const value = `${sqlOf(column)}::float8`;
  const source = `${input.relation} as ${ALIAS} where ${sqlOf(column)} is not null ` +
    `and ${value} not in ('NaN', 'Infinity', '-Infinity')`;
  const [[low, high, number]] = await ask(
    context,
    `select min(${value}), max(${value}), count(*) from ${source}`,
  );
  const axis = { title: labelOf(column.name), unit: body.unit ?? column.unit };
  const title = body.title ?? `Distribution of ${column.name}`;
  if (low === null || high === null) {
    return { type: "histogram", title, answer: null, axis, bins: [] };
  }
  const edges = binEdges([Number(low), Number(high)], Number(number));
  // The same rule as for values in the program: an edge belongs to the bin above it.
  const rows = await ask(
    context,
    `select width_bucket(${value}, string_to_array($1::text, ',')::float8[]) as bin, count(*) ` +
      `from ${source} group by 1`,
    [edges.join(",")],
  );
  const counts = new Map(rows.map(([bin, count]) => [Number(bin) - 1, Number(count)]));
  return { type: "histogram", title, answer: null, axis, bins: binsFrom(edges, counts) };
}

function requireNumber(columns: readonly ColumnSchema[], name: string, key: string): ColumnSchema {
  const found = requireColumn(columns, name, key);
  if (isNumeric(found.type)) return found;
  throw refuseKey(
    "WRONG_TYPE",
    key,
    `Cannot draw "${found.name}" as it must be a number: current value is ${found.type}`,
  );
}
