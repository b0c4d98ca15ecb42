/**
 * What a measure's total is, so that a sentence can say it.
 *
 * @module
 */
import type { Additivity } from "@/lib/frame/schema.ts";

/** "amount": a sum or a count; "average": a mean or a ratio; "other": an extreme, a median, text. */
export type MeasureNature = "amount" | "average" | "other";

const COUNT = /^\s*count\s*\(/i;
const AVERAGE = /^\s*avg\s*\(|\//i;
const EXTREME = /\b(min|max|median|mode|percentile_cont|percentile_disc)\s*\(/i;

/** Tells it from how the measure is written, and whether it adds up. */
export function natureOf(value: string, additivity: Additivity | null): MeasureNature {
  if (additivity === "additive" || COUNT.test(value) && !value.includes("/")) return "amount";
  return AVERAGE.test(value) && !EXTREME.test(value) ? "average" : "other";
}
