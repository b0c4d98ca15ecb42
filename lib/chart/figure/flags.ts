/**
 * Odd periods: a ring around the value, and a few words where there is room.
 *
 * @module
 */
import type { Markish } from "@observablehq/plot";
import { HALO, textWidth } from "@/lib/chart/axis/labels.ts";
import type { Scale } from "@/lib/chart/axis/ticks.ts";
import { startOf } from "@/lib/chart/axis/time.ts";
import type { Amount, Flag, LineBlock } from "@/lib/chart/block.ts";
import { COLOURS } from "@/lib/chart/theme.ts";
import { type Box, type Canvas, TEXT_SIZE } from "./canvas.ts";

/** What a label's place depends on. */
export interface FlagSpace {
  readonly scale: Scale;
  readonly box: Box;
  readonly narrow: boolean;
}

/**
 * Returns a ring for each odd period of the first line, a faint one for each that somebody said is none,
 * and the labels that fit. Where a value is missing, the ring stands where it was expected.
 */
export function flagMarks({ plot }: Canvas, block: LineBlock, space: FlagSpace): Markish[] {
  const isShown = ({ index }: Flag) => valueAt(block, index) !== null;
  const shown = block.flags.filter(isShown);
  const at = (flag: Flag) => ({
    ...flag,
    time: startOf(block.periods[flag.index]),
    value: valueAt(block, flag.index),
  });
  const ring = { x: "time", y: "value", r: 5, fill: "none" } as const;
  return [
    plot.dot((block.dismissed ?? []).filter(isShown).map(at), {
      ...ring,
      stroke: COLOURS.faint,
      strokeWidth: 1.25,
    }),
    plot.dot(shown.map(at), { ...ring, stroke: COLOURS.flag, strokeWidth: 1.75 }),
    ...placeLabels(block, shown, space).map(({ flag, anchor, isBelow }) =>
      plot.text([at(flag)], {
        x: "time",
        y: "value",
        text: "label",
        textAnchor: anchor,
        dx: anchor === "start" ? -4 : anchor === "end" ? 4 : 0,
        dy: isBelow ? 16 : -15,
        fill: COLOURS.flag,
        ...HALO,
      })
    ),
  ];
}

function valueAt({ series, expected }: LineBlock, index: number): Amount {
  return series[0]?.values[index] ?? expected?.[index] ?? null;
}

interface PlacedLabel {
  readonly flag: Flag;
  readonly anchor: "start" | "middle" | "end";
  readonly isBelow: boolean;
}

/** Finds room for labels above or below their rings; a label without room is left to the table. */
function placeLabels(
  block: LineBlock,
  flags: readonly Flag[],
  { scale, box, narrow }: FlagSpace,
): readonly PlacedLabel[] {
  const taken: { left: number; right: number; top: number }[] = [];
  const placed: PlacedLabel[] = [];
  const length = block.periods.length + (block.forecast?.periods.length ?? 0);
  const left = box.marginLeft;
  const right = box.width - box.marginRight;
  for (const flag of flags) {
    if (placed.length >= (narrow ? 3 : 8)) break;
    const value = valueAt(block, flag.index) ?? 0;
    const x = left + (flag.index / Math.max(1, length - 1)) * (right - left);
    const y = box.marginTop + ((scale.high - value) / (scale.high - scale.low)) *
        (box.height - box.marginTop - box.marginBottom);
    const width = textWidth(flag.label);
    const anchor = x - width / 2 < left ? "start" : x + width / 2 > right ? "end" : "middle";
    const from = anchor === "start" ? x - 4 : anchor === "end" ? x - width + 4 : x - width / 2;
    const isUnusuallyLow = isLow(block, flag.index);
    for (const isBelow of isUnusuallyLow ? [true, false] : [false, true]) {
      const top = y + (isBelow ? 16 : -15) - TEXT_SIZE / 2;
      const isFree = top + TEXT_SIZE < box.height - box.marginBottom + 4 &&
        taken.every((other) =>
          from > other.right + 6 || from + width < other.left - 6 ||
          Math.abs(top - other.top) > TEXT_SIZE + 3
        );
      if (!isFree) continue;
      taken.push({ left: from, right: from + width, top });
      placed.push({ flag, anchor, isBelow });
      break;
    }
  }
  return placed;
}

/** Whether a value lies below what was expected, or, where nothing was, below its neighbours. */
function isLow(block: LineBlock, index: number): boolean {
  const { values } = block.series[0];
  const value = values[index] ?? 0;
  const expected = block.expected?.[index];
  if (expected !== null && expected !== undefined) return value < expected;
  const before = values[index - 1] ?? value;
  const after = values[index + 1] ?? value;
  return value < (before + after) / 2;
}
