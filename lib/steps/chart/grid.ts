/**
 * A shade for each pair of two columns' values.
 *
 * @module
 */
import type { HeatmapBlock } from "@/lib/chart/block.ts";
import { formatNumber, formatPeriod } from "@/lib/chart/format.ts";
import type { Value } from "@/lib/frame/frame.ts";
import type { ColumnSchema, Schema } from "@/lib/frame/schema.ts";
import { refuseKey } from "@/lib/steps/refusal.ts";
import { requireColumn } from "@/lib/steps/require_column.ts";
import { kpiFactsOf } from "@/lib/steps/series.ts";
import type { Input, RunContext, Setting } from "@/lib/steps/step.ts";
import { ALIAS, amountOf, type AmountSql, isSeries, sqlOf } from "./amount.ts";
import { amount, ask, nameOf } from "./ask.ts";
import type { ChartOf, TimePart } from "./parameters.ts";
import { axisOf, isTime, type TimeAxis } from "./time_axis.ts";
import { type CyclicPart, partOf } from "./time_part.ts";

/** More rows or columns than this have no room for their names. */
const MOST_ROWS = 40;
const MOST_COLUMNS = 60;

type Body = ChartOf<"heatmap">;

/** One side of the grid. */
interface Side {
  readonly column: ColumnSchema;
  readonly time: TimeAxis | null;
  /** `null` where its values are told apart by more than a part of their time. */
  readonly part: CyclicPart | null;
  readonly sql: string;
  /** What its values are. */
  readonly title: string;
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
  const parts = partsOf(schema, body);
  const side = (name: string, at: "x" | "y"): Side => {
    const column = requireColumn(schema.columns, name, at);
    const asked = parts[at];
    if (asked !== undefined) {
      const part = partOf(column, { key: `${at}_part`, part: asked, setting });
      return { column, time: null, part, sql: part.sql, title: part.title };
    }
    const grain = body.grain ?? (schema.grain === null ? "month" : undefined);
    const time = isTime(column) ? axisOf(column, { schema, grain, setting }) : null;
    return { column, time, part: null, sql: time?.sql ?? sqlOf(column), title: column.name };
  };
  const plan = { across: side(body.x, "x"), down: side(body.y, "y"), amount: measured };
  if (isSeries(schema)) requireAddingUp(schema, plan, key);
  return plan;
}

/** One time on both sides can only mean what comes again: its weekdays and hours, or months. */
function partsOf(schema: Schema, body: Body): { readonly x?: TimePart; readonly y?: TimePart } {
  if (body.x !== body.y || body.x_part !== undefined || body.y_part !== undefined) {
    return { x: body.x_part, y: body.y_part };
  }
  const column = requireColumn(schema.columns, body.x, "x");
  if (!isTime(column)) return {};
  const hasHours = column.type === "timestamp" && (schema.grain ?? "hour") === "hour";
  return { x: hasHours ? "hour" : "month", y: "weekday" };
}

/** Draws a shade for each pair of values. @throws AppError as `planGrid` does */
export async function drawGrid(
  input: Input,
  body: Body,
  context: RunContext,
): Promise<HeatmapBlock> {
  const { across, down, amount: { column, sql, axis, words } } = planGrid(
    input.schema,
    body,
    context,
  );
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
  const { zone } = isSeries(input.schema) ? kpiFactsOf(input) : context;
  // Where there is no row, none was counted.
  const nothing = column === null ? 0 : null;
  const block: HeatmapBlock = {
    type: "heatmap",
    title: body.title ?? `${axis.title} by ${down.title} and ${across.title}`,
    answer: cuts.length === 0 ? null : capital(cuts.join(" and ")),
    axis,
    rowTitle: down.title,
    columnTitle: across.title,
    rows: rows.names.map((name) => shown(name, down, zone)),
    columns: columns.names.map((name) => shown(name, across, zone)),
    values: rows.names.map((row) =>
      columns.names.map((column) => amount(amounts.get(place(row, column)) ?? nothing))
    ),
  };
  const isCyclic = across.part !== null && down.part !== null;
  return isCyclic && block.answer === null
    ? { ...block, answer: mostOf(block, { words, across, down }) }
    : block;
}

/** Says where there is the most; `null` where there is nothing. */
function mostOf(
  { axis, columns, rows, values }: HeatmapBlock,
  { words, across, down }: Pick<Plan, "across" | "down"> & Pick<AmountSql, "words">,
): string | null {
  const cells = values.flatMap((amounts, row) =>
    amounts.flatMap((value, column) => value === null ? [] : [{ row, column, value }])
  );
  if (cells.length === 0) return null;
  const most = cells.reduce((best, cell) => cell.value > best.value ? cell : best);
  const amount = formatNumber(most.value, { unit: axis.unit, compact: true });
  const clock = (name: string, { part }: Side) => part?.title === "hour" ? `${name}:00` : name;
  const place = `${clock(rows[most.row], down)}, ${clock(columns[most.column], across)}`;
  return `${words === "rows" ? "Most" : "Highest"} ${words}: ${place}, with ${amount}`;
}

/** Returns a side's values in their order: the first, and of periods the last. */
async function valuesOf(
  { part, sql, time }: Side,
  { source, most, context }: {
    readonly source: string;
    readonly most: number;
    readonly context: RunContext;
  },
): Promise<SideValues> {
  if (part !== null) return { names: part.values, count: part.values.length };
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

function shown(name: string, { part, time }: Side, zone: string): string {
  if (part !== null) return part.words.get(name) ?? name;
  // As Postgres writes a moment in UTC.
  const period = name.replace(/^(\S+) (\S+)\+00$/, "$1T$2Z");
  return time === null ? name : formatPeriod(period, { grain: time.grain, zone });
}

function place(row: Value, column: Value): string {
  return JSON.stringify([row, column]);
}

/** Refuses to add up, over what is no side of the grid, a measure that does not. */
function requireAddingUp(schema: Schema, { across, down, amount: { column } }: Plan, key: string) {
  const summed = schema.columns.filter((one) =>
    (one.role === "time" || one.role === "dimension") &&
    // Of a part that comes again, all its periods are summed.
    ![across, down].some(({ column, part }) => column.name === one.name && part === null)
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
