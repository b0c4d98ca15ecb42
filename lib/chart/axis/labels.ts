/**
 * Words on a chart: how wide they are, and where they fit without covering each other.
 *
 * @module
 */
import type { RenderFunction } from "@observablehq/plot";
import { TEXT_SIZE } from "@/lib/chart/figure/canvas.ts";
import { COLOURS } from "@/lib/chart/theme.ts";

/** A rim of paper that keeps words readable over lines. */
export const HALO = {
  stroke: COLOURS.paper,
  strokeWidth: 4,
  strokeLinejoin: "round",
  paintOrder: "stroke",
} as const;

/** Returns about how many pixels a text takes in a wide sans serif. */
export function textWidth(text: string): number {
  return [...text].length * TEXT_SIZE * 0.59;
}

/** Cuts a text to a number of letters, the last an ellipsis. */
export function shorten(text: string, letters: number): string {
  const all = [...text];
  return all.length <= letters ? text : `${all.slice(0, letters - 1).join("").trimEnd()}…`;
}

/** Moves positions apart until neighbours are `spacing` away, keeping their order and within `low` and `high`. */
export function spread(
  positions: readonly number[],
  spacing: number,
  [low, high]: readonly [number, number],
): readonly number[] {
  const order = positions.map((_, index) => index).sort((a, b) => positions[a] - positions[b]);
  const placed = positions.slice();
  let floor = low;
  for (const index of order) {
    placed[index] = Math.max(placed[index], floor);
    floor = placed[index] + spacing;
  }
  let ceiling = high;
  for (const index of order.toReversed()) {
    placed[index] = Math.min(placed[index], ceiling);
    ceiling = placed[index] - spacing;
  }
  return placed;
}

/** A sign of the chart and what it means; words without one are about the chart. */
export interface KeyItem {
  readonly sign: "none" | "dots" | "dash" | "band" | "bands" | "ring" | "dot";
  readonly colour: string;
  readonly text: string;
}

const SIGN_WIDTH = 18;

/** Between two items of a key. */
const KEY_GAP = 16;

/** How many rows of words `header` takes above a chart of this width. */
export function headerRows(title: string, items: readonly KeyItem[], width: number): number {
  const key = items.reduce((sum, item) => sum + keyWidth(item), 0);
  const isBelow = items.length > 0 && textWidth(title) + key + 24 > width;
  if (title === "") return keyRows(items, width).length;
  return isBelow ? 1 + keyRows(items, width).length : 1;
}

/** Breaks the items of a key into rows that are no wider than the chart, unless one item is. */
function keyRows(items: readonly KeyItem[], width: number): readonly (readonly KeyItem[])[] {
  const rows: KeyItem[][] = [];
  let left = 0;
  for (const item of items) {
    const row = rows.at(-1);
    if (row !== undefined && keyWidth(item) - KEY_GAP <= left) row.push(item);
    else {
      rows.push([item]);
      left = width;
    }
    left -= keyWidth(item);
  }
  return rows;
}

function keyWidth(item: KeyItem): number {
  return signWidth(item) + textWidth(item.text) + KEY_GAP;
}

/** With the room between a sign and its words. */
function signWidth({ sign }: KeyItem): number {
  return sign === "none" ? 0 : SIGN_WIDTH + 6;
}

/** Draws the axis title at the top left, and what the signs mean beside it or below. */
export function header(title: string, items: readonly KeyItem[]): RenderFunction {
  return (_index, _scales, _values, dimensions, context) => {
    const make = (name: string, attributes: Record<string, string | number>, text?: string) => {
      const element = context.document.createElementNS("http://www.w3.org/2000/svg", name);
      for (const [key, value] of Object.entries(attributes)) {
        element.setAttribute(key, String(value));
      }
      if (text !== undefined) element.append(context.document.createTextNode(text));
      return element;
    };
    const words = { "text-anchor": "start", fill: COLOURS.muted };
    const group = make("g", {});
    if (title !== "") group.append(make("text", { ...words, x: 0, y: 13 }, title));
    const isBelow = title === "" || headerRows(title, items, dimensions.width) > 1;
    for (const [index, row] of (isBelow ? keyRows(items, dimensions.width) : [items]).entries()) {
      let x = isBelow
        ? 0
        : dimensions.width - row.reduce((sum, item) => sum + keyWidth(item), 0) + KEY_GAP;
      const y = 13 + 20 * (isBelow && title !== "" ? index + 1 : index);
      for (const item of row) {
        for (const [name, attributes] of signShapes(item, x, y - 4.5)) {
          group.append(make(name, attributes));
        }
        group.append(make("text", { ...words, x: x + signWidth(item), y }, item.text));
        x += keyWidth(item);
      }
    }
    return group;
  };
}

type Shape = readonly [string, Record<string, string | number>];

function signShapes({ sign, colour }: KeyItem, x: number, y: number): readonly Shape[] {
  const line = { x1: x, x2: x + SIGN_WIDTH, y1: y, y2: y, stroke: colour, "stroke-width": 2 };
  const box = (rise: number, opacity: number): Shape => [
    "rect",
    { x, y: y - rise, width: SIGN_WIDTH, height: 2 * rise, fill: colour, "fill-opacity": opacity },
  ];
  const middle = { cx: x + SIGN_WIDTH / 2, cy: y };
  switch (sign) {
    case "none":
      return [];
    case "dots":
      return [["line", { ...line, "stroke-dasharray": "1 3" }]];
    case "dash":
      return [["line", { ...line, "stroke-dasharray": "4 3" }]];
    case "band":
      return [box(5, 0.18)];
    case "bands":
      return [box(6, 0.12), box(3, 0.2), ["line", { ...line, "stroke-dasharray": "4 3" }]];
    case "ring":
      return [[
        "circle",
        { ...middle, r: 4.5, fill: "none", stroke: colour, "stroke-width": 1.75 },
      ]];
    case "dot":
      return [["circle", { ...middle, r: 4, fill: colour }]];
  }
}
