/**
 * The values of a notebook's parameters, and how they reach the database: bound,
 * never printed into the SQL.
 *
 * @module
 */
import type { SqlType } from "./types.ts";

/** The value of a notebook's parameter, with its kind. Days are `YYYY-MM-DD`. */
export type ParameterValue =
  | { readonly type: "number"; readonly value: number }
  | { readonly type: "text"; readonly value: string }
  | { readonly type: "boolean"; readonly value: boolean }
  | { readonly type: "date"; readonly value: string }
  /** Both days are in the range. */
  | { readonly type: "date_range"; readonly from: string; readonly to: string }
  /** `all` stands for every value. It takes the type of what it is compared with. */
  | { readonly type: "choice"; readonly value: string }
  | { readonly type: "list"; readonly values: readonly (string | number)[] };

/** The parameters of a notebook by name. */
export type ParameterValues = ReadonlyMap<string, ParameterValue>;

/** What is bound: text for all types but numbers that are whole and booleans. */
export type BoundValue = string | number | boolean;

/** Collects bound values; the same value of the same type is bound once. */
export interface Binder {
  readonly values: readonly BoundValue[];
  /** Returns the placeholder, without a cast. */
  bind(value: BoundValue, type: SqlType): string;
}

/** Makes a binder whose first placeholder is `$<start>`. */
export function createBinder(start: number): Binder {
  const values: BoundValue[] = [];
  const known = new Map<string, string>();
  return {
    values,
    bind(value, type) {
      const key = `${type} ${typeof value} ${value}`;
      const placeholder = known.get(key) ?? `$${start + values.push(value) - 1}`;
      known.set(key, placeholder);
      return placeholder;
    },
  };
}
