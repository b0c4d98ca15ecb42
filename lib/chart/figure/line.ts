/**
 * Draws amounts over time: lines with their gaps, the range that was expected, odd
 * periods as rings, and what comes next as a dash in two bands behind a hairline.
 *
 * @module
 */
import type { Markish } from "@observablehq/plot";
import { endLabels, endMargin } from "@/lib/chart/axis/end_labels.ts";
import { HALO, header, headerRows, type KeyItem, textWidth } from "@/lib/chart/axis/labels.ts";
import { axisHead, extentOf, scaleFor, tickText } from "@/lib/chart/axis/ticks.ts";
import { bandDotsOf, dotsOf, lonely, startOf, timeAxis } from "@/lib/chart/axis/time.ts";
import { valueAxis } from "@/lib/chart/axis/value_axis.ts";
import type { Amount, LineBlock, Series } from "@/lib/chart/block.ts";
import { formatNumber } from "@/lib/chart/format.ts";
import { COLOURS, seriesColour } from "@/lib/chart/theme.ts";
import type { Area } from "./areas.ts";
import { type Box, type Canvas, type DrawOptions, isNarrow, type Picture } from "./canvas.ts";
import { eventMarks } from "./events.ts";
import {
  type FlagSpace,
  mostRings,
  placeFlagLabels,
  placerOf,
  type Spot,
  spotsOf,
} from "./flag_labels.ts";
import { flagMarks } from "./flags.ts";
import { EARLIER, earlierMarks, forecastMarks } from "./forecast.ts";
import { mostPoints, thin, thinnedWords, thinTogether, turnsOften } from "./thin.ts";

/** Describes the block as Plot draws it. */
export function drawLine(canvas: Canvas, block: LineBlock, options: DrawOptions): Picture {
  const scale = scaleFor(extentOf(amountsOf(block)), isNarrow(options) ? 4 : 5);
  const key = keyOf(block, options);
  const title = axisHead(block, block.axis);
  const periods = [...block.periods, ...block.forecast?.periods ?? []];
  const named = block.series.filter(({ name }) => name !== null);
  const box: Box = {
    width: options.width,
    height: isNarrow(options) ? 260 : 340,
    marginTop: 12 + 20 * headerRows(title, key, options.width) + (block.flags.length > 0 ? 12 : 0),
    marginRight: Math.max(14, endMargin(named, options)),
    marginBottom: 40,
    marginLeft: 10 + Math.max(...scale.ticks.map(tickText(scale, block.axis.unit)).map(textWidth)),
  };
  const axes: FlagSpace = { scale, box, narrow: isNarrow(options) };
  const space = { ...axes, place: placerOf(block, axes) };
  const trained = trainedWords(block, space);
  const spots = spotsOf(block, block.flags, space);
  const taken = trained === null ? [] : [trained.area];
  const labels = placeFlagLabels(block, spots, { ...space, taken });
  return {
    title: block.title,
    options: {
      ...box,
      x: {
        type: "utc",
        domain: periods.length > 0
          ? [startOf(periods[0]), startOf(periods[periods.length - 1])]
          : [new Date(0), new Date(1)],
      },
      y: { domain: [scale.low, scale.high] },
      marks: [
        ...valueAxis(canvas, scale, block.axis.unit),
        ...timeAxis(canvas, { ...block, periods }, options.width),
        ...expectedMarks(canvas, block, options),
        ...targetMarks(canvas, block),
        ...block.series.toReversed().flatMap((series) =>
          seriesMarks(canvas, { block, series, spots }, options)
        ),
        ...earlierMarks(canvas, block),
        ...forecastMarks(canvas, block, options),
        ...endLabels(canvas, { periods: block.periods, series: named, scale, box, options }),
        ...trainedMarks(canvas, trained),
        ...eventMarks(canvas, block, { ...space, taken: labels.map(({ area }) => area) }),
        ...flagMarks(canvas, block, { spots, labels, ...space }),
        header(title, key),
      ],
    },
  };
}

function* amountsOf(block: LineBlock): Iterable<Amount> {
  for (const { values } of block.series) yield* values;
  yield* block.expected ?? [];
  yield* block.band?.lower ?? [];
  yield* block.band?.upper ?? [];
  yield* block.forecast?.values ?? [];
  for (const { values } of block.forecast?.origins ?? []) yield* values;
  for (const { lower, upper } of block.forecast?.intervals ?? []) {
    yield* lower;
    yield* upper;
  }
  if (block.target !== null) yield block.target.value;
}

