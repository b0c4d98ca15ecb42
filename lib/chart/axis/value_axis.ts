/**
 * The axes of amounts: upright a light grid and few words, whose title stands in the header; lying
 * one with its title below it.
 *
 * @module
 */
import type { Markish } from "@observablehq/plot";
import type { Canvas } from "@/lib/chart/figure/canvas.ts";
import { COLOURS } from "@/lib/chart/theme.ts";
import type { Axis } from "@/lib/chart/block.ts";
import { axisTitle, type Scale, tickText } from "./ticks.ts";

/** Returns the marks of an upright value axis; the line of zero is a little darker. */
export function valueAxis(
  { plot }: Canvas,
  scale: Scale,
  unit: string | null,
): readonly Markish[] {
  const write = tickText(scale, unit);
  return [
    plot.gridY(scale.ticks, { stroke: COLOURS.grid, strokeOpacity: 1 }),
    ...(scale.low <= 0 && scale.high >= 0 ? [plot.ruleY([0], { stroke: COLOURS.faint })] : []),
    plot.axisY(scale.ticks, {
      label: null,
      tickSize: 0,
      tickPadding: 6,
      tickFormat: (tick: number) => write(tick),
      fill: COLOURS.muted,
      fontSize: 13,
    }),
  ];
}

/** Returns the mark of a lying value axis, with its title and unit. */
export function lyingAxis({ plot }: Canvas, scale: Scale, axis: Axis): Markish {
  const write = tickText(scale, axis.unit);
  return plot.axisX(scale.ticks, {
    label: axisTitle(axis),
    labelArrow: "none",
    labelOffset: 40,
    tickSize: 4,
    stroke: COLOURS.faint,
    fill: COLOURS.muted,
    tickFormat: (tick: number) => write(tick),
    fontSize: 13,
  });
}
