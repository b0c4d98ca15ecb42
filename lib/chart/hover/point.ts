/**
 * A point of a chart, with what is told of it. Runs in a browser too.
 *
 * @module
 */
import type { Amount } from "@/lib/chart/block.ts";
import { formatNumber } from "@/lib/chart/format.ts";

/** A name and a number of a point; `flagged` is what is odd. */
export interface HoverLine {
  readonly name: string;
  readonly text: string;
  /** The series or group whose colour it has; `null` where it has none of its own. */
  readonly series: string | null;
  readonly flagged: boolean;
}

/** A point of a chart: where it is on its axes (a place among names from 0), and what is told of it. */
export interface HoverPoint {
  readonly x: Date | number;
  /** `null` in a gap. */
  readonly y: number | null;
  readonly title: string;
  readonly lines: readonly HoverLine[];
}

/** Returns a line of what is ordinary. */
export function told(name: string, text: string, series: string | null = null): HoverLine {
  return { name, text, series, flagged: false };
}

/** Returns an amount with its unit, or the word for none. */
export function amount(value: Amount, unit: string | null): string {
  return formatNumber(value, { unit });
}
