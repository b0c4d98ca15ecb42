/**
 * Turns the body of a kpi into a plan for SQL, typed against its input's columns.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { column, type ColumnSchema, isNumeric, type Schema } from "@/lib/frame/schema.ts";
import { suggestName } from "@/lib/nearest.ts";
import { type CompiledExpression, compileExpression, type Scope } from "@/lib/sql/expression.ts";
import type { BoundValue } from "@/lib/sql/parameters.ts";
import { quoteName } from "@/lib/sql/quote.ts";
import { atKey, Checks, refuseKey } from "@/lib/steps/refusal.ts";
import { requireColumn } from "@/lib/steps/require_column.ts";
import type { Setting } from "@/lib/steps/step.ts";
import { isTimeZone } from "@/lib/time_zone.ts";
import { type KpiParameters, type MeasureParameters, RESERVED } from "./parameters.ts";
import { type Calendar, periodSql, periodType } from "./period.ts";
import { BASES, type KpiPlan, type MeasureSql } from "./statement.ts";

/** The name of the input in the SQL of a kpi. */
const ALIAS = "b";

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

/** A measure with its SQL and type. */
export interface CompiledMeasure {
  readonly name: string;
  readonly body: MeasureParameters;
  readonly compiled: CompiledExpression;
}

/** What a kpi is compiled over. */
export interface CompileOptions {
  readonly relation: string;
  /** The values of the dimension of `top` that keep their names, once they are known. */
  readonly top: readonly string[];
  /** The one measure to compile; all where it is left out. */
  readonly only?: string;
}

/** @throws AppError whose problems name the key at fault */
export function compileKpi(
  input: Schema,
  parameters: KpiParameters,
  context: Setting & CompileOptions,
): CompiledKpi {
  const columns = input.columns;
  const checks = new Checks();
  const time = checks.try(() => requireTime(columns, parameters.time));
  const calendar: Calendar = {
    grain: parameters.grain,
    zone: parameters.zone ?? context.zone,
    weekStarts: parameters.week_starts ?? context.weekStarts,
  };
  checks.try(() => checkZone(calendar.zone));
  const dimensions = parameters.by.flatMap((name, i) =>
    checks.try(() => requireColumn(columns, name, `by.${i}`)) ?? []
  );
  const values: BoundValue[] = [];
  const bind = (compiled: CompiledExpression) => {
    values.push(...compiled.parameters);
    return compiled;
  };
  const { where } = parameters;
  const condition = where === undefined
    ? null
    : checks.try(() => bind(compileWhere(where, columns, context)));
  const texts = new Map(
    Object.entries(parameters.measures).map(([name, { value }]) => [name, value]),
  );
  const wanted = Object.entries(parameters.measures)
    .filter(([name]) => context.only === undefined || name === context.only);
  const measures = wanted.flatMap(([name, body]) =>
    checks.try(() => ({
      name,
      body,
      compiled: bind(compileMeasure(name, body.value, {
        columns,
        parameters: context.parameters,
        relation: ALIAS,
        firstParameter: values.length + 1,
        measures: texts,
        measure: name,
      })),
    })) ?? []
  );
  const top = parameters.top;
  if (top !== undefined) checks.try(() => checkTop(top, parameters));
  const refusal = checks.refusal();
  if (refusal !== null) throw refusal;
  // What was refused was thrown: this tells it to the compiler alone.
  if (time === null) throw new TypeError("A kpi without a time");
  const conditions = [`${ALIAS}.${quoteName(time.name)} is not null`];
  if (condition !== null) conditions.push(condition.sql);
  const source = `${context.relation} as ${ALIAS} where ${conditions.join(" and ")}`;
  const dimensionSql = dimensions.map(({ name }) => {
    const sql = `${ALIAS}.${quoteName(name)}`;
    if (top?.dimension !== name) return { name, sql };
    const kept = context.top.map((value) => `$${values.push(value)}`).join(", ");
    const rest = `$${values.push(top.rest)}::text`;
    const known = kept === "" ? "false" : `${sql}::text in (${kept})`;
    return { name, sql: `(case when ${known} then ${sql}::text else ${rest} end collate "C")` };
  });
  const plan: KpiPlan = {
    source,
    period: periodSql(`${ALIAS}.${quoteName(time.name)}`, time.type, calendar),
    rows: "count(*)",
    time: `${ALIAS}.${quoteName(time.name)}`,
    grain: calendar.grain,
    dimensions: dimensionSql,
    measures: measures.map(toMeasureSql),
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

function requireTime(columns: readonly ColumnSchema[], name: string): ColumnSchema {
  const time = requireColumn(columns, name, "time");
  if (time.type === "date" || time.type === "timestamp") return time;
  throw refuseKey(
    "WRONG_TYPE",
    "time",
    `Cannot use "${time.name}" for time as it must be a date or timestamp: ` +
      `current value is ${time.type}`,
    "Cast it in a clean cell, or set its type in the load cell",
  );
}

function compileMeasure(name: string, value: string, scope: Scope): CompiledExpression {
  const key = `measures.${name}`;
  const compiled = atKey(key, () => compileExpression(value, scope, { aggregates: "required" }));
  if (isNumeric(compiled.type)) return compiled;
  throw refuseKey(
    "WRONG_TYPE",
    key,
    `Cannot measure "${name}" as it must be a number: current value is ${compiled.type}`,
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

function compileWhere(
  where: string,
  columns: readonly ColumnSchema[],
  context: Setting,
): CompiledExpression {
  const compiled = atKey(
    "where",
    () => compileExpression(where, { columns, parameters: context.parameters, relation: ALIAS }),
  );
  if (compiled.type !== "boolean") {
    throw refuseKey(
      "WRONG_TYPE",
      "where",
      `Cannot choose rows as where must be true or false: current value is ${compiled.type}`,
    );
  }
  return compiled;
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

function checkTop(top: NonNullable<KpiParameters["top"]>, parameters: KpiParameters): void {
  if (!parameters.by.includes(top.dimension)) {
    throw refuseKey(
      "BAD_PARAMETER",
      "top.dimension",
      `Cannot rank a dimension that is not in by: current value is "${top.dimension}"`,
      suggestName(top.dimension, parameters.by),
    );
  }
  if (!Object.hasOwn(parameters.measures, top.measure)) {
    throw refuseKey(
      "BAD_PARAMETER",
      "top.measure",
      `Cannot rank by what is no measure of this cell: current value is "${top.measure}"`,
      suggestName(top.measure, Object.keys(parameters.measures)),
    );
  }
}

function checkZone(zone: string): void {
  if (isTimeZone(zone)) return;
  throw refuseKey(
    "BAD_PARAMETER",
    "zone",
    `Cannot begin periods in an unknown time zone: current value is "${zone}"`,
    "Write an IANA name such as Europe/Berlin",
  );
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
  const names = [...columns.map(({ name }) => name), ...RESERVED.slice(2)];
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new AppError(
      "BAD_PARAMETER",
      `Cannot give two columns one name: current value is "${twice}"` +
        (RESERVED.includes(twice) ? ", which every kpi has" : ""),
    );
  }
  return { stage: "series", columns, grain: plan.grain };
}
