/**
 * Amounts over time, as lines or as stacked layers.
 *
 * @module
 */
import type { Amount, AreaBlock, LineBlock, MultiplesBlock, Series } from "@/lib/chart/block.ts";
import type { Grain, Schema } from "@/lib/frame/schema.ts";
import { periodsBetween } from "@/lib/steps/periods.ts";
import { refuseKey } from "@/lib/steps/refusal.ts";
import { requireColumn } from "@/lib/steps/require_column.ts";
import { checkChoice, kpiFactsOf, readSeries } from "@/lib/steps/series.ts";
import type { Input, RunContext, Setting } from "@/lib/steps/step.ts";
import { ALIAS, amountOf, type AmountSql, isSeries, sqlOf } from "./amount.ts";
import { amount, ask, nameOf } from "./ask.ts";
import type { ChartOf } from "./parameters.ts";
import { type TimeAxis, timeAxisOf } from "./time_axis.ts";

type Body = ChartOf<"line"> | ChartOf<"area">;

/** More panels than this are too small to read. */
const MOST_PANELS = 12;

/** Names that are told of what has no room. */
const NAMED_REST = 8;

/** More periods than this need a longer grain, not a wider screen. */
const MOST_PERIODS = 20_000;

interface Plan {
  readonly time: TimeAxis;
  readonly amounts: readonly AmountSql[];
}

/** What is drawn, before it has a title. */
interface Drawn {
  readonly grain: Grain;
  readonly periods: readonly string[];
  readonly series: readonly Series[];
  /** How many lines there are in all. */
  readonly count: number;
  /** The names of the first lines that have no room. */
  readonly rest: readonly string[];
  readonly incomplete: boolean;
}

/** @throws AppError at the key that does not fit the input */
export function planOverTime(schema: Schema, body: Body, setting: Setting): Plan {
  const names = [body.y ?? body.measure ?? []].flat();
  const key = body.y === undefined ? "measure" : "y";
  const time = timeAxisOf(schema, { name: body.x, grain: body.grain, setting });
  const amounts = (names.length === 0 ? [undefined] : names)
    .map((name) => amountOf(schema, { name, key, body }));
  const { key: splitKey, name: split } = splitOf(body);
  if (split !== null) {
    const color = requireColumn(schema.columns, split, splitKey);
    if (amounts.length > 1) {
      throw refuseKey(
        "BAD_PARAMETER",
        splitKey,
        `Cannot draw a line for each "${color.name}" of more than one amount: ` +
          `current value is ${amounts.length}`,
        "Name one amount",
      );
    }
  }
  if (isSeries(schema)) {
    for (const { column } of amounts) {
      checkChoice(schema, {
        measure: column?.name ?? "",
        only: {},
        each: split === null ? [] : [split],
      });
    }
  }
  return { time, amounts };
}

/** By which column there are several lines or panels; `null` for none. @throws AppError for both */
function splitOf(body: Body): Split {
  const each = body.type === "line" ? body.each : undefined;
  if (each === undefined) return { key: "color", name: body.color ?? null, most: body.top };
  if (body.color === undefined) return { key: "each", name: each, most: MOST_PANELS };
  throw refuseKey(
    "BAD_PARAMETER",
    "each",
    `Cannot draw a panel for each "${each}" with several lines in it: ` +
      `current value of color is "${body.color}"`,
    "Leave one of both out",
  );
}

interface Split {
  readonly key: "color" | "each";
  readonly name: string | null;
  readonly most: number;
}

/** Draws lines or layers. @throws AppError as `planOverTime` does, and TOO_MANY_ROWS */
export async function drawOverTime(
  input: Input,
  body: Body,
  context: RunContext,
): Promise<LineBlock | AreaBlock | MultiplesBlock> {
  const plan = planOverTime(input.schema, body, context);
  const { time, amounts: [first, ...others] } = plan;
  const drawn = isSeries(input.schema)
    ? await fromKpi(input, { plan, body, context })
    : await fromRows(input, { plan, body, context });
  const { count, grain, incomplete, periods, series } = drawn;
  const split = splitOf(body);
  const axis = others.length === 0
    ? first.axis
    : { title: [first, ...others].map((one) => one.axis.title).join(", "), unit: first.axis.unit };
  const common = {
    title: body.title ?? `${axis.title} by ${split.name ?? time.grain}`,
    answer: count > series.length
      ? `The first ${series.length} of ${count} by ${first.words}${restWords(drawn)}`
      : null,
    axis,
    grain,
    periods,
  };
  if (split.key === "each") {
    const panels = series.map(({ name, values }) => ({ name: name ?? axis.title, values }));
    return { type: "multiples", ...common, panels };
  }
  if (body.type === "area") return { type: "area", ...common, series };
  return {
    type: "line",
    ...common,
    series,
    expected: null,
    band: null,
    flags: [],
    forecast: null,
    target: null,
    incomplete,
  };
}

/** Names what has no room. */
function restWords({ count, rest, series }: Drawn): string {
  if (rest.length === 0) return "";
  const unnamed = count - series.length - rest.length;
  return `; not drawn: ${rest.join(", ")}${unnamed > 0 ? ` and ${unnamed} more` : ""}`;
}

interface DrawOptions {
  readonly plan: Plan;
  readonly body: Body;
  readonly context: RunContext;
}

/** A kpi's totals are right whatever its measures are; its segments are read. */
async function fromKpi(input: Input, { plan, body, context }: DrawOptions): Promise<Drawn> {
  const facts = kpiFactsOf(input);
  const names = plan.amounts.map(({ column }) => column?.name ?? "");
  const { grain } = facts;
  const { name: split, most } = splitOf(body);
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

async function fromRows(input: Input, { plan, body, context }: DrawOptions): Promise<Drawn> {
  const { time, amounts } = plan;
  const source = `${input.relation} as ${ALIAS} where ${sqlOf(time.column)} is not null`;
  const periods = await readPeriods(source, time, context);
  const { key, name: split, most } = splitOf(body);
  const color = split === null ? null : requireColumn(input.schema.columns, split, key);
  if (color === null) {
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
  const name = sqlOf(color);
  const ranked = await ask(
    context,
    `select ${name}::text as name, count(*) over () from ${source} group by ${name} ` +
      `order by ${amounts[0].sql} desc nulls last, ${name}::text collate "C" limit ${
        most + NAMED_REST
      }`,
  );
  const top = ranked.slice(0, most);
  const kept = top.flatMap(([value]) => value === null ? [] : [String(value)]);
  const rows = await ask(
    context,
    `select ${time.sql} as period, ${name}::text as name, ${amounts[0].sql} from ${source} ` +
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
  source: string,
  { sql, grain }: TimeAxis,
  context: RunContext,
): Promise<readonly string[]> {
  const [[first, last]] = await ask(context, `select min(${sql}), max(${sql}) from ${source}`);
  if (first === null || last === null) return [];
  const periods = periodsBetween(String(first), String(last), grain);
  if (periods !== null && periods.length <= MOST_PERIODS) return periods;
  throw refuseKey(
    "TOO_MANY_ROWS",
    "grain",
    `Cannot draw more than ${MOST_PERIODS.toLocaleString("en")} periods: current value is ` +
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
