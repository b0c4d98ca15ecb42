/**
 * What a kpi can have from a load that keeps it while it reads: plain aggregates
 * of columns by day or hour in UTC.
 *
 * @module
 */
import type { RollupMeasure, RollupRequest } from "@/lib/read/rollup.ts";
import type { Setting } from "@/lib/steps/step.ts";
import type { KpiParameters } from "./parameters.ts";

/** One aggregate over one column, or count(*), and nothing else. */
const PLAIN = /^\s*(sum|count|avg|min|max)\s*\(\s*(\*|[a-z_][a-z0-9_]*)\s*\)\s*$/i;

/** Returns what to ask a load for; `null` where only SQL over the rows can tell. */
export function requestRollup(
  parameters: KpiParameters,
  context: Setting,
): Omit<RollupRequest, "where"> | null {
  const { time, grain, by, where, top } = parameters;
  const inUtc = (parameters.zone ?? context.zone) === "UTC";
  // Of a longer period the last row's time is wanted, to tell whether the period is whole.
  const isShort = grain === "day" || grain === "hour";
  if (!inUtc || !isShort || where !== undefined || top !== undefined) return null;
  const measures = Object.entries(parameters.measures)
    .map(([name, { value }]) => plainMeasure(name, value));
  if (measures.some((measure) => measure === null)) return null;
  return {
    time,
    grain,
    weekStarts: context.weekStarts,
    by,
    measures: measures.filter((measure) => measure !== null),
  };
}

/** Reads `sum(column)` and the like; `null` for anything more. */
export function plainMeasure(name: string, value: string): RollupMeasure | null {
  const match = PLAIN.exec(value);
  if (match === null) return null;
  const [, word, argument] = match;
  // PLAIN matches no other word.
  const called = word.toLowerCase() as "sum" | "count" | "avg" | "min" | "max";
  if (argument !== "*") return { name, function: called, column: argument };
  return called === "count" ? { name, function: "count_rows", column: null } : null;
}
