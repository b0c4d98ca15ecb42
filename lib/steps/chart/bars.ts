/**
 * One amount a category, or a period.
 *
 * @module
 */
import type { Amount, BarBlock } from "@/lib/chart/block.ts";
import type { ColumnSchema, Schema } from "@/lib/frame/schema.ts";
import { clockShown } from "@/lib/steps/clock.ts";
import { refuseKey } from "@/lib/steps/refusal.ts";
import { requireColumn } from "@/lib/steps/require_column.ts";
import { kpiFactsOf } from "@/lib/steps/series.ts";
import type { Input, RunContext, Setting } from "@/lib/steps/step.ts";
import { ALIAS, amountOf, type AmountSql, isSeries, sqlOf } from "./amount.ts";
import { amount, ask, nameOf } from "./ask.ts";
import type { ChartOf } from "./parameters.ts";
import { axisOf, isTime, type TimeAxis } from "./time_axis.ts";

type Body = ChartOf<"bar">;

interface Plan {
  readonly category: ColumnSchema;
  /** `null` where categories are no periods. */
  readonly time: TimeAxis | null;
  readonly amount: AmountSql;
}

interface Bars {
  readonly bars: BarBlock["bars"];
  /** How many there are in all. */
  readonly count: number;
  readonly ranking: string;
  /** What all other bars come to; left out where amounts do not add up. */
  readonly rest?: Amount;
}

/** @throws AppError at the key that does not fit the input */
export function planBars(schema: Schema, body: Body, setting: Setting): Plan {
  const key = body.y === undefined ? "measure" : "y";
  const measured = amountOf(schema, { name: body.y ?? body.measure, key, body });
  const category = body.x === undefined
    ? firstCategory(schema)
    : requireColumn(schema.columns, body.x, "x");
  const grain = body.grain ?? (schema.grain === null ? "month" : undefined);
  const time = isTime(category) ? axisOf(category, { schema, grain, setting }) : null;
  if (isSeries(schema) && category.role !== "dimension" && category.role !== "time") {
    throw refuseKey(
      "WRONG_TYPE",
      "x",
      `Cannot draw a bar for each value of what is no dimension: current value is "${category.name}"`,
    );
  }
  return { category, time, amount: measured };
}

/** Draws a bar for each value or period. @throws AppError as `planBars` does */
export async function drawBars(
  input: Input,
  body: Body,
  context: RunContext,
): Promise<BarBlock> {
  const plan = planBars(input.schema, body, context);
  const { category, time, amount: { axis } } = plan;
  const { bars, count, ranking, rest = null } = isSeries(input.schema)
    ? await fromKpi(input, { plan, body, context })
    : time === null
    ? await fromRows(input, { plan, body, context })
    : await fromPeriods(input, { plan, time, body, context });
  const { zone } = isSeries(input.schema) ? kpiFactsOf(input) : context;
  const cut = count > bars.length;
  const others = `${count - bars.length} ${count - bars.length === 1 ? "other" : "others"}`;
  return {
    type: "bar",
    title: body.title ?? `${axis.title} by ${time?.grain ?? category.name}`,
    answer: cut
      ? `The ${time === null ? "first" : "last"} ${bars.length} of ${count}${ranking}` +
        (rest === null ? "" : ", and the rest together")
      : null,
    axis,
    category: time?.grain ?? category.name,
    grain: time?.grain ?? null,
    ...(time === null ? {} : clockShown({ grain: time.grain, zone })),
    bars: cut && rest !== null ? [...bars, { name: others, value: rest }] : bars,
  };
}

interface DrawOptions {
  readonly plan: Plan;
  readonly body: Body;
  readonly context: RunContext;
}

