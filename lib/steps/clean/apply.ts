/**
 * What each operation of a clean cell does, as a layer of SQL; those that take rows
 * out are in rows.ts.
 *
 * @module
 */
import { column, type ColumnSchema, isNumeric } from "@/lib/frame/schema.ts";
import { findColumn } from "@/lib/sql/column.ts";
import { castSql } from "@/lib/sql/literals.ts";
import { quoteName } from "@/lib/sql/quote.ts";
import { refuseKey } from "@/lib/steps/refusal.ts";
import { requireColumn } from "@/lib/steps/require_column.ts";
import { safeCast } from "./cast.ts";
import { fillColumn, GROUP, numberGroups } from "./fill.ts";
import { BEFORE, type Layers, type Mark, type NextColumn } from "./layers.ts";
import { columnTypeOf, type Operation } from "./parameters.ts";
import { deduplicate, dropNulls, filter, type Where } from "./rows.ts";

type MarkSql = Mark & { readonly sql: string };

/** Adds the layers of one operation. @throws AppError at the operation's key */
export function applyOperation(layers: Layers, operation: Operation, step: number): void {
  const at = (key: string) => `steps.${step}.${key}`;
  if ("rename" in operation) rename(layers, operation.rename, { step, at });
  else if ("select" in operation) select(layers, operation.select, { step, at });
  else if ("cast" in operation) cast(layers, operation.cast, { step, at });
  else if ("trim" in operation) trim(layers, operation.trim, { step, at });
  else if ("fill" in operation) {
    for (const [name, fill] of Object.entries(operation.fill)) {
      const found = requireColumn(layers.columns, name, at(`fill.${name}`));
      if (typeof fill === "object" && fill.method === "previous") numberGroups(layers, found, step);
      change(layers, found, {
        step,
        sql: fillColumn(layers, { found, fill, key: at(`fill.${name}`) }),
      });
    }
  } else if ("drop_nulls" in operation) dropNulls(layers, operation.drop_nulls, { step, at });
  else if ("filter" in operation) filter(layers, operation.filter, { step, at });
  else if ("derive" in operation) derive(layers, operation.derive, { step, at });
  else if ("map" in operation) map(layers, operation.map, { step, at });
  else if ("deduplicate" in operation) deduplicate(layers, operation.deduplicate, { step, at });
  else clip(layers, operation.clip, { step, at });
}

function rename(
  layers: Layers,
  names: Readonly<Record<string, string>>,
  { step, at }: Where,
): void {
  const changed = new Map(
    Object.entries(names).map(([from, to]) =>
      [requireColumn(layers.columns, from, at(`rename.${from}`)).name, to] as const
    ),
  );
  const next = layers.unchanged().map((one) => ({
    ...one,
    name: changed.get(one.name) ?? one.name,
  }));
  const twice = next.find((one, i) => next.findIndex(({ name }) => name === one.name) !== i);
  if (twice !== undefined) {
    throw refuseKey(
      "BAD_PARAMETER",
      at("rename"),
      `Cannot give two columns one name: current value is "${twice.name}"`,
    );
  }
  layers.add(next, { step });
}

function select(layers: Layers, names: readonly string[], { step, at }: Where): void {
  const wanted = names.map((name, i) =>
    requireColumn(layers.columns, name, at(`select.${i}`)).name
  );
  const columns = layers.unchanged();
  layers.add(
    [...new Set(wanted)].flatMap((name) => columns.find((one) => one.name === name) ?? []),
    { step },
  );
}

function cast(
  layers: Layers,
  types: Extract<Operation, { cast: unknown }>["cast"],
  { step, at }: Where,
): void {
  const marks: MarkSql[] = [];
  const casts = new Map<string, NextColumn>();
  for (const [i, [name, typeName]] of Object.entries(types).entries()) {
    const found = requireColumn(layers.columns, name, at(`cast.${name}`));
    const to = columnTypeOf(typeName);
    const value = `${BEFORE}.${quoteName(found.name)}`;
    const safe = safeCast(value, found.type, { to, zone: layers.setting.zone });
    if (safe === null) {
      throw refuseKey(
        "WRONG_TYPE",
        at(`cast.${name}`),
        `Cannot cast ${found.type} to ${to}: current value is "${found.name}"`,
        "Cast it to text first",
      );
    }
    const sql = layers.guard(safe.sql);
    casts.set(found.name, {
      ...found,
      type: to,
      additivity: isNumeric(to) ? found.additivity : null,
      sql,
    });
    if (safe.canFail) {
      marks.push({
        type: "rejected",
        step,
        name: `_r${step}_${i}`,
        column: found.name,
        reason: `it is no ${to}`,
        sql: `case when ${layers.isKept} and ${value} is not null and ${safe.sql} is null ` +
          `then ${value}::text end`,
      });
    }
  }
  layers.add(layers.unchanged().map((one) => casts.get(one.name) ?? one), { step, marks });
}

