/**
 * Charts as SVG text. The same block and options give the same text, byte for byte.
 *
 * Cost: the first chart loads Plot and linkedom.
 *
 * @module
 */
import type { Block, Figure, LineBlock } from "./block.ts";
import type { DrawOptions } from "./figure/canvas.ts";
import { openCanvas } from "./figure/on_server.ts";
import { pictureOf } from "./figure/picture.ts";

/** The widths that pages draw a chart in: for a column of text, and for a phone. */
export const WIDTHS = { wide: 920, narrow: 360 } as const;

/** Half of a column, without the space between two. */
const HALF_WIDTH = 448;

/** Returns the widths that a chart is drawn in ahead. */
export function widthsOf(figure: Figure): Readonly<Record<keyof typeof WIDTHS, number>> {
  return isHalf(figure) ? { ...WIDTHS, wide: HALF_WIDTH } : WIDTHS;
}

/** Whether a block stands beside another, where there is room. */
export function isHalf(block: Block): block is LineBlock {
  return block.type === "line" && block.room === "half";
}

/** Whether a block is drawn as a chart. */
export function isFigure(block: Block): block is Figure {
  switch (block.type) {
    case "line":
    case "area":
    case "multiples":
    case "bar":
    case "waterfall":
    case "scatter":
    case "histogram":
    case "heatmap":
      return true;
    case "number":
    case "table":
    case "text":
    case "problems":
    case "details":
      return false;
  }
}

/**
 * Draws a chart as one `<svg>` element, ready to stand in a page. Its colours are CSS
 * variables with the light theme as fallback; `svgFile` makes a file of it.
 */
export async function drawFigure(figure: Figure, options: DrawOptions): Promise<string> {
  const canvas = await openCanvas();
  return canvas.write(pictureOf(canvas, figure, options));
}