/** A kpi knows its totals by period and by dimension, also of what does not add up. */
async function fromKpi(input: Input, options: DrawOptions): Promise<Bars> {
  const { plan: { category, time, amount: { column, words } }, body } = options;
  const facts = kpiFactsOf(input);
  const position = facts.measures.findIndex(({ name }) => name === column?.name);
  if (time !== null) {
    const bars = facts.periods.map((name, i) => ({
      name,
      value: amount(facts.measures[position].values[i]),
    }));
    return { bars: bars.slice(-body.top), count: bars.length, ranking: "" };
  }
  const dimension = facts.dimensions.find(({ name }) => name === category.name);
  const values = dimension?.values ?? [];
  const count = dimension?.count ?? 0;
  // A kpi lists the first values alone; where amounts add up, the rows have all of them.
  if (count > values.length && column?.additivity === "additive") {
    return await fromRows(input, options);
  }
  const rest = dimension?.rest ?? null;
  const bars = values.map(({ value, amounts }) => ({
    name: nameOf(value),
    value: amount(amounts[position]),
  }));
  const sorted = bars.toSorted((a, b) =>
    // What a top leaves over is no rival of what it names.
    Number(rest !== null && a.name === rest) - Number(rest !== null && b.name === rest) ||
    (body.sort === "name"
      ? (a.name < b.name ? -1 : 1)
      : (b.value ?? -Infinity) - (a.value ?? -Infinity))
  );
  const by = count > values.length ? facts.measures[0].name : words;
  const others = count > values.length ? [] : sorted.slice(body.top);
  return {
    bars: sorted.slice(0, body.top),
    count,
    ranking: body.sort === "name" ? "" : ` by ${by}`,
    ...(column?.additivity === "additive" && others.length > 0
      ? { rest: amount(others.reduce((sum, { value }) => sum + (value ?? 0), 0)) }
      : {}),
  };
}

async function fromRows(input: Input, { plan, body, context }: DrawOptions): Promise<Bars> {
  const name = sqlOf(plan.category);
  const order = body.sort === "name"
    ? `${name} nulls last`
    : `${plan.amount.sql} desc nulls last, ${name}::text collate "C"`;
  const rows = await ask(
    context,
    `select ${name}::text, ${plan.amount.sql}, count(*) over (), sum(${plan.amount.sql}) over () ` +
      `from ${input.relation} as ${ALIAS} group by ${name} order by ${order} limit ${body.top}`,
  );
  const bars = rows.map(([value, found]) => ({ name: nameOf(value), value: amount(found) }));
  const all = rows.length === 0 ? null : rows[0][3];
  const shown = bars.reduce((sum, { value }) => sum + (value ?? 0), 0);
  return {
    bars,
    count: rows.length === 0 ? 0 : Number(rows[0][2]),
    ranking: body.sort === "name" ? " by name" : ` by ${plan.amount.words}`,
    ...(plan.amount.addsUp && typeof all === "number" ? { rest: amount(all - shown) } : {}),
  };
}

/** Periods stand in their order; where they are too many, the last are drawn. */
async function fromPeriods(
  input: Input,
  { plan, time, body, context }: DrawOptions & { readonly time: TimeAxis },
): Promise<Bars> {
  const rows = await ask(
    context,
    `select ${time.sql} as period, ${plan.amount.sql}, count(*) over () ` +
      `from ${input.relation} as ${ALIAS} where ${sqlOf(time.column)} is not null ` +
      `group by 1 order by 1 desc limit ${body.top}`,
  );
  return {
    bars: rows.map(([period, found]) => ({ name: String(period), value: amount(found) })).reverse(),
    count: rows.length === 0 ? 0 : Number(rows[0][2]),
    ranking: "",
  };
}

function firstCategory(schema: Schema): ColumnSchema {
  const found = schema.columns.find(({ role }) => role === "dimension") ??
    schema.columns.find(({ role }) => role === "time") ??
    schema.columns.find(({ type }) => type === "text") ?? schema.columns.find(isTime);
  if (found !== undefined) return found;
  throw refuseKey(
    "MISSING_COLUMN",
    "x",
    "Cannot find what to draw a bar for: current value is no column of text or time",
    "Name a column with x",
  );
}
