/**
 * Turns the body of a check into rules, each with SQL that is true for a row
 * that fails it, or with the one value that it looks at.
 *
 * @module
 */
import { type ColumnSchema, isNumeric, type Schema } from "@/lib/frame/schema.ts";
import { formatNumber } from "@/lib/chart/format.ts";
import { compileExpression } from "@/lib/sql/expression.ts";
import type { BoundValue } from "@/lib/sql/parameters.ts";
import { quoteName } from "@/lib/sql/quote.ts";
import { atKey, refuseKey } from "@/lib/steps/refusal.ts";
import { requireColumn } from "@/lib/steps/require_column.ts";
import type { Setting } from "@/lib/steps/step.ts";
import { boundaries, type Range } from "./range.ts";
import { type CheckBody, UNNAMED } from "./parameters.ts";

/** What the SQL of rules calls the input. */
export const ALIAS = "b";

/** What every rule tells of itself. */
interface Named {
  /** Where it stands in the body: `not_null.0`. */
  readonly key: string;
  /** Its name among the figures: `not_null.date`. */
  readonly path: string;
  readonly columns: readonly string[];
  /** What is demanded, in words: `"date" must have a value`. */
  readonly demand: string;
}

/** One rule that may be checked. */
export type Rule =
  /** Looks at each row alone. */
  | Named & { readonly type: "row"; readonly fails: string }
  /** Looks at rows with the same values in all columns. */
  | Named & { readonly type: "unique"; readonly nulls: boolean }
  /** Looks at the newest value of one column. */
  | Named & {
    readonly type: "freshness";
    /** SQL of the newest day, and of the oldest day that passes. */
    readonly newest: string;
    readonly oldest: string;
  }
  | Named & {
    readonly type: "row_count";
    readonly min: number;
    /** `null` where there is no limit. */
    readonly max: number | null;
  };

/** The rules of a check, ready to be asked of the database. */
export interface CompiledCheck {
  readonly rules: readonly Rule[];
  /** What is bound to `$1`, `$2`, … */
  readonly values: readonly BoundValue[];
  /** The patterns of `matches`, to be tried before the rows are read. */
  readonly patterns: readonly { readonly key: string; readonly pattern: string }[];
}

/** @throws AppError whose problems name the key at fault */
export function compileCheck(input: Schema, body: CheckBody, setting: Setting): CompiledCheck {
  const compiler = new Compiler(input, setting);
  const { rules } = compiler;
  body.not_null?.forEach((name, i) => rules.push(compiler.notNull(name, `not_null.${i}`)));
  body.unique?.forEach((names, i) =>
    rules.push(compiler.unique([names].flat(), `unique.${i}`, body.unique_nulls))
  );
  for (const [name, accepted] of Object.entries(body.accepted ?? {})) {
    rules.push(compiler.accepted(name, accepted));
  }
  for (const [name, range] of Object.entries(body.range ?? {})) {
    rules.push(compiler.range(name, range));
  }
  for (const [name, pattern] of Object.entries(body.matches ?? {})) {
    rules.push(compiler.matches(name, pattern));
  }
  for (const [name, text] of Object.entries(body.expression ?? {})) {
    rules.push(compiler.expression(name, text));
  }
  if (body.freshness !== undefined) rules.push(compiler.freshness(body.freshness));
  if (body.row_count !== undefined) rules.push(rowCount(body.row_count));
  return { rules, values: compiler.values, patterns: compiler.patterns };
}

class Compiler {
  readonly rules: Rule[] = [];
  readonly values: BoundValue[] = [];
  readonly patterns: { key: string; pattern: string }[] = [];
  readonly #columns: readonly ColumnSchema[];
  readonly #setting: Setting;

  constructor(input: Schema, setting: Setting) {
    this.#columns = input.columns;
    this.#setting = setting;
  }

