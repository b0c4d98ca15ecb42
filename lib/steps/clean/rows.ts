/**
 * The operations of a clean cell that take rows out.
 *
 * @module
 */
import { column } from "@/lib/frame/schema.ts";
import { quoteName } from "@/lib/sql/quote.ts";
import { refuseKey } from "@/lib/steps/refusal.ts";
import { requireColumn } from "@/lib/steps/require_column.ts";
import { BEFORE, type Layers } from "./layers.ts";
import type { Operation } from "./parameters.ts";

/** Which operation it is, and where its keys stand in the body. */
export interface Where {
  readonly step: number;
  readonly at: (key: string) => string;
}

/** Takes out the rows that miss a value in one of the columns, or in any. @throws AppError at the key */
export function dropNulls(
  layers: Layers,
  names: true | readonly string[],
  { step, at }: Where,
): void {
  const columns = names === true
    ? layers.columns
    : names.map((name, i) => requireColumn(layers.columns, name, at(`drop_nulls.${i}`)));
  const gone = columns.map(({ name }) => `${BEFORE}.${quoteName(name)} is null`).join(" or ");
  layers.add(layers.unchanged(), { step, gone: gone === "" ? "false" : gone });
}

/** Takes out the rows for which the expression is not true. @throws AppError at the key */
export function filter(layers: Layers, source: string, { step, at }: Where): void {
  const { sql, type } = layers.compile(source, at("filter"));
  if (type !== "boolean") {
    throw refuseKey(
      "WRONG_TYPE",
      at("filter"),
      `Cannot filter by what is not true or false: current value is ${type}`,
    );
  }
  layers.add(layers.unchanged(), { step, gone: `(${layers.guard(sql)}) is not true` });
}

/** Takes out the rows that repeat another one in all columns, or in some. @throws AppError at the key */
export function deduplicate(
  layers: Layers,
  { by, keep, order }: Extract<Operation, { deduplicate: unknown }>["deduplicate"],
  { step, at }: Where,
): void {
  const keys = by === undefined
    ? layers.columns
    : by.map((name, i) => requireColumn(layers.columns, name, at(`deduplicate.by.${i}`)));
  const ordered = order === undefined
    ? null
    : requireColumn(layers.columns, order, at("deduplicate.order"));
  const direction = keep === "first" ? "asc" : "desc";
  const sorting = [
    ...(ordered === null ? [] : [`${BEFORE}.${quoteName(ordered.name)} ${direction} nulls last`]),
    `${layers.order} ${direction}`,
  ];
  const groups = [
    ...keys.map(({ name }) => `${BEFORE}.${quoteName(name)}`),
    `(${layers.isKept})`,
  ];
  // A window may not stand in a CASE of the same layer's mark, but its number may.
  layers.add([
    ...layers.unchanged(),
    {
      ...column("_number", "integer"),
      sql: `row_number() over (partition by ${groups.join(", ")} order by ${sorting.join(", ")})`,
    },
  ], { step });
  layers.add(layers.unchanged().filter(({ name }) => name !== "_number"), {
    step,
    gone: `${BEFORE}._number > 1`,
  });
}
