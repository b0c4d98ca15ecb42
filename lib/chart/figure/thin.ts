/**
 * Leaves out points that a chart's pixels cannot tell apart.
 *
 * Of each run of neighbours the least and the greatest stay, and one gap where there
 * is any, so that no spike and no hole is lost. Cost: O(values).
 *
 * @module
 */
import type { Amount } from "@/lib/chart/block.ts";
import { type DrawOptions, isNarrow } from "./canvas.ts";

/**
 * Points that each pixel of a chart's width is worth: of more, no screen shows the difference. On a
 * phone lines lie so close that fewer do.
 */
const POINTS_A_PIXEL = { wide: 1, narrow: 0.5 } as const;

/** Returns how many points of one line a chart of this width draws at the most. */
export function mostPoints(options: DrawOptions): number {
  return Math.round(options.width * POINTS_A_PIXEL[isNarrow(options) ? "narrow" : "wide"]);
}

/** Returns the positions to draw, ascending, `limit` at the most; all where they are fewer. */
export function thin(values: readonly Amount[], limit: number): readonly number[] {
  if (values.length <= limit) return values.map((_, index) => index);
  const runs = Math.floor((limit - 2) / 3);
  const kept = new Set<number>([0]);
  for (let run = 0; run < runs; run++) {
    const from = Math.floor((run * values.length) / runs);
    const to = Math.floor(((run + 1) * values.length) / runs);
    for (const index of extremes(values, from, to)) kept.add(index);
  }
  kept.add(values.length - 1);
  return [...kept].sort((a, b) => a - b);
}

/** Whether a line goes up and down at every fourth of its points or more, as seasons do. */
export function turnsOften(values: readonly Amount[]): boolean {
  let turns = 0;
  for (let index = 1; index < values.length - 1; index++) {
    const [before, value, after] = [values[index - 1], values[index], values[index + 1]];
    if (before === null || value === null || after === null) continue;
    if ((value - before) * (after - value) < 0) turns++;
  }
  return turns > values.length / 4;
}

function extremes(values: readonly Amount[], from: number, to: number): readonly number[] {
  let least = -1;
  let greatest = -1;
  let gap = -1;
  for (let index = from; index < to; index++) {
    const value = values[index];
    if (value === null || !Number.isFinite(value)) {
      gap = index;
      continue;
    }
    if (least < 0 || value < Number(values[least])) least = index;
    if (greatest < 0 || value > Number(values[greatest])) greatest = index;
  }
  return [least, greatest, gap].filter((index) => index >= 0);
}
