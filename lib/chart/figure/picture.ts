/**
 * Figures as Plot draws them, and what was drawn as SVG text: here and in a browser.
 *
 * @module
 */
import { type Axes, axesText, type PlacedAxis } from "@/lib/chart/axes.ts";
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
import { drawWaterfall } from "./waterfall.ts";
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
    case "waterfall":
      return drawWaterfall(canvas, figure, options);
    case "scatter":
      return drawScatter(canvas, figure, options);
    case "histogram":
      return drawHistogram(canvas, figure, options);
    case "heatmap":
      return drawHeatmap(canvas, figure, options);
  }
}

/** An axis as Plot tells of it. */
interface DrawnScale {
  readonly domain?: Iterable<unknown>;
  readonly step?: number;
  readonly bandwidth?: number;
  apply(value: unknown): unknown;
}

/** What Plot has drawn. */
export interface DrawnPlot extends DrawnNode {
  scale(name: "x" | "y"): DrawnScale | undefined;
}

/** Tells where the points of what was drawn are; `null` where it has no axes. */
export function axesOf(drawn: DrawnPlot, { options }: Picture): Axes | null {
  const { width, height, marginLeft, marginRight, marginTop, marginBottom } = options;
  const [x, y] = [axisOf(drawn.scale("x")), axisOf(drawn.scale("y"))];
  return x && y && {
    width,
    height,
    left: marginLeft,
    right: width - marginRight,
    top: marginTop,
    bottom: height - marginBottom,
    x,
    y,
  };
}

function axisOf(scale: DrawnScale | undefined): PlacedAxis | null {
  const domain = [...scale?.domain ?? []];
  if (scale === undefined || domain.length === 0) return null;
  const { bandwidth, step } = scale;
  if (bandwidth !== undefined && step !== undefined) {
    const first = Number(scale.apply(domain[0])) + bandwidth / 2;
    return { type: "band", first, step, count: domain.length };
  }
  const [low, high] = domain.map(Number);
  return Number.isFinite(low) && Number.isFinite(high) ? { type: "between", low, high } : null;
}

/**
 * Puts what was drawn into an element that names itself to those who cannot see it, and tells where
 * its points are.
 */
export function svgOf(drawn: DrawnPlot, picture: Picture): string {
  const { title, options: { width, height } } = picture;
  const axes = axesOf(drawn, picture);
  const places = axes === null ? "" : ` data-axes="${axesText(axes)}"`;
  const inside = [...drawn.childNodes].map(serialize).join("");
  const label = escapeText(title);
  return `<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" aria-label="${label}" ` +
    `viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"${places} ` +
    `fill="${COLOURS.ink}" ` +
    `font-family="${FONT}" font-size="${TEXT_SIZE}" text-anchor="middle">` +
    `<title>${label}</title>${inside}</svg>`;
}
