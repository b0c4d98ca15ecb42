/**
 * Leaves out points that a chart's pixels cannot tell apart.
 *
 * Of each run of neighbours the least and the greatest stay, and one gap where there
 * is any, so that no spike and no hole is lost. Cost: O(values).
 *
 * @module
 */
import type { Amount } from "@/lib/chart/block.ts";
import { formatNumber } from "@/lib/chart/format.ts";
import type { Grain } from "@/lib/frame/schema.ts";
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

/**
 * Returns the positions to draw, ascending, `limit` at the most; all where they are fewer. What is
 * `marked` is drawn too, besides: a line passes through each of its rings.
 */
export function thin(
  values: readonly Amount[],
  limit: number,
  marked: readonly number[] = [],
): readonly number[] {
  if (values.length <= limit) return values.map((_, index) => index);
  const runs = runsWithin(limit);
  const kept = new Set<number>([0, ...marked]);
  for (let run = 0; run < runs; run++) {
    const from = Math.floor((run * values.length) / runs);
    const to = Math.floor(((run + 1) * values.length) / runs);
    for (const index of extremes(values, from, to)) kept.add(index);
  }
  kept.add(values.length - 1);
  return [...kept].sort((a, b) => a - b);
}

/** Each may keep three points, beside the two ends. */
function runsWithin(limit: number): number {
  return Math.floor((limit - 2) / 3);
}

/** Returns the positions to draw of several lines that share their points, as the edges of a band do. */
export function thinTogether(
  lines: readonly (readonly Amount[])[],
  limit: number,
): readonly number[] {
  const each = Math.max(FEWEST_EACH, Math.floor(limit / Math.max(1, lines.length)));
  const length = Math.max(0, ...lines.map((line) => line.length));
  if (length <= limit) return Array.from({ length }, (_, index) => index);
  const kept = new Set(lines.flatMap((line) => thin(line, each)));
  return [...kept].sort((a, b) => a - b);
}

/** So few points still show where a line goes. */
const FEWEST_EACH = 60;

/** Periods that a pixel may stand for before a chart has to say so. */
const PERIODS_A_PIXEL = 2;

/**
 * Says what a chart of so many periods shows of them on a `width` of pixels with `most` points;
 * `null` where nobody could tell the difference.
 */
export function thinnedWords(
  periods: number,
  { width, most, grain }: { readonly width: number; readonly most: number; readonly grain: Grain },
): string | null {
  if (periods <= width * PERIODS_A_PIXEL) return null;
  const each = Math.ceil(periods / runsWithin(most));
  return `high and low of every ${formatNumber(each)} ${grain}s`;
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
