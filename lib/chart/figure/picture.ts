/**
 * Figures as Plot draws them, and what was drawn as SVG text: here and in a browser.
 *
 * @module
 */
import type { Figure } from "@/lib/chart/block.ts";
import { COLOURS } from "@/lib/chart/theme.ts";
import { drawArea } from "./area.ts";
import { drawBar } from "./bar.ts";
import { type Canvas, type DrawOptions, type Picture, TEXT_SIZE } from "./canvas.ts";
import { drawHeatmap } from "./heatmap.ts";
import { drawHistogram } from "./histogram.ts";
import { drawLine } from "./line.ts";
import { drawMultiples } from "./multiples.ts";
import { drawScatter } from "./scatter.ts";
import { type DrawnNode, escapeText, serialize } from "./serialize.ts";

/** Named first, so that a PNG looks like a page; it is not shipped with pages. */
const FONT = "'Source Sans 3', 'Segoe UI', system-ui, sans-serif";

/** Describes a figure as Plot draws it. */
export function pictureOf(canvas: Canvas, figure: Figure, options: DrawOptions): Picture {
  switch (figure.type) {
    case "line":
      return drawLine(canvas, figure, options);
    case "area":
      return drawArea(canvas, figure, options);
    case "multiples":
      return drawMultiples(canvas, figure, options);
    case "bar":
      return drawBar(canvas, figure, options);
    case "scatter":
      return drawScatter(canvas, figure, options);
    case "histogram":
      return drawHistogram(canvas, figure, options);
    case "heatmap":
      return drawHeatmap(canvas, figure, options);
  }
}

/** Puts what was drawn into an element that names itself to those who cannot see it. */
export function svgOf(drawn: DrawnNode, { title, options: { width, height } }: Picture): string {
  const inside = [...drawn.childNodes].map(serialize).join("");
  const label = escapeText(title);
  return `<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" aria-label="${label}" ` +
    `viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" fill="${COLOURS.ink}" ` +
    `font-family="${FONT}" font-size="${TEXT_SIZE}" text-anchor="middle">` +
    `<title>${label}</title>${inside}</svg>`;
}
