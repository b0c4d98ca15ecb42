/**
 * Common table expressions, each on the one before, with the columns as they are
 * after the last of them.
 *
 * @module
 */
import type { ColumnSchema, Schema } from "@/lib/frame/schema.ts";
import { type CompiledExpression, compileExpression } from "@/lib/sql/expression.ts";
import type { BoundValue } from "@/lib/sql/parameters.ts";
import { quoteName } from "@/lib/sql/quote.ts";
import { atKey } from "@/lib/steps/refusal.ts";
import type { Setting } from "@/lib/steps/step.ts";

/** What the layer before is called in each layer. */
export const BEFORE = "s";

/** A column of the SELECT that tells what an operation did to a row. */
export type Mark =
  /** True where the operation changed the row. */
  | { readonly type: "changed"; readonly step: number; readonly name: string }
  /** The text that did not fit, or null. */
  | {
    readonly type: "rejected";
    readonly step: number;
    readonly name: string;
    readonly column: string;
    readonly reason: string;
  };

/** A column of the next layer: as it was, or with other SQL. */
export interface NextColumn extends ColumnSchema {
  readonly sql: string;
}

/** The SELECT of a clean cell as it grows, one layer an operation or more. */
export class Layers {
  readonly hasLines: boolean;
  readonly values: BoundValue[] = [];
  readonly marks: Mark[] = [];
  readonly setting: Setting;
  #columns: readonly ColumnSchema[];
  readonly #expressions: string[] = [];
  #last: string;
  #gone = "null::int4";
  #isAnyGone = false;

  constructor(input: Schema, context: Setting & { readonly relation: string }) {
    this.#columns = input.columns.map(plain);
    this.#last = context.relation;
    this.setting = context;
    this.hasLines = input.hidden?.includes("_line") ?? false;
  }

  get columns(): readonly ColumnSchema[] {
    return this.#columns;
  }

  /** Returns the columns as they are, for the next layer to change some of. */
  unchanged(): NextColumn[] {
    return this.#columns.map((column) => ({
      ...column,
      sql: `${BEFORE}.${quoteName(column.name)}`,
    }));
  }

  /** Returns the SQL that names the layer before, for subqueries. */
  get before(): string {
    return this.#last;
  }

  /** Returns SQL that is true for rows which no operation took out. */
  get isKept(): string {
    return this.#isAnyGone ? `${BEFORE}._gone is null` : "true";
  }

  /** Returns SQL that is not evaluated for rows that were taken out. */
  guard(sql: string): string {
    return this.#isAnyGone ? `(case when ${BEFORE}._gone is null then ${sql} end)` : sql;
  }

  /** Returns the order in which rows came. */
  get order(): string {
    return this.hasLines ? `${BEFORE}._line` : `${BEFORE}._row`;
  }

  /** Compiles an expression over the columns as they are. @throws AppError at the key */
  compile(source: string, key: string): CompiledExpression {
    const compiled = atKey(key, () =>
      compileExpression(source, {
        columns: this.#columns,
        parameters: this.setting.parameters,
        relation: BEFORE,
        firstParameter: this.values.length + 1,
      }));
    this.values.push(...compiled.parameters);
    return compiled;
  }

  /** Adds a layer. `gone` is true for rows that the operation takes out. */
  add(
    columns: readonly NextColumn[],
    { step, marks = [], gone = null }: {
      readonly step: number;
      readonly marks?: readonly (Mark & { readonly sql: string })[];
      readonly gone?: string | null;
    },
  ): void {
    const first = this.#expressions.length === 0;
    const kept = first ? this.#gone : `${BEFORE}._gone`;
    const parts = [
      ...(this.hasLines
        ? [`${BEFORE}._line`]
        : [first ? "row_number() over () as _row" : `${BEFORE}._row`]),
      ...columns.map(({ name, sql }) => `${sql} as ${quoteName(name)}`),
      `${gone === null ? kept : `coalesce(${kept}, case when ${gone} then ${step} end)`} as _gone`,
      ...this.marks.map(({ name }) => `${BEFORE}.${name}`),
      ...marks.map(({ name, sql }) => `${sql} as ${name}`),
    ];
    const name = `c${this.#expressions.length}`;
    this.#expressions.push(
      `${name} as (select ${parts.join(", ")} from ${this.#last} as ${BEFORE})`,
    );
    this.#last = name;
    this.#isAnyGone ||= gone !== null;
    this.marks.push(...marks.map(({ sql: _sql, ...mark }) => mark));
    this.#columns = columns.map(plain);
  }

  /** Returns the SELECT of these columns from the last layer. */
  select(columns: readonly string[]): string {
    return `with ${this.#expressions.join(", ")} select ${columns.join(", ")} from ${this.#last}`;
  }
}

/** Takes what is no part of a column's schema off. */
function plain({ name, type, role, unit, additivity }: ColumnSchema): ColumnSchema {
  return { name, type, role, unit, additivity };
}
