/**
 * Odd periods: a ring around the value, and a few words where there is room.
 *
 * @module
 */
import type { Markish } from "@observablehq/plot";
import { HALO } from "@/lib/chart/axis/labels.ts";
import { startOf } from "@/lib/chart/axis/time.ts";
import type { Flag, LineBlock } from "@/lib/chart/block.ts";
import { COLOURS } from "@/lib/chart/theme.ts";
import type { Canvas } from "./canvas.ts";
import { type FlagLabel, type Place, type Spot, spotsOf, valueAt } from "./flag_labels.ts";

/** What is drawn of odd periods. */
export interface DrawnFlags {
  /** The strongest first. */
  readonly spots: readonly Spot[];
  readonly labels: readonly FlagLabel[];
}

/**
 * Returns a ring for each odd period of the first line, a faint one for each that somebody said is none,
 * and the words that fit. Where a value is missing, the ring stands where it was expected.
 */
export function flagMarks(
  { plot }: Canvas,
  block: LineBlock,
  { spots, labels, ...space }: DrawnFlags & { readonly place: Place; readonly narrow: boolean },
): Markish[] {
  const at = (flag: Flag) => ({
    time: startOf(block.periods[flag.index]),
    value: valueAt(block, flag.index),
  });
  const inOrder = (shown: readonly Spot[]) =>
    shown.map(({ flag }) => flag).toSorted((a, b) => a.index - b.index).map(at);
  const ring = { x: "time", y: "value", r: 5, fill: "none" } as const;
  return [
    plot.dot(inOrder(spotsOf(block, block.dismissed ?? [], space)), {
      ...ring,
      stroke: COLOURS.faint,
      strokeWidth: 1.25,
    }),
    plot.dot(inOrder(spots), { ...ring, stroke: COLOURS.flag, strokeWidth: 1.75 }),
    ...labels.map(({ spot, text, anchor, x, y }) =>
      plot.text([{ ...at(spot.flag), text }], {
        x: "time",
        y: "value",
        text: "text",
        textAnchor: anchor,
        dx: rounded(x - spot.x),
        dy: rounded(y - spot.y),
        fill: COLOURS.flag,
        ...HALO,
      })
    ),
  ];
}

/** Tenths of a pixel are enough. */
function rounded(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
