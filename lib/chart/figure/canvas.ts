/**
 * Where charts are drawn: Observable Plot on a document without a browser.
 *
 * Both are loaded by the first chart and not before: they take longer than the
 * rest of a small run.
 *
 * @module
 */
import type { PlotOptions } from "@observablehq/plot";
import { type ColourAssignment, COLOURS } from "@/lib/chart/theme.ts";
import { type DrawnNode, escapeText, serialize } from "./serialize.ts";

/** How a figure is to be drawn; below `NARROW` pixels it leaves more out. */
export interface DrawOptions {
  readonly width: number;
  readonly colours: ColourAssignment;
}

/** The size of a chart and the room around what is drawn, in pixels. */
export interface Box {
  readonly width: number;
  readonly height: number;
  readonly marginTop: number;
  readonly marginRight: number;
  readonly marginBottom: number;
  readonly marginLeft: number;
}

/** The text size of charts, in pixels. */
export const TEXT_SIZE = 13;

const NARROW = 560;

/** Named first, so that a PNG looks like a page; it is not shipped with pages. */
const FONT = "'Source Sans 3', 'Segoe UI', system-ui, sans-serif";

type Plot = typeof import("@observablehq/plot");

/** A loaded library and the document it draws in. */
export interface Canvas {
  readonly plot: Plot;
  readonly draw: (options: PlotOptions, title: string) => string;
}

let loading: Promise<Canvas> | null = null;

/** Returns the canvas, loading its libraries the first time. */
export function openCanvas(): Promise<Canvas> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Canvas> {
  const [plot, { parseHTML }] = await Promise.all([
    import("@observablehq/plot"),
    import("linkedom"),
  ]);
  // Its types say "Window", which outside a browser has no document.
  const { document } = parseHTML("<!doctype html><html></html>") as unknown as {
    readonly document: unknown;
  };
  return {
    plot,
    draw: (options, title) => {
      // linkedom's document has no common type with the browser's, whose parts Plot uses here.
      const element = plot.plot({ ...options, document: document as never });
      return wrap(element as unknown as DrawnNode, options, title);
    },
  };
}

/** Puts what was drawn into an element that names itself to those who cannot see it. */
function wrap(drawn: DrawnNode, { width, height }: PlotOptions, title: string): string {
  const inside = [...drawn.childNodes].map(serialize).join("");
  const label = escapeText(title);
  return `<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" aria-label="${label}" ` +
    `viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" fill="${COLOURS.ink}" ` +
    `font-family="${FONT}" font-size="${TEXT_SIZE}" text-anchor="middle">` +
    `<title>${label}</title>${inside}</svg>`;
}

/** Whether there is room for the most important labels only. */
export function isNarrow(options: DrawOptions): boolean {
  return options.width < NARROW;
}
