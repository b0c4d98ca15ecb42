/**
 * How a load cell wants its source to be read.
 *
 * @module
 */
import type { ReadOptions } from "@/lib/read/options.ts";
import type { Source } from "@/lib/steps/sources.ts";
import { KEYS_OF_SOURCES, type LoadParameters } from "./parameters.ts";

/** Returns what a person decided of how the file is read. */
export function readOptions(
  parameters: LoadParameters,
  source: Source,
  zone: string,
): ReadOptions {
  const options: ReadOptions = Object.fromEntries(
    Object.entries(parameters).filter(([key]) => !KEYS_OF_SOURCES.includes(key)),
  );
  const read = { zone, ...options, name: source.name };
  if (source.types === undefined) return read;
  // Nothing is left to be told from the rows: not even "n/a" stands for nothing there.
  const typed = Object.entries(source.types).map(([name, type]) =>
    [name, { type, nulls: [], ...options.columns?.[name] }] as const
  );
  return { ...read, ...FETCHED_FORM, columns: Object.fromEntries(typed) };
}

/** How fetched rows are written. */
const FETCHED_FORM = {
  format: "csv",
  encoding: "utf-8",
  delimiter: ",",
  quote: '"',
  header: 1,
  skip: 0,
  footer: 0,
} as const;
