/**
 * Draws layers stacked over time; a period without any value is a gap.
 *
 * @module
 */
import type { Markish } from "@observablehq/plot";
import { endLabels, endMargin } from "@/lib/chart/axis/end_labels.ts";
import { header, headerRows, type KeyItem, textWidth } from "@/lib/chart/axis/labels.ts";
import { axisTitle, extentOf, scaleFor, tickText } from "@/lib/chart/axis/ticks.ts";
import { bandDotsOf, timeAxis } from "@/lib/chart/axis/time.ts";
import { valueAxis } from "@/lib/chart/axis/value_axis.ts";
import type { Amount, AreaBlock, Series } from "@/lib/chart/block.ts";
import { COLOURS, seriesColour } from "@/lib/chart/theme.ts";
import { type Box, type Canvas, type DrawOptions, isNarrow, type Picture } from "./canvas.ts";
import { mostPoints, thinnedWords, thinTogether } from "./thin.ts";

/** A layer's lower and upper edge in each period; `null` in a gap. */
interface Layer {
  readonly series: Series;
  readonly lower: readonly Amount[];
  readonly upper: readonly Amount[];
}

/** Describes the block as Plot draws it. */
export function drawArea(canvas: Canvas, block: AreaBlock, options: DrawOptions): Picture {
  const layers = stack(block);
  const edges = layers.flatMap(({ lower, upper }) => [...lower, ...upper]);
  const { width } = options;
  const most = mostPoints(options);
  const positions = thinTogether(layers.map(({ upper }) => upper), most);
  const scale = scaleFor(extentOf(edges), isNarrow(options) ? 4 : 5, { zero: "always" });
  const named = block.series.filter(({ name }) => name !== null);
  const title = axisTitle(block.axis);
  const thinned = thinnedWords(block.periods.length, { width, most, grain: block.grain });
  const key: KeyItem[] = thinned === null
    ? []
    : [{ sign: "none", colour: COLOURS.muted, text: thinned }];
  const box: Box = {
    width: options.width,
    height: isNarrow(options) ? 260 : 340,
    marginTop: 12 + 20 * Math.max(1, headerRows(title, key, options.width)),
    marginRight: Math.max(14, endMargin(named, options)),
    marginBottom: 40,
    marginLeft: 10 + Math.max(...scale.ticks.map(tickText(scale, block.axis.unit)).map(textWidth)),
  };
  const middles = layers.filter(({ series }) => series.name !== null).map((layer) => ({
    ...layer.series,
    values: layer.upper.map((upper, index) => middleOf(layer.lower[index], upper)),
  }));
  return {
    title: block.title,
    options: {
      ...box,
      x: { type: "utc" },
      y: { domain: [scale.low, scale.high] },
      marks: [
        ...valueAxis(canvas, scale, block.axis.unit),
        ...timeAxis(canvas, block, options.width),
        ...layers.flatMap((layer) => layerMarks(canvas, { block, layer, positions }, options)),
        ...endLabels(canvas, { periods: block.periods, series: middles, scale, box, options }),
        header(title, key),
      ],
    },
  };
}

function middleOf(lower: Amount, upper: Amount): Amount {
  return lower === null || upper === null ? null : (lower + upper) / 2;
}

/** Puts each layer on the one before it. */
function stack({ periods, series }: AreaBlock): readonly Layer[] {
  const isGap = periods.map((_, index) => series.every(({ values }) => values[index] === null));
  let floor: readonly Amount[] = isGap.map((gap) => gap ? null : 0);
  return series.map((one) => {
    const lower = floor;
    const upper = lower.map((edge, index) =>
      edge === null ? null : edge + (one.values[index] ?? 0)
    );
    floor = upper;
    return { series: one, lower, upper };
  });
}

function layerMarks(
  { plot }: Canvas,
  { block, layer, positions }: {
    readonly block: AreaBlock;
    readonly layer: Layer;
    /** Those of all layers: their edges meet. */
    readonly positions: readonly number[];
  },
  options: DrawOptions,
): Markish[] {
  const { series, lower, upper } = layer;
  const colour = seriesColour(series.name, options.colours);
  const rows = bandDotsOf(block.periods, { lower, upper }, positions);
  return [
    plot.areaY(rows, { x: "time", y1: "lower", y2: "upper", fill: colour, fillOpacity: 0.55 }),
    plot.lineY(rows, { x: "time", y: "upper", stroke: colour, strokeWidth: 1.25 }),
  ];
}