function trim(layers: Layers, names: true | readonly string[], { step, at }: Where): void {
  const texts = names === true
    ? layers.columns.filter(({ type }) => type === "text")
    : names.map((name, i) => {
      const found = requireColumn(layers.columns, name, at(`trim.${i}`));
      if (found.type === "text") return found;
      throw refuseKey(
        "WRONG_TYPE",
        at(`trim.${i}`),
        `Cannot trim what is no text: current value is ${found.type}`,
      );
    });
  for (const found of texts) {
    const value = `${BEFORE}.${quoteName(found.name)}`;
    // No-break spaces come with spreadsheets and web pages; a text of spaces alone is nothing.
    change(layers, found, { step, sql: `nullif(btrim(${value}, E' \\t\\r\\n\\u00a0'), '')` });
  }
}

function derive(
  layers: Layers,
  expressions: Readonly<Record<string, string>>,
  { step, at }: Where,
): void {
  for (const [name, source] of Object.entries(expressions)) {
    const { sql, type, unit } = layers.compile(source, at(`derive.${name}`));
    const known = findColumn(layers.columns, name);
    const derived = column(known?.name ?? name, type, { unit });
    const guarded = layers.guard(sql);
    if (known === null) layers.add([...layers.unchanged(), { ...derived, sql: guarded }], { step });
    else change(layers, derived, { step, sql: guarded });
  }
}

function map(
  layers: Layers,
  columns: Extract<Operation, { map: unknown }>["map"],
  { step, at }: Where,
): void {
  for (const [name, pairs] of Object.entries(columns)) {
    const found = requireColumn(layers.columns, name, at(`map.${name}`));
    const value = `${BEFORE}.${quoteName(found.name)}`;
    const bind = (text: string) => `$${layers.values.push(text)}::text`;
    const cases = Object.entries(pairs).map(([from, to]) =>
      `when ${value}::text = ${bind(from)} then ${to === null ? "null" : bind(String(to))}`
    );
    if (cases.length === 0) continue;
    change(layers, { ...found, type: "text" }, {
      step,
      sql: `((case ${cases.join(" ")} else ${value}::text end) collate "C")`,
    });
  }
}

function clip(
  layers: Layers,
  limits: Extract<Operation, { clip: unknown }>["clip"],
  { step, at }: Where,
): void {
  for (const [name, { min, max }] of Object.entries(limits)) {
    const found = requireColumn(layers.columns, name, at(`clip.${name}`));
    if (!isNumeric(found.type)) {
      throw refuseKey(
        "WRONG_TYPE",
        at(`clip.${name}`),
        `Cannot limit what is no number: current value is ${found.type}`,
      );
    }
    const value = `${BEFORE}.${quoteName(found.name)}`;
    const cases = [
      ...(min === undefined
        ? []
        : [`when ${value} < ${min} then ${castSql(String(min), found.type)}`]),
      ...(max === undefined
        ? []
        : [`when ${value} > ${max} then ${castSql(String(max), found.type)}`]),
    ];
    if (cases.length === 0) continue;
    change(layers, found, { step, sql: `(case ${cases.join(" ")} else ${value} end)` });
  }
}

/** Replaces a column's values and flags the rows where that makes a difference. */
function change(
  layers: Layers,
  found: ColumnSchema,
  { step, sql }: { readonly step: number; readonly sql: string },
): void {
  const value = `${BEFORE}.${quoteName(found.name)}`;
  const name = `_c${step}_${layers.marks.length}`;
  layers.add(
    layers.unchanged().filter(({ name }) => name !== GROUP)
      .map((one) => one.name === found.name ? { ...found, sql } : one),
    {
      step,
      marks: [{
        type: "changed",
        step,
        name,
        sql: `(${layers.isKept} and ${value}::text is distinct from (${sql})::text)`,
      }],
    },
  );
}
