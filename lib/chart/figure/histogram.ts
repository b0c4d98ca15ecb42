/**
 * Draws how often values fall in each bin, from zero.
 *
 * @module
 */
import { header, textWidth } from "@/lib/chart/axis/labels.ts";
import { extentOf, type Scale, scaleFor, tickText } from "@/lib/chart/axis/ticks.ts";
import { lyingAxis, valueAxis } from "@/lib/chart/axis/value_axis.ts";
import type { HistogramBlock } from "@/lib/chart/block.ts";
import { COLOURS } from "@/lib/chart/theme.ts";
import { type Canvas, type DrawOptions, isNarrow, type Picture } from "./canvas.ts";

/** Describes the block as Plot draws it. */
export function drawHistogram(
  canvas: Canvas,
  block: HistogramBlock,
  options: DrawOptions,
): Picture {
  const { plot } = canvas;
  const { bins } = block;
  const counts = scaleFor(extentOf(bins.map(({ count }) => count)), 4, { zero: "always" });
  const ends = extentOf(bins.flatMap(({ from, to }) => [from, to])) ?? [0, 1];
  const x = within(scaleFor(ends, isNarrow(options) ? 4 : 8), ends);
  return {
    title: block.title,
    options: {
      width: options.width,
      height: isNarrow(options) ? 240 : 300,
      marginTop: 32,
      marginRight: 20,
      marginBottom: 48,
      marginLeft: 10 + Math.max(...counts.ticks.map(tickText(counts, null)).map(textWidth)),
      x: { domain: ends },
      y: { domain: [counts.low, counts.high] },
      marks: [
        ...valueAxis(canvas, counts, null),
        plot.rectY(bins, {
          x1: "from",
          x2: "to",
          y1: 0,
          y2: "count",
          fill: COLOURS.accent,
          insetLeft: bins.length > 120 ? 0 : 0.5,
          insetRight: bins.length > 120 ? 0 : 0.5,
        }),
        plot.ruleY([0], { stroke: COLOURS.faint }),
        lyingAxis(canvas, x, block.axis),
        header("Rows", []),
      ],
    },
  };
}

/** Leaves out the ticks beyond the first and the last bin. */
function within(scale: Scale, [low, high]: readonly [number, number]): Scale {
  return { ...scale, ticks: scale.ticks.filter((tick) => tick >= low && tick <= high) };
}
