/**
 * Charts as SVG text. The same block and options give the same text, byte for byte.
 *
 * Cost: the first chart loads Plot and linkedom.
 *
 * @module
 */
import type { Block, Figure } from "./block.ts";
import { drawArea } from "./figure/area.ts";
import { drawBar } from "./figure/bar.ts";
import type { DrawOptions } from "./figure/canvas.ts";
import { drawHeatmap } from "./figure/heatmap.ts";
import { drawHistogram } from "./figure/histogram.ts";
import { drawLine } from "./figure/line.ts";
import { drawScatter } from "./figure/scatter.ts";

/** The widths that pages draw a chart in: for a column of text, and for a phone. */
export const WIDTHS = { wide: 920, narrow: 360 } as const;

/** Whether a block is drawn as a chart. */
export function isFigure(block: Block): block is Figure {
  switch (block.type) {
    case "line":
    case "area":
    case "bar":
    case "scatter":
    case "histogram":
    case "heatmap":
      return true;
    case "number":
    case "table":
    case "text":
    case "problems":
      return false;
  }
}

/**
 * Draws a chart as one `<svg>` element, ready to stand in a page. Its colours are CSS
 * variables with the light theme as fallback; `svgFile` makes a file of it.
 */
export function drawFigure(figure: Figure, options: DrawOptions): Promise<string> {
  switch (figure.type) {
    case "line":
      return drawLine(figure, options);
    case "area":
      return drawArea(figure, options);
    case "bar":
      return drawBar(figure, options);
    case "scatter":
      return drawScatter(figure, options);
    case "histogram":
      return drawHistogram(figure, options);
    case "heatmap":
      return drawHeatmap(figure, options);
  }
}
