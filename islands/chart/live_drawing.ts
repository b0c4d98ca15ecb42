/**
 * Draws a figure in the browser as it was drawn on the server, and tells where its points are.
 * Brings Plot along: it is loaded when a chart comes into view.
 *
 * @module
 */
import type { Figure } from "@/lib/chart/block.ts";
import { type DrawOptions, isNarrow } from "@/lib/chart/figure/canvas.ts";
import { pictureOf, svgOf } from "@/lib/chart/figure/picture.ts";
import { PLOT } from "@/lib/chart/figure/plot.ts";
import { type HoverPoint, hoverPoints } from "@/lib/chart/hover.ts";

/** A point in pixels of the drawing. */
export interface PlacedPoint {
  readonly point: HoverPoint;
  readonly x: number;
  /** `null` in a gap. */
  readonly y: number | null;
}

/** What was drawn. */
export interface LiveDrawing {
  /** The same text as the server's, where the figure is the same. */
  readonly svg: string;
  readonly width: number;
  readonly height: number;
  /** What lies between the axes. */
  readonly inside: {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  };
  readonly points: readonly PlacedPoint[];
}

/** Draws the figure. */
export function drawLive(figure: Figure, options: DrawOptions): LiveDrawing {
  const picture = pictureOf({ plot: PLOT }, figure, options);
  const { width, height, marginLeft, marginRight, marginTop, marginBottom } = picture.options;
  const drawn = PLOT.plot(picture.options);
  const placeX = placing(drawn.scale("x"));
  const placeY = placing(drawn.scale("y"));
  return {
    svg: svgOf(drawn, picture),
    width,
    height,
    inside: {
      left: marginLeft,
      right: width - marginRight,
      top: marginTop,
      bottom: height - marginBottom,
    },
    points: hoverPoints(figure, { narrow: isNarrow(options) }).flatMap((point) => {
      const x = placeX(point.x);
      const y = point.y === null ? null : placeY(point.y);
      return Number.isFinite(x) ? [{ point, x, y: Number.isFinite(y) ? y : null }] : [];
    }),
  };
}

type Scale = ReturnType<ReturnType<typeof PLOT.plot>["scale"]>;

/** Returns what places a value; one of a band is placed in its middle. */
function placing(scale: Scale): (value: unknown) => number {
  if (scale === undefined) return () => NaN;
  const half = (scale.bandwidth ?? 0) / 2;
  return (value) => Number(scale.apply(value)) + half;
}
