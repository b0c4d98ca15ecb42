/**
 * What figures are drawn with, and what they come to: here and in a browser.
 *
 * @module
 */
import type { PlotOptions } from "@observablehq/plot";
import type { ColourAssignment } from "@/lib/chart/theme.ts";
import type { PLOT } from "./plot.ts";

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

/** The loaded library. */
export interface Canvas {
  readonly plot: typeof PLOT;
}

/** A figure as Plot draws it. */
export interface Picture {
  /** Names it to those who cannot see it. */
  readonly title: string;
  readonly options: PlotOptions & Box;
}

/** Whether there is room for the most important labels only. */
export function isNarrow({ width }: Pick<DrawOptions, "width">): boolean {
  return width < NARROW;
}
