/**
 * The lines of a chart over time, out of what a kpi knows or out of rows.
 *
 * @module
 */
import type { Amount, Series } from "@/lib/chart/block.ts";
import type { ColumnSchema, Grain } from "@/lib/frame/schema.ts";
import { periodsBetween } from "@/lib/steps/periods.ts";
import { refuseKey } from "@/lib/steps/refusal.ts";
import { requireColumn } from "@/lib/steps/require_column.ts";
import { kpiFactsOf, readSeries } from "@/lib/steps/series.ts";
import type { Input, RunContext } from "@/lib/steps/step.ts";
import { ALIAS, type AmountSql, sqlOf } from "./amount.ts";
import { amount, ask, nameOf } from "./ask.ts";
import type { TimeAxis } from "./time_axis.ts";

/** Names that are told of what has no room. */
const NAMED_REST = 8;

/** More periods than this need a longer grain, not a wider screen. */
const MOST_PERIODS = 100_000;

/** Amounts of all lines together: what a page fetches to tell each point. */
const MOST_AMOUNTS = 240_000;

/** What is drawn, before it has a title. */
export interface Lines {
  readonly grain: Grain;
  readonly periods: readonly string[];
  readonly series: readonly Series[];
  /** How many lines there are in all. */
  readonly count: number;
  /** The names of the first lines that have no room. */
  readonly rest: readonly string[];
  readonly incomplete: boolean;
}

/** By which column there are several lines; `null` for none. */
export interface Split {
  readonly key: "color" | "each";
  readonly name: string | null;
  readonly most: number;
}

/** What is drawn over time. */
export interface Plan {
  readonly time: TimeAxis;
  readonly amounts: readonly AmountSql[];
}

/** What lines are wanted. */
interface LinesAsked extends Plan {
  readonly split: Split;
}

/** A kpi's totals are right whatever its measures are; its segments are read. */
export async function linesOfKpi(
  input: Input,
  { amounts, split: { name: split, most } }: LinesAsked,
  context: RunContext,
): Promise<Lines> {
  const facts = kpiFactsOf(input);
  const names = amounts.map(({ column }) => column?.name ?? "");
  const { grain } = facts;
  if (split === null) {
    const measures = names.flatMap((name) => facts.measures.find((one) => one.name === name) ?? []);
    return {
      grain,
      periods: facts.periods,
      series: measures.map(({ name, values }) => ({
        name: measures.length === 1 ? null : name,
        style: "plain",
        values,
      })),
      count: measures.length,
      rest: [],
      incomplete: facts.incomplete !== null,
    };
  }
  const choice = { measure: names[0], only: {}, each: [split] };
  const { series, leftOut } = await readSeries(input, choice, context);
  const periods = facts.periods.filter((period) => period !== leftOut);
  const ranked = series.toSorted((a, b) => total(b.values) - total(a.values));
  return {
    grain,
    periods,
    series: ranked.slice(0, most).map((one) => {
      const values = new Map(one.periods.map((period, i) => [period, one.values[i]]));
      return {
        name: nameOf(one.segment[0]),
        style: "plain",
        values: periods.map((period) => finite(values.get(period))),
      };
    }),
    count: series.length,
    rest: ranked.slice(most, most + NAMED_REST).map(({ segment }) => nameOf(segment[0])),
    incomplete: false,
  };
}

/** Rows are summed up by period, in the database. @throws AppError TOO_MANY_ROWS at `grain` */
export async function linesOfRows(
  input: Input,
  asked: LinesAsked,
  context: RunContext,
): Promise<Lines> {
  const { time, split } = asked;
  const source = `${input.relation} as ${ALIAS} where ${sqlOf(time.column)} is not null`;
  const lines = split.name === null ? asked.amounts.length : split.most;
  const most = Math.min(MOST_PERIODS, Math.floor(MOST_AMOUNTS / lines));
  const rows = { source, periods: await readPeriods({ source, most }, time, context) };
  if (split.name === null) return await lineOfEachAmount(rows, asked, context);
  const color = requireColumn(input.schema.columns, split.name, split.key);
  return await lineOfEachValue({ ...rows, color }, asked, context);
}

