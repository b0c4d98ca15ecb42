/**
 * danfojs, as much of it as `data_frame.ts` uses; nothing else imports it.
 *
 * @module
 */
import type { Value } from "./frame.ts";
import type { ColumnType } from "./schema.ts";

/** The little of danfojs that is used, and right. */
export interface Inner {
  readonly values: readonly (readonly (Value | undefined)[])[];
  iloc(part: { readonly rows: readonly (string | boolean)[] }): Inner;
  loc(part: { readonly columns: readonly string[] }): Inner;
}

/** Its functions. */
export interface Library {
  readonly DataFrame: new (
    rows: readonly (readonly Value[])[],
    options: { readonly columns: readonly string[]; readonly dtypes: readonly string[] },
  ) => Inner;
  concat(options: { readonly dfList: readonly Inner[]; readonly axis: 0 }): Inner;
  merge(options: {
    readonly left: Inner;
    readonly right: Inner;
    readonly on: readonly string[];
    readonly how: "inner" | "left";
  }): Inner;
}

/** A column as it is known outside, and the name that danfojs has for it. */
export interface Known {
  readonly name: string;
  readonly type: ColumnType;
  readonly id: string;
}

/** Loads danfojs. */
export async function loadLibrary(): Promise<Library> {
  // Only the part that is declared above is used, with the types that it really has.
  return await import("danfojs") as unknown as Library;
}

/** Names of our own, since a column called "sum" or "shape" breaks danfojs. */
export function named(columns: readonly { readonly name: string; readonly type: ColumnType }[]) {
  return columns.map(({ name, type }, position): Known => ({ name, type, id: `c${position}` }));
}

/** Gives rows to danfojs, with their types. */
export function openRows(
  library: Library,
  columns: readonly Known[],
  rows: readonly (readonly (Value | undefined)[])[],
): Inner {
  return new library.DataFrame(rows.map((row) => row.map((value) => value ?? null)), {
    columns: columns.map(({ id }) => id),
    dtypes: columns.map(({ type }) => DTYPES[type]),
  });
}

/** Only a label here: danfojs keeps the doubles that it is given, and computes nothing with them. */
const DTYPES: Readonly<Record<ColumnType, string>> = {
  integer: "float32",
  decimal: "float32",
  float: "float32",
  boolean: "boolean",
  date: "string",
  time: "string",
  timestamp: "string",
  text: "string",
};
