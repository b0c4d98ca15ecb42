/**
 * Amounts as they leave a cell.
 *
 * @module
 */
import type { Amount } from "@/lib/chart/block.ts";

/** Rounds to 12 digits, since parallel sums differ in the last bits; `null` for what is no number. */
export function roundAmount(value: number): Amount {
  return Number.isFinite(value) ? Number(value.toPrecision(12)) : null;
}

/** Rounds each of the values. */
export function roundAmounts(values: Float64Array): readonly Amount[] {
  return Array.from(values, roundAmount);
}