/** The rows that are drawn. */
interface Rows {
  /** What follows `from` in SQL. */
  readonly source: string;
  readonly periods: readonly string[];
}

async function lineOfEachAmount(
  { source, periods }: Rows,
  { time, amounts }: LinesAsked,
  context: RunContext,
): Promise<Lines> {
  const rows = await ask(
    context,
    `select ${time.sql} as period, ${amounts.map(({ sql }) => sql).join(", ")} ` +
      `from ${source} group by 1`,
  );
  return {
    grain: time.grain,
    periods,
    series: amounts.map(({ axis }, i) => ({
      name: amounts.length === 1 ? null : axis.title,
      style: "plain",
      values: spread(periods, rows.map((row) => [String(row[0]), amount(row[i + 1])])),
    })),
    count: amounts.length,
    rest: [],
    incomplete: false,
  };
}

async function lineOfEachValue(
  { source, periods, color }: Rows & { readonly color: ColumnSchema },
  { time, amounts: [drawn], split: { most } }: LinesAsked,
  context: RunContext,
): Promise<Lines> {
  const name = sqlOf(color);
  const ranked = await ask(
    context,
    `select ${name}::text as name, count(*) over () from ${source} group by ${name} ` +
      `order by ${drawn.sql} desc nulls last, ${name}::text collate "C" limit ${most + NAMED_REST}`,
  );
  const top = ranked.slice(0, most);
  const kept = top.flatMap(([value]) => value === null ? [] : [String(value)]);
  const rows = await ask(
    context,
    `select ${time.sql} as period, ${name}::text as name, ${drawn.sql} from ${source} ` +
      `and (${name} is null or ${name}::text = any(string_to_array($1::text, chr(31)))) ` +
      `group by 1, ${name}`,
    [kept.join("\x1f")],
  );
  return {
    grain: time.grain,
    periods,
    series: top.map(([value]) => ({
      name: nameOf(value),
      style: "plain",
      values: spread(
        periods,
        rows.filter((row) => row[1] === value).map((row) => [String(row[0]), amount(row[2])]),
      ),
    })),
    count: top.length === 0 ? 0 : Number(top[0][1]),
    rest: ranked.slice(most).map(([value]) => nameOf(value)),
    incomplete: false,
  };
}

/** Returns all periods from the first to the last. @throws AppError TOO_MANY_ROWS at `grain` */
async function readPeriods(
  { source, most }: { readonly source: string; readonly most: number },
  { sql, grain }: TimeAxis,
  context: RunContext,
): Promise<readonly string[]> {
  const [[first, last]] = await ask(context, `select min(${sql}), max(${sql}) from ${source}`);
  if (first === null || last === null) return [];
  const periods = periodsBetween(String(first), String(last), { grain, zone: context.zone });
  if (periods !== null && periods.length <= most) return periods;
  throw refuseKey(
    "TOO_MANY_ROWS",
    "grain",
    `Cannot draw more than ${most.toLocaleString("en")} periods: current value is ` +
      `${periods?.length.toLocaleString("en") ?? "more"} from ${first} to ${last}`,
    "Choose a longer grain, or filter in a clean cell",
  );
}

/** Puts amounts to their periods; a period without any is a gap. */
function spread(
  periods: readonly string[],
  found: readonly (readonly [string, Amount])[],
): Amount[] {
  const amounts = new Map(found);
  return periods.map((period) => amounts.get(period) ?? null);
}

function finite(value: number | undefined): Amount {
  return value === undefined || Number.isNaN(value) ? null : amount(value);
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => Number.isNaN(value) ? sum : sum + value, 0);
}
