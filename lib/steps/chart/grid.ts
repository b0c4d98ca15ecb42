/**
 * A shade for each pair of two columns' values.
 *
 * @module
 */
import type { HeatmapBlock } from "@/lib/chart/block.ts";
import { formatPeriod } from "@/lib/chart/format.ts";
import type { Value } from "@/lib/frame/frame.ts";
import type { ColumnSchema, Schema } from "@/lib/frame/schema.ts";
import { refuseKey } from "@/lib/steps/refusal.ts";
import { requireColumn } from "@/lib/steps/require_column.ts";
import type { Input, RunContext, Setting } from "@/lib/steps/step.ts";
import { ALIAS, amountOf, type AmountSql, isSeries, sqlOf } from "./amount.ts";
import { amount, ask, nameOf } from "./ask.ts";
import type { ChartOf } from "./parameters.ts";
import { axisOf, isTime, type TimeAxis } from "./time_axis.ts";

/** More rows or columns than this have no room for their names. */
const MOST_ROWS = 40;
const MOST_COLUMNS = 60;

type Body = ChartOf<"heatmap">;

/** One side of the grid. */
interface Side {
  readonly column: ColumnSchema;
  readonly time: TimeAxis | null;
  readonly sql: string;
}

interface SideValues {
  readonly names: readonly string[];
  /** How many there are in all. */
  readonly count: number;
}

interface Plan {
  readonly across: Side;
  readonly down: Side;
  readonly amount: AmountSql;
}

/** @throws AppError at the key that does not fit the input */
export function planGrid(schema: Schema, body: Body, setting: Setting): Plan {
  const key = body.value === undefined ? "measure" : "value";
  const measured = amountOf(schema, { name: body.value ?? body.measure, key, body });
  const side = (name: string, at: string): Side => {
    const column = requireColumn(schema.columns, name, at);
    const grain = body.grain ?? (schema.grain === null ? "month" : undefined);
    const time = isTime(column) ? axisOf(column, { schema, grain, setting }) : null;
    return { column, time, sql: time?.sql ?? sqlOf(column) };
  };
  const plan = { across: side(body.x, "x"), down: side(body.y, "y"), amount: measured };
  if (isSeries(schema)) requireAddingUp(schema, plan, key);
  return plan;
}

/** Draws a shade for each pair of values. @throws AppError as `planGrid` does */
export async function drawGrid(
  input: Input,
  body: Body,
  context: RunContext,
): Promise<HeatmapBlock> {
  const { across, down, amount: { sql, axis } } = planGrid(input.schema, body, context);
  const source = `${input.relation} as ${ALIAS}`;
  const columns = await valuesOf(across, { source, most: MOST_COLUMNS, context });
  const rows = await valuesOf(down, { source, most: MOST_ROWS, context });
  const found = await ask(
    context,
    `select ${down.sql}::text, ${across.sql}::text, ${sql} from ${source} ` +
      `where (${down.sql})::text = any(string_to_array($1::text, chr(31))) ` +
      `and (${across.sql})::text = any(string_to_array($2::text, chr(31))) group by 1, 2`,
    [rows.names.join("\x1f"), columns.names.join("\x1f")],
  );
  const amounts = new Map(found.map(([row, column, value]) => [place(row, column), value]));
  const cuts = [cutOf(across, columns, "columns"), cutOf(down, rows, "rows")]
    .filter((cut) => cut !== null);
  return {
    type: "heatmap",
    title: body.title ?? `${axis.title} by ${down.column.name} and ${across.column.name}`,
    answer: cuts.length === 0 ? null : capital(cuts.join(" and ")),
    axis,
    rowTitle: down.column.name,
    columnTitle: across.column.name,
    rows: rows.names.map((name) => shown(name, down)),
    columns: columns.names.map((name) => shown(name, across)),
    values: rows.names.map((row) =>
      columns.names.map((column) => amount(amounts.get(place(row, column)) ?? null))
    ),
  };
}

/** Returns a side's values in their order: the first, and of periods the last. */
async function valuesOf(
  { sql, time }: Side,
  { source, most, context }: {
    readonly source: string;
    readonly most: number;
    readonly context: RunContext;
  },
): Promise<SideValues> {
  const rows = await ask(
    context,
    `select (${sql})::text, count(*) over () from ${source} where ${sql} is not null ` +
      `group by ${sql} order by ${sql} ${time === null ? "asc" : "desc"} limit ${most}`,
  );
  const names = rows.map(([name]) => nameOf(name));
  return {
    names: time === null ? names : names.reverse(),
    count: rows.length === 0 ? 0 : Number(rows[0][1]),
  };
}

function cutOf({ time }: Side, { names, count }: SideValues, words: string): string | null {
  if (count <= names.length) return null;
  return `the ${time === null ? "first" : "last"} ${names.length} of ${count} ${words}`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function shown(name: string, { time }: Side): string {
  return time === null ? name : formatPeriod(name, time.grain);
}

function place(row: Value, column: Value): string {
  return JSON.stringify([row, column]);
}

/** Refuses to add up, over what is no side of the grid, a measure that does not. */
function requireAddingUp(schema: Schema, { across, down, amount: { column } }: Plan, key: string) {
  const summed = schema.columns.filter((one) =>
    (one.role === "time" || one.role === "dimension") &&
    one.name !== across.column.name && one.name !== down.column.name
  );
  const additivity = column?.additivity ?? "additive";
  const isRight = summed.length === 0 || additivity === "additive" ||
    (additivity === "semi_additive" && summed.every(({ role }) => role !== "time"));
  if (isRight) return;
  throw refuseKey(
    "WRONG_TYPE",
    key,
    `Cannot sum "${column?.name}" over ${summed.map(({ name }) => name).join(", ")} ` +
      `as it does not add up: current value is ${additivity}`,
    "Draw it in a kpi cell with these dimensions alone",
  );
}
