/**
 * Finds the rows that fail a rule, for people to look at: the first of them, in
 * the order of the source.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import { valueAt } from "@/lib/frame/frame.ts";
import { quoteName } from "@/lib/sql/quote.ts";
import type { Input, Rejection } from "@/lib/steps/step.ts";
import { ALIAS, type CompiledCheck, type Rule } from "./rules.ts";

/** Failing rows that are kept of each rule; all are counted. */
const KEPT_ROWS = 1000;

/** A row is kept with what the rule looks at, at most so many characters of it. */
const KEPT_CHARACTERS = 2000;

interface FindOptions {
  readonly compiled: CompiledCheck;
  readonly database: Database;
  readonly signal: AbortSignal;
}

type RowRule = Extract<Rule, { readonly type: "row" | "unique" }>;

/** Returns the first rows that fail a rule: one column's value, or several as JSON. */
export async function findFailingRows(
  input: Input,
  rule: RowRule,
  { compiled, database, signal }: FindOptions,
): Promise<readonly Rejection[]> {
  const hasLines = input.schema.hidden?.includes("_line") ?? false;
  const line = hasLines ? `${ALIAS}._line` : "0";
  const value = `left((${valueSql(input, rule, hasLines)})::text, ${KEPT_CHARACTERS})`;
  const { sql, values } = rule.type === "row"
    ? {
      sql: `select ${line} as line, ${value} as value from ${input.relation} as ${ALIAS} ` +
        `where ${rule.fails}`,
      values: compiled.values,
    }
    : {
      sql: `select ${line} as line, ${value} as value from (${repeatsSql(input, rule)}) ` +
        `as ${ALIAS} where _same > 1`,
      values: [],
    };
  const frame = await database.columns(
    bindAll(`${sql} order by line limit ${KEPT_ROWS}`, values.length),
    values,
    { role: "results", signal },
  );
  const [lines, found] = frame.columns;
  return Array.from({ length: frame.length }, (_, row) => {
    const text = valueAt(found, row);
    return {
      line: Number(valueAt(lines, row)),
      column: rule.columns.join(", ") || null,
      value: text === null ? null : String(text),
      reason: rule.demand,
    };
  });
}

/** Returns the SELECT of all rows with `_same`, how many have the same values. */
function repeatsSql(
  input: Input,
  rule: Extract<Rule, { readonly type: "unique" }>,
): string {
  const columns = rule.columns.map(quoteName);
  const known = rule.nulls ? "true" : columns.map((name) => `${name} is not null`).join(" and ");
  return `select *, count(*) over (partition by ${columns.join(", ")}) as _same ` +
    `from ${input.relation} as s where ${known}`;
}

/** Adds a condition that names every bound value, since Postgres wants the type of each. */
function bindAll(sql: string, count: number): string {
  if (count === 0) return sql;
  const named = Array.from({ length: count }, (_, i) => `$${i + 1}::text`).join(", ");
  return `with bound as (select ${named}) ${sql}`;
}

function valueSql(input: Input, rule: RowRule, hasLines: boolean): string {
  // Without a line a row is found by its values alone.
  const names = hasLines ? rule.columns : input.schema.columns.map(({ name }) => name);
  if (names.length === 1) return `${ALIAS}.${quoteName(names[0])}`;
  const columns = names.map((name) => `${ALIAS}.${quoteName(name)}`);
  return columns.length === 0
    ? "null"
    : `(select row_to_json(r) from (select ${columns.join(", ")}) r)`;
}
