/**
 * Draws one point a row; points of one group share a colour.
 *
 * @module
 */
import {
  HALO,
  header,
  headerRows,
  type KeyItem,
  shorten,
  textWidth,
} from "@/lib/chart/axis/labels.ts";
import { axisTitle, extentOf, scaleFor, tickText } from "@/lib/chart/axis/ticks.ts";
import { lyingAxis, valueAxis } from "@/lib/chart/axis/value_axis.ts";
import type { ScatterBlock, ScatterPoint } from "@/lib/chart/block.ts";
import { COLOURS, seriesColour } from "@/lib/chart/theme.ts";
import { type Canvas, type DrawOptions, isNarrow, type Picture } from "./canvas.ts";

/** More words than this on a chart cover its points. */
const MOST_LABELS = 12;

/** More points than this hide one another. */
const MOST_POINTS = 2000;

/** Describes the block as Plot draws it. */
export function drawScatter(canvas: Canvas, block: ScatterBlock, options: DrawOptions): Picture {
  const { plot } = canvas;
  const points = thinned(block.points);
  const x = scaleFor(extentOf(points.map((point) => point.x)), isNarrow(options) ? 4 : 7);
  const y = scaleFor(extentOf(points.map((point) => point.y)), 5);
  const key = keyOf(points, options);
  const title = axisTitle(block.y);
  const labelled = points.filter(({ label }) => label !== null);
  return {
    title: block.title,
    options: {
      width: options.width,
      height: isNarrow(options) ? 300 : 400,
      marginTop: 12 + 20 * headerRows(title, key, options.width),
      marginRight: 20,
      marginBottom: 48,
      marginLeft: 10 + Math.max(...y.ticks.map(tickText(y, block.y.unit)).map(textWidth)),
      x: { domain: [x.low, x.high] },
      y: { domain: [y.low, y.high] },
      marks: [
        ...valueAxis(canvas, y, block.y.unit),
        lyingAxis(canvas, x, block.x),
        plot.dot(points, {
          x: "x",
          y: "y",
          r: points.length > 400 ? 2.5 : 3.5,
          fill: ({ group }: ScatterPoint) => seriesColour(group, options.colours),
          fillOpacity: points.length > 400 ? 0.45 : 0.7,
          stroke: "none",
        }),
        ...(labelled.length > MOST_LABELS ? [] : [plot.text(labelled, {
          x: "x",
          y: "y",
          text: ({ label }: ScatterPoint) => shorten(label ?? "", isNarrow(options) ? 11 : 22),
          textAnchor: "start",
          dx: 8,
          fill: COLOURS.ink,
          ...HALO,
        })]),
        header(title, key),
      ],
    },
  };
}

function keyOf(points: readonly ScatterPoint[], { colours }: DrawOptions): readonly KeyItem[] {
  const groups = new Set(points.map(({ group }) => group));
  return [...groups]
    .filter((group): group is string => group !== null)
    .slice(0, 7)
    .map((group) => ({
      sign: "dot",
      colour: seriesColour(group, colours),
      text: shorten(group, 22),
    }));
}

/** Keeps the points at the four ends, the labelled ones, and an even choice of the rest. */
function thinned(points: readonly ScatterPoint[]): readonly ScatterPoint[] {
  if (points.length <= MOST_POINTS) return points;
  const ends = new Set<ScatterPoint>();
  for (const side of ["x", "y"] as const) {
    ends.add(points.reduce((least, point) => point[side] < least[side] ? point : least));
    ends.add(points.reduce((most, point) => point[side] > most[side] ? point : most));
  }
  const every = Math.ceil(points.length / MOST_POINTS);
  return points.filter((point, index) =>
    index % every === 0 || point.label !== null || ends.has(point)
  );
}
