/**
 * The columns that JSON records turn out to have, and the types of their tokens.
 *
 * @module
 */
import type { ColumnType } from "@/lib/frame/schema.ts";
import type { SourceColumn } from "./format.ts";

/** What kinds of token a column held, as bits. */
export const TOKEN = {
  text: 1,
  integer: 2,
  longInteger: 4,
  decimal: 8,
  boolean: 16,
  nested: 32,
} as const;

/** Columns by name, in the order in which they first appeared. */
export class JsonColumns {
  readonly #indexes = new Map<string, number>();
  readonly names: string[] = [];
  readonly tokens: number[] = [];

  /** Returns the place of the column, which is new if the name is. */
  indexOf(name: string): number {
    const known = this.#indexes.get(name);
    if (known !== undefined) return known;
    // A copy, since a slice would keep the whole text it was cut from in memory.
    const copy: string = JSON.parse(JSON.stringify(name));
    this.#indexes.set(copy, this.names.length);
    this.names.push(copy);
    this.tokens.push(0);
    return this.names.length - 1;
  }

  /** Notes the tokens of one record, by column. */
  note(tokens: readonly (number | undefined)[]): void {
    for (let i = 0; i < tokens.length; i++) this.tokens[i] |= tokens[i] ?? 0;
  }

  /** Forgets the columns after the first `count`. */
  keepFirst(count: number): void {
    for (const name of this.names.splice(count)) this.#indexes.delete(name);
    this.tokens.length = count;
  }

  /** Returns the columns with the types that their tokens allow. */
  toSource(names: readonly string[] = this.names): SourceColumn[] {
    return names.map((name, i) => ({ name, type: typeOf(this.tokens[i]), unit: null }));
  }
}

/**
 * Text is left to the reader of text, since it may hold dates, or numbers that someone
 * quoted; and long integers, which may be codes.
 */
function typeOf(tokens: number): ColumnType | null {
  const { integer, decimal, boolean, nested } = TOKEN;
  if (tokens === boolean) return "boolean";
  if (tokens === integer) return "integer";
  if (tokens !== 0 && (tokens & ~(integer | decimal)) === 0) return "decimal";
  return tokens === nested ? "text" : null;
}
