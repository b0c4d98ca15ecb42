/**
 * What stands in for a missing value.
 *
 * @module
 */
import { column, type ColumnSchema, isNumeric } from "@/lib/frame/schema.ts";
import { quoteName } from "@/lib/sql/quote.ts";
import { refuseKey } from "@/lib/steps/refusal.ts";
import { safeCast } from "./cast.ts";
import { BEFORE, type Layers } from "./layers.ts";
import type { Operation } from "./parameters.ts";

/** The column that `numberGroups` adds; the layer after it has it no more. */
export const GROUP = "_group";

type Fill = Extract<Operation, { fill: unknown }>["fill"][string];

/**
 * Returns SQL for the column with its nulls filled; with the previous value, the
 * layer before must be that of `numberGroups`. @throws AppError WRONG_TYPE at the key
 */
export function fillColumn(
  layers: Layers,
  { found, fill, key }: {
    readonly found: ColumnSchema;
    readonly fill: Fill;
    readonly key: string;
  },
): string {
  const value = `${BEFORE}.${quoteName(found.name)}`;
  if (typeof fill !== "object") {
    const placeholder = `$${layers.values.push(String(fill))}::text`;
    const cast = safeCast(placeholder, "text", { to: found.type, zone: layers.setting.zone });
    return `coalesce(${value}, ${cast?.sql ?? "null"})`;
  }
  if (fill.method === "previous") {
    const known = `case when ${layers.isKept} then ${value} end`;
    return `coalesce(${value}, first_value(${known}) over (partition by ${BEFORE}.${GROUP} ` +
      `order by ${layers.order}))`;
  }
  if (!isNumeric(found.type)) {
    throw refuseKey(
      "WRONG_TYPE",
      key,
      `Cannot fill with the ${fill.method} of what is no number: current value is ${found.type}`,
      "Fill with previous or with a value",
    );
  }
  const column = `f.${quoteName(found.name)}`;
  const type = found.type === "float" ? "float8" : "numeric";
  const middle = fill.method === "mean"
    ? `avg(${column})`
    : `percentile_cont(0.5) within group (order by ${column})`;
  const kept = layers.isKept.replaceAll(`${BEFORE}.`, "f.");
  const whole = found.type === "integer"
    ? `round((${middle})::numeric)::int8`
    : `(${middle})::${type}`;
  return `coalesce(${value}, (select ${whole} from ${layers.before} as f where ${kept}))`;
}

/**
 * Adds a column that numbers each kept value together with the nulls after it:
 * Postgres has no IGNORE NULLS, so the value is the first of its group. Rows
 * that were taken out hand nothing on.
 */
export function numberGroups(layers: Layers, found: ColumnSchema, step: number): void {
  const value = `${BEFORE}.${quoteName(found.name)}`;
  const known = `case when ${layers.isKept} then ${value} end`;
  layers.add([...layers.unchanged(), {
    ...column(GROUP, "integer"),
    sql: `count(${known}) over (order by ${layers.order})`,
  }], { step });
}