  notNull(name: string, key: string): Rule {
    const found = requireColumn(this.#columns, name, key);
    return {
      type: "row",
      key,
      path: `not_null.${found.name}`,
      columns: [found.name],
      demand: `"${found.name}" must have a value`,
      fails: `${sqlOf(found)} is null`,
    };
  }

  unique(names: readonly string[], key: string, nulls: boolean): Rule {
    const columns = names.map((name) => requireColumn(this.#columns, name, key).name);
    const quoted = columns.map((name) => `"${name}"`).join(" with ");
    return {
      type: "unique",
      key,
      path: `unique.${columns.join("+")}`,
      columns,
      demand: `${quoted} must be different in every row`,
      nulls,
    };
  }

  accepted(name: string, accepted: readonly (string | number | boolean)[]): Rule {
    const key = `accepted.${name}`;
    const found = requireColumn(this.#columns, name, key);
    const places = accepted.map((value, i) => this.#literal(value, found, `${key}.${i}`));
    const listed = accepted.slice(0, 6).map((value) => JSON.stringify(value)).join(", ");
    const more = accepted.length > 6 ? ` or ${accepted.length - 6} others` : "";
    return {
      type: "row",
      key,
      path: `accepted.${found.name}`,
      columns: [found.name],
      demand: `"${found.name}" must be ${accepted.length === 1 ? "" : "one of "}${listed}${more}`,
      fails: `${comparedSql(found)} not in (${places.join(", ")})`,
    };
  }

  range(name: string, range: Range): Rule {
    const key = `range.${name}`;
    const found = requireColumn(this.#columns, name, key);
    const outside = boundaries(found, range, {
      key,
      sql: sqlOf(found),
      zone: this.#setting.zone,
      bind: (value) => this.#bind(value),
    });
    return {
      type: "row",
      key,
      path: `range.${found.name}`,
      columns: [found.name],
      demand: `"${found.name}" must be ${betweenWords(range)}`,
      fails: outside.join(" or "),
    };
  }

  matches(name: string, pattern: string): Rule {
    const key = `matches.${name}`;
    const found = requireColumn(this.#columns, name, key);
    this.patterns.push({ key, pattern });
    return {
      type: "row",
      key,
      path: `matches.${found.name}`,
      columns: [found.name],
      demand: `"${found.name}" must match ${pattern}`,
      fails: `${sqlOf(found)}::text !~ ${this.#bind(pattern)}::text`,
    };
  }

  expression(name: string, text: string): Rule {
    const key = name === UNNAMED ? "expression" : `expression.${name}`;
    const compiled = atKey(key, () =>
      compileExpression(text, {
        columns: this.#columns,
        parameters: this.#setting.parameters,
        relation: ALIAS,
        firstParameter: this.values.length + 1,
      }));
    if (compiled.type !== "boolean") {
      throw refuseKey(
        "WRONG_TYPE",
        key,
        `Cannot check what is not true or false: current value is ${compiled.type}`,
      );
    }
    this.values.push(...compiled.parameters);
    return {
      type: "row",
      key,
      path: key,
      columns: compiled.columns,
      demand: `${text.trim().replace(/\s+/g, " ")} must hold`,
      fails: `not (${compiled.sql})`,
    };
  }

  freshness({ column: name, within }: NonNullable<CheckBody["freshness"]>): Rule {
    const found = requireColumn(this.#columns, name, "freshness.column");
    if (found.type !== "date" && found.type !== "timestamp") {
      throw refuseKey(
        "WRONG_TYPE",
        "freshness.column",
        `Cannot tell the age of what is no date or timestamp: current value is ${found.type}`,
      );
    }
    const newest = `max(${sqlOf(found)})`;
    const { n, unit } = within;
    return {
      type: "freshness",
      key: "freshness",
      path: `freshness.${found.name}`,
      columns: [found.name],
      demand: `the newest "${found.name}" must be within ${n} ${unit}${n === 1 ? "" : "s"} ` +
        `of ${this.#setting.asOf}`,
      newest: found.type === "date"
        ? newest
        : `((${newest}) at time zone ${this.#bind(this.#setting.zone)}::text)::date`,
      oldest: `(${this.#bind(this.#setting.asOf)}::text::date - interval '${n} ${unit}')::date`,
    };
  }

  /** Binds a value that is compared with a column of some type. */
  #literal(value: string | number | boolean, found: ColumnSchema, key: string): string {
    const { type } = found;
    const known = isNumeric(type)
      ? typeof value === "number"
      : type === "boolean"
      ? typeof value === "boolean"
      : typeof value === "string" || type === "text";
    if (!known) {
      throw refuseKey(
        "WRONG_TYPE",
        key,
        `Cannot compare "${found.name}", which is ${type}: current value is ` +
          JSON.stringify(value),
      );
    }
    const placeholder = `${this.#bind(String(value))}::text`;
    if (type === "text") return placeholder;
    if (isNumeric(type)) return `${placeholder}::numeric`;
    return type === "boolean" ? `${placeholder}::bool` : placeholder;
  }

  #bind(value: BoundValue): string {
    return `$${this.values.push(value)}`;
  }
}

function sqlOf({ name }: ColumnSchema): string {
  return `${ALIAS}.${quoteName(name)}`;
}

/** Days and times are compared as they are written: a text that is none equals none. */
function comparedSql(found: ColumnSchema): string {
  const isPlain = isNumeric(found.type) || found.type === "boolean" || found.type === "text";
  return isPlain ? sqlOf(found) : `${sqlOf(found)}::text`;
}

function rowCount({ min, max }: NonNullable<CheckBody["row_count"]>): Rule {
  return {
    type: "row_count",
    key: "row_count",
    path: "row_count",
    columns: [],
    demand: `there must be ${betweenWords({ min, max })} rows`,
    min: min ?? 0,
    max: max ?? null,
  };
}

function betweenWords({ min, max }: Range): string {
  const word = (value: number | string) => typeof value === "number" ? formatNumber(value) : value;
  if (min === undefined) return max === undefined ? "any" : `at most ${word(max)}`;
  return max === undefined ? `at least ${word(min)}` : `from ${word(min)} to ${word(max)}`;
}
