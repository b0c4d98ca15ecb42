/**
 * Draws a figure in the browser as it was drawn on the server. Brings Plot along: it is loaded when
 * a chart has to show something else than was drawn.
 *
 * @module
 */
import type { Axes } from "@/lib/chart/axes.ts";
import type { Figure } from "@/lib/chart/block.ts";
import type { DrawOptions } from "@/lib/chart/figure/canvas.ts";
import { axesOf, pictureOf, svgOf } from "@/lib/chart/figure/picture.ts";
import { PLOT } from "@/lib/chart/figure/plot.ts";

/** What was drawn. */
export interface LiveDrawing {
  /** The same text as the server's, where the figure is the same. */
  readonly svg: string;
  readonly axes: Axes | null;
}

/** Draws the figure. */
export function drawLive(figure: Figure, options: DrawOptions): LiveDrawing {
  const picture = pictureOf({ plot: PLOT }, figure, options);
  const drawn = PLOT.plot(picture.options);
  return { svg: svgOf(drawn, picture), axes: axesOf(drawn, picture) };
}