function keyOf(block: LineBlock, options: DrawOptions): readonly KeyItem[] {
  const { band, events = [], flags, forecast, target, axis } = block;
  const items: KeyItem[] = [];
  const periods = block.periods.length + (forecast?.periods.length ?? 0);
  const { width } = options;
  const most = mostPoints(options);
  const thinned = thinnedWords(periods, { width, most, grain: block.grain });
  if (thinned !== null) items.push({ sign: "none", colour: COLOURS.muted, text: thinned });
  if (target !== null) {
    const value = formatNumber(target.value, { unit: axis.unit, compact: true });
    items.push({ sign: "dots", colour: COLOURS.muted, text: `${target.label} ${value}` });
  }
  if (band !== null) {
    const text = isNarrow(options) ? "expected" : "expected range";
    items.push({ sign: "band", colour: COLOURS.muted, text });
  }
  if (events.length > 0) items.push({ sign: "dot", colour: COLOURS.muted, text: "event" });
  if (flags.length > 0) {
    const isCrowded = flags.length > mostRings({ narrow: isNarrow(options) });
    const text = isCrowded ? "odd, the strongest" : "odd";
    items.push({ sign: "ring", colour: COLOURS.flag, text });
  }
  if (forecast?.origins !== undefined) {
    const text = isNarrow(options) ? "tried" : "tried on the past";
    items.push({ sign: "dash", colour: EARLIER, text });
  }
  if (forecast !== null && forecast.periods.length > 0) {
    const colour = seriesColour(block.series[0]?.name ?? null, options.colours);
    const levels = forecast.intervals.map(({ level }) => formatNumber(level * 100) + "%");
    const isPlain = levels.length === 0 || isNarrow(options);
    const text = isPlain ? "forecast" : `forecast, ${levels.join(" and ")}`;
    items.push({ sign: levels.length === 0 ? "dash" : "bands", colour, text });
  }
  return items;
}

function expectedMarks(
  { plot }: Canvas,
  { periods, band, expected }: LineBlock,
  options: DrawOptions,
): Markish[] {
  const marks: Markish[] = [];
  // Where what is expected moves slowly, a third of the points show it.
  const share = turnsOften(expected ?? band?.upper ?? []) ? 1 : 1 / 3;
  const most = Math.round(mostPoints(options) * share);
  if (band !== null) {
    const positions = thinTogether([band.lower, band.upper], most);
    marks.push(plot.areaY(bandDotsOf(periods, band, positions), {
      x: "time",
      y1: "lower",
      y2: "upper",
      fill: COLOURS.muted,
      fillOpacity: 0.16,
    }));
  }
  if (expected !== null) {
    marks.push(plot.lineY(dotsOf(periods, expected, thin(expected, most)), {
      x: "time",
      y: "value",
      stroke: COLOURS.muted,
      strokeWidth: 1,
      strokeOpacity: 0.8,
    }));
  }
  return marks;
}

/** Where what a model learnt from ends, and what comes after it in words. */
interface TrainedWords {
  readonly x: Date;
  readonly y: number;
  readonly text: string;
  readonly isLeft: boolean;
  /** What the words cover. */
  readonly area: Area;
}

/** `null` where no model learnt from what is drawn, or from all of it. */
function trainedWords(
  { periods, trained = 0, forecast }: LineBlock,
  { scale, box, narrow }: FlagSpace,
): TrainedWords | null {
  if (trained === 0 || trained >= periods.length) return null;
  const x = startOf(periods[trained]);
  const isLeft = trained > periods.length / 2;
  const text = isLeft ? "trained until here" : narrow ? "new" : "new to the forest";
  const [first, last] = [periods[0], (forecast?.periods ?? periods).at(-1) ?? periods[0]]
    .map((period) => startOf(period).getTime());
  const edge = box.marginLeft +
    (box.width - box.marginLeft - box.marginRight) * (x.getTime() - first) / (last - first);
  const [from, until] = isLeft
    ? [edge - 6 - textWidth(text), edge]
    : [edge, edge + 6 + textWidth(text)];
  const area = { left: from, right: until, top: box.marginTop, bottom: box.marginTop + 16 };
  return { x, y: scale.high, text, isLeft, area };
}

function trainedMarks({ plot }: Canvas, words: TrainedWords | null): Markish[] {
  if (words === null) return [];
  const { x, y, text, isLeft } = words;
  return [
    plot.ruleX([x], { stroke: COLOURS.faint }),
    plot.text([{ x, text }], {
      x: "x",
      y,
      text: "text",
      textAnchor: isLeft ? "end" : "start",
      dx: isLeft ? -6 : 6,
      dy: 8,
      fill: COLOURS.muted,
      ...HALO,
    }),
  ];
}

function targetMarks({ plot }: Canvas, { target }: LineBlock): Markish[] {
  return target === null ? [] : [plot.ruleY([target.value], {
    stroke: COLOURS.muted,
    strokeWidth: 1.5,
    strokeDasharray: "1 3",
  })];
}

function seriesMarks(
  { plot }: Canvas,
  { block, series, spots }: {
    readonly block: LineBlock;
    readonly series: Series;
    readonly spots: readonly Spot[];
  },
  options: DrawOptions,
): Markish[] {
  const isMuted = series.style === "muted";
  const stroke = isMuted ? COLOURS.faint : seriesColour(series.name, options.colours);
  const last = block.periods.length - 1;
  const isProvisional = block.incomplete && last > 0 && !isMuted;
  const marked = series === block.series[0] ? spots.map(({ flag }) => flag.index) : [];
  const positions = thin(series.values, mostPoints(options), marked);
  const dots = dotsOf(block.periods, series.values, positions);
  const whole = isProvisional ? dots.slice(0, -1) : dots;
  const line = { x: "time", y: "value", stroke } as const;
  return [
    plot.lineY(whole, { ...line, strokeWidth: isMuted ? 1.25 : 1.75 }),
    plot.dot(lonely(whole), { x: "time", y: "value", r: 2, fill: stroke, stroke: "none" }),
    ...(isProvisional
      ? [
        plot.lineY(dots.slice(-2), { ...line, strokeWidth: 1.25, strokeDasharray: "1 3" }),
        plot.dot(dots.slice(-1), { ...line, r: 3, fill: COLOURS.paper }),
      ]
      : []),
  ];
}
