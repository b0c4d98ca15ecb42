/**
 * The parts of a kpi, each key of its body by itself, so that all that is wrong is told at once.
 *
 * @module
 */
import { type ColumnSchema, isNumeric } from "@/lib/frame/schema.ts";
import { suggestName } from "@/lib/nearest.ts";
import { type CompiledExpression, compileExpression, type Scope } from "@/lib/sql/expression.ts";
import type { BoundValue } from "@/lib/sql/parameters.ts";
import { atKey, Checks, refuseKey } from "@/lib/steps/refusal.ts";
import { requireColumn } from "@/lib/steps/require_column.ts";
import type { Setting } from "@/lib/steps/step.ts";
import { isTimeZone } from "@/lib/time_zone.ts";
import type { KpiParameters, MeasureParameters } from "./parameters.ts";

/** The name of the input in the SQL of a kpi. */
export const ALIAS = "b";

/** A measure with its SQL and type. */
export interface CompiledMeasure {
  readonly name: string;
  readonly body: MeasureParameters;
  readonly compiled: CompiledExpression;
}

/** What a kpi's SQL is put together from. */
export interface Parts {
  readonly time: ColumnSchema;
  readonly dimensions: readonly ColumnSchema[];
  readonly condition: CompiledExpression | null;
  readonly measures: readonly CompiledMeasure[];
}

/** What the parts of a kpi are compiled for. */
export interface PartOptions {
  /** What is bound to `$1`, `$2`, …: the parts add theirs. */
  readonly values: BoundValue[];
  /** The one measure to compile; all where it is left out. */
  readonly only?: string;
}

/** Compiles the keys of a body one by one. @throws AppError with all that is wrong with them */
export function compileParts(
  columns: readonly ColumnSchema[],
  parameters: KpiParameters,
  { values, only, ...setting }: Setting & PartOptions,
): Parts {
  const { top, where } = parameters;
  const checks = new Checks();
  const time = checks.try(() => requireTime(columns, parameters.time));
  checks.try(() => checkZone(parameters.zone ?? setting.zone));
  const dimensions = parameters.by.flatMap((name, i) =>
    checks.try(() => requireColumn(columns, name, `by.${i}`)) ?? []
  );
  const bind = (compiled: CompiledExpression) => {
    values.push(...compiled.parameters);
    return compiled;
  };
  const condition = where === undefined
    ? null
    : checks.try(() => bind(compileWhere(where, columns, setting)));
  const texts = new Map(
    Object.entries(parameters.measures).map(([name, { value }]) => [name, value]),
  );
  const wanted = Object.entries(parameters.measures)
    .filter(([name]) => only === undefined || name === only);
  const measures = wanted.flatMap(([name, body]) =>
    checks.try(() => ({
      name,
      body,
      compiled: bind(compileMeasure(name, body.value, {
        columns,
        parameters: setting.parameters,
        relation: ALIAS,
        firstParameter: values.length + 1,
        measures: texts,
        measure: name,
      })),
    })) ?? []
  );
  if (top !== undefined) checks.try(() => checkTop(top, parameters));
  const refusal = checks.refusal();
  if (refusal !== null) throw refusal;
  // What was refused was thrown: this tells it to the compiler alone.
  if (time === null) throw new TypeError("A kpi without a time");
  return { time, dimensions, condition, measures };
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

function compileWhere(
  where: string,
  columns: readonly ColumnSchema[],
  setting: Setting,
): CompiledExpression {
  const compiled = atKey(
    "where",
    () => compileExpression(where, { columns, parameters: setting.parameters, relation: ALIAS }),
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
