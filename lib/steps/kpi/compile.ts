/**
 * Turns the body of a kpi into a plan for SQL, typed against its input's columns.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { column, type ColumnSchema, type Schema } from "@/lib/frame/schema.ts";
import type { BoundValue } from "@/lib/sql/parameters.ts";
import { quoteName } from "@/lib/sql/quote.ts";
import type { Setting } from "@/lib/steps/step.ts";
import { type KpiParameters, RESERVED } from "./parameters.ts";
import { ALIAS, type CompiledMeasure, compileParts, type PartOptions } from "./parts.ts";
import { type Calendar, periodSql, periodType } from "./period.ts";
import { BASES, type KpiPlan, type MeasureSql, type PartialSql } from "./statement.ts";

/** A kpi that may run. */
export interface CompiledKpi {
  readonly plan: KpiPlan;
  readonly calendar: Calendar;
  readonly time: ColumnSchema;
  readonly measures: readonly CompiledMeasure[];
  /** What is bound to `$1`, `$2`, … */
  readonly values: readonly BoundValue[];
  readonly schema: Schema;
}

/** What a kpi is compiled over. */
export interface CompileOptions extends Pick<PartOptions, "only"> {
  readonly relation: string;
  /** The values of the dimension of `top` that keep their names, once they are known. */
  readonly top: readonly string[];
}

/** @throws AppError whose problems name the key at fault */
export function compileKpi(
  input: Schema,
  parameters: KpiParameters,
  context: Setting & CompileOptions,
): CompiledKpi {
  const calendar: Calendar = {
    grain: parameters.grain,
    zone: parameters.zone ?? context.zone,
    weekStarts: parameters.week_starts ?? context.weekStarts,
  };
  const { top } = parameters;
  const values: BoundValue[] = [];
  const parts = compileParts(input.columns, parameters, { ...context, values });
  const { time, dimensions, condition, measures } = parts;
  const timeSql = `${ALIAS}.${quoteName(time.name)}`;
  const conditions = [`${timeSql} is not null`];
  if (condition !== null) conditions.push(condition.sql);
  const dimensionSql = dimensions.map(({ name }) => {
    const sql = `${ALIAS}.${quoteName(name)}`;
    if (top?.dimension !== name) return { name, sql };
    const kept = context.top.map((value) => `$${values.push(value)}`).join(", ");
    const rest = `$${values.push(top.rest)}::text`;
    const known = kept === "" ? "false" : `${sql}::text in (${kept})`;
    return { name, sql: `(case when ${known} then ${sql}::text else ${rest} end collate "C")` };
  });
  const plan: KpiPlan = {
    source: `${context.relation} as ${ALIAS} where ${conditions.join(" and ")}`,
    period: periodSql(timeSql, time.type, calendar),
    rows: "count(*)",
    time: timeSql,
    grain: calendar.grain,
    dimensions: dimensionSql,
    measures: measures.map(toMeasureSql),
    partials: dimensions.length === 0 ? [] : partialsOf(measures),
    bases: basesOf(parameters.compare),
  };
  return {
    plan,
    calendar,
    time,
    measures,
    values,
    schema: outputSchema(plan, { dimensions, measures, top: top?.dimension ?? null }),
  };
}

/** Returns the sums that ratios are made of, by their measure's place. */
function partialsOf(measures: readonly CompiledMeasure[]): readonly PartialSql[] {
  return measures.flatMap(({ compiled: { ratio } }, i) =>
    ratio === null ? [] : [
      { name: `_numerator_${i}` as const, sql: ratio.numerator },
      { name: `_denominator_${i}` as const, sql: ratio.denominator },
    ]
  );
}

/** Returns the bases that a body asks to compare with. */
function basesOf(compare: KpiParameters["compare"]): KpiPlan["bases"] {
  switch (compare) {
    case "none":
      return [];
    case "both":
      return ["previous_period", "previous_year"];
    case "previous_period":
    case "previous_year":
      return [compare];
  }
}

function toMeasureSql({ name, body, compiled }: CompiledMeasure): MeasureSql {
  return {
    name,
    // A sum of decimals has the digits of its longest summand: 6.80 and 6.8 are one figure.
    sql: compiled.type === "decimal" ? `trim_scale(${compiled.sql})` : compiled.sql,
    type: compiled.type,
    compared: true,
    target: body.target ?? null,
  };
}

function outputSchema(
  plan: KpiPlan,
  { dimensions, measures, top }: {
    readonly dimensions: readonly ColumnSchema[];
    readonly measures: readonly CompiledMeasure[];
    readonly top: string | null;
  },
): Schema {
  const columns: ColumnSchema[] = [
    column("period", periodType(plan.grain), { role: "time" }),
    ...dimensions.map((one) =>
      column(one.name, one.name === top ? "text" : one.type, { role: "dimension" })
    ),
  ];
  for (const { name, body, compiled } of measures) {
    const { type } = compiled;
    const unit = body.unit ?? compiled.unit;
    const additivity = compiled.additivity ?? "non_additive";
    columns.push(column(name, type, { role: "measure", unit, additivity }));
    for (const base of plan.bases) columns.push(column(`${name}_${BASES[base]}`, type, { unit }));
    if (body.target !== undefined) columns.push(column(`${name}_target`, "decimal", { unit }));
  }
  columns.push(column("complete", "boolean"));
  const hidden = plan.partials.map(({ name }) => name);
  const names = [...columns.map(({ name }) => name), ...RESERVED.slice(2), ...hidden];
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new AppError(
      "BAD_PARAMETER",
      `Cannot give two columns one name: current value is "${twice}"` +
        (RESERVED.includes(twice) ? ", which every kpi has" : ""),
    );
  }
  return {
    stage: "series",
    columns,
    grain: plan.grain,
    ...(hidden.length === 0 ? {} : { hidden }),
  };
}
