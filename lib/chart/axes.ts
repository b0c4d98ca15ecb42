/**
 * Where the points of a drawn chart are: its axes, as they stand on its drawing. So what is told of
 * points needs nothing that draws. Runs in a browser too.
 *
 * @module
 */
import type { Figure } from "./block.ts";
import { isNarrow } from "./figure/canvas.ts";
import { hoverPoints } from "./hover.ts";
import type { HoverPoint } from "./hover/point.ts";

/** An axis: values between two ends, or `count` places of one width of which `first` is the first's middle. */
export type PlacedAxis =
  | { readonly type: "between"; readonly low: number; readonly high: number }
  | {
    readonly type: "band";
    readonly first: number;
    readonly step: number;
    readonly count: number;
  };

/** A drawing's size, what lies between its axes, and these, in pixels. */
export interface Axes {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly x: PlacedAxis;
  readonly y: PlacedAxis;
}

/** A point in pixels of the drawing. */
export interface PlacedPoint {
  readonly point: HoverPoint;
  readonly x: number;
  /** `null` in a gap. */
  readonly y: number | null;
}

/** Writes axes as numbers and words that need no escape. */
export function axesText({ width, height, left, right, top, bottom, x, y }: Axes): string {
  const sizes = [width, height, left, right, top, bottom].map(String);
  return [...sizes, ...axisWords(x), ...axisWords(y)].join(" ");
}

function axisWords(axis: PlacedAxis): readonly string[] {
  return axis.type === "between"
    ? ["between", String(axis.low), String(axis.high), "0"]
    : ["band", String(axis.first), String(axis.step), String(axis.count)];
}

/** Reads axes; `null` where a drawing was made without. */
export function parseAxes(text: string): Axes | null {
  const words = text.split(" ");
  const [width, height, left, right, top, bottom] = words.slice(0, 6).map(Number);
  const x = parseAxis(words.slice(6, 10));
  const y = parseAxis(words.slice(10, 14));
  if (x === null || y === null || !(width > 0 && height > 0)) return null;
  return { width, height, left, right, top, bottom, x, y };
}

function parseAxis([type, ...numbers]: readonly string[]): PlacedAxis | null {
  const [first, second, count] = numbers.map(Number);
  if (![first, second, count].every(Number.isFinite)) return null;
  if (type === "between") return { type, low: first, high: second };
  return type === "band" ? { type, first, step: second, count } : null;
}

/** Returns where the points of a figure are on a drawing of it. */
export function placePoints(figure: Figure, axes: Axes): readonly PlacedPoint[] {
  const { left, right, top, bottom } = axes;
  return hoverPoints(figure, { narrow: isNarrow(axes) }).flatMap((point) => {
    const x = placeOn(axes.x, Number(point.x), [left, right]);
    const y = point.y === null ? null : placeOn(axes.y, point.y, [bottom, top]);
    return x === null ? [] : [{ point, x, y }];
  });
}

/** Returns where a value is between the two ends of an axis; `null` for what is no number. */
function placeOn(
  axis: PlacedAxis,
  value: number,
  [start, end]: readonly [number, number],
): number | null {
  if (!Number.isFinite(value)) return null;
  if (axis.type === "band") {
    return value < axis.count ? axis.first + axis.step * value : null;
  }
  if (axis.high === axis.low) return (start + end) / 2;
  return start + ((value - axis.low) / (axis.high - axis.low)) * (end - start);
}
