/**
 * What a chart tells of each of its points, in words. Runs in a browser too.
 *
 * @module
 */
import { type Panels, panelsOf } from "./axis/panels.ts";
import { startOf } from "./axis/time.ts";
import type {
  Amount,
  AreaBlock,
  BarBlock,
  Figure,
  LineBlock,
  MultiplesBlock,
  WaterfallBlock,
} from "./block.ts";
import { eventWords } from "./events.ts";
import { formatNumber, formatPeriod } from "./format.ts";
import { type ColourAssignment, COLOURS, seriesColour } from "./theme.ts";
import { signedText, waterfallRows } from "./waterfall.ts";

/** A name and a number of a point; `flagged` is what is odd. */
export interface HoverLine {
  readonly name: string;
  readonly text: string;
  /** The series or group whose colour it has; `null` where it has none of its own. */
  readonly series: string | null;
  readonly flagged: boolean;
}

/** A point of a chart: where it is on its axes (a place among names from 0), and what is told of it. */
export interface HoverPoint {
  readonly x: Date | number;
  /** `null` in a gap. */
  readonly y: number | null;
  readonly title: string;
  readonly lines: readonly HoverLine[];
}

/** By which axis the nearest point is found. */
export type HoverAxis = "x" | "y" | "both";

/** Returns the colour that a series or group of a figure is drawn in; `null` for one not known yet. */
export function colourIn(
  figure: Figure | null,
  name: string,
  colours: ColourAssignment,
): string {
  const isMuted = figure?.type === "line" &&
    figure.series.some((one) => one.name === name && one.style === "muted");
  return isMuted ? COLOURS.faint : seriesColour(name, colours);
}

/** Tells how the points of a figure are found. */
export function hoverAxisOf(figure: Figure): HoverAxis {
  switch (figure.type) {
    case "line":
    case "area":
    case "histogram":
      return "x";
    case "bar":
      return figure.grain === null ? "y" : "x";
    case "waterfall":
      return "y";
    case "multiples":
    case "scatter":
    case "heatmap":
      return "both";
  }
}

/** Returns the points of a figure, in the order of its axis; `narrow` is how it was drawn. */
export function hoverPoints(
  figure: Figure,
  { narrow = false }: { readonly narrow?: boolean } = {},
): readonly HoverPoint[] {
  switch (figure.type) {
    case "line":
      return linePoints(figure);
    case "area":
      return areaPoints(figure);
    case "multiples":
      return panelPoints(figure, panelsOf(figure, narrow));
    case "bar":
      return barPoints(figure);
    case "waterfall":
      return waterfallPoints(figure);
    case "scatter":
      return figure.points.map(({ x, y, group, label }) => ({
        x,
        y,
        title: label ?? group ?? figure.title,
        lines: [
          told(figure.x.title, amount(x, figure.x.unit)),
          told(figure.y.title, amount(y, figure.y.unit), group),
        ],
      }));
    case "histogram":
      return figure.bins.map(({ from, to, count }) => ({
        x: (from + to) / 2,
        y: count,
        title: `${amount(from, figure.axis.unit)} to ${amount(to, figure.axis.unit)}`,
        lines: [told("Rows", formatNumber(count))],
      }));
    case "heatmap":
      return figure.rows.flatMap((row, rowIndex) =>
        figure.columns.map((column, columnIndex) => ({
          x: columnIndex,
          y: rowIndex,
          title: `${row}, ${column}`,
          lines: [
            told(figure.axis.title, amount(figure.values[rowIndex][columnIndex], figure.axis.unit)),
          ],
        }))
      );
  }
}

function told(name: string, text: string, series: string | null = null): HoverLine {
  return { name, text, series, flagged: false };
}

function amount(value: Amount, unit: string | null): string {
  return formatNumber(value, { unit });
}

function rangeText(lower: Amount, upper: Amount, unit: string | null): string | null {
  return lower === null || upper === null
    ? null
    : `${amount(lower, null)} to ${amount(upper, unit)}`;
}

function linePoints(figure: LineBlock): readonly HoverPoint[] {
  const { axis: { title, unit }, band, expected, flags, forecast, grain, periods, series } = figure;
  const dismissed = new Set((figure.dismissed ?? []).map(({ index }) => index));
  const odd = new Map(flags.map((flag) => [flag.index, flag]));
  const events = eventWords(figure);
  const during = (index: number) => {
    const words = events.get(index);
    return words === undefined ? [] : [told("During", words)];
  };
  const earlier = new Map(
    (forecast?.origins ?? []).flatMap(({ from, values }) =>
      values.map((value, index) => [from + index, value] as const)
    ),
  );
  const history = periods.map((period, index): HoverPoint => {
    const values = series.map((one) => one.values[index]);
    const usual = rangeText(band?.lower[index] ?? null, band?.upper[index] ?? null, unit);
    const middle = expected?.[index] ?? null;
    const flag = odd.get(index);
    return {
      x: startOf(period),
      y: values.find((value) => value !== null) ?? null,
      title: formatPeriod(period, grain),
      lines: [
        ...series.map(({ name }, one) => told(name ?? title, amount(values[one], unit), name)),
        ...(middle === null ? [] : [told("Expected", amount(middle, unit))]),
        ...(usual === null ? [] : [told("Expected range", usual)]),
        ...(earlier.has(index)
          ? [told("Forecast earlier", amount(earlier.get(index) ?? null, unit))]
          : []),
        ...during(index),
        ...(flag === undefined ? [] : [
          {
            name: "Odd",
            text: flag.words ?? oddText(values[0], middle, unit),
            series: null,
            flagged: true,
          },
          ...(flag.score === undefined
            ? []
            : [told("Score", `${formatNumber(flag.score, { decimals: 0 })} of 100`)]),
          ...(flag.said === "real" ? [told("Said to be", "real")] : []),
          ...(flag.causes ?? []).map((cause) => told("", cause)),
        ]),
        ...(dismissed.has(index) ? [told("Said to be", "not odd")] : []),
      ],
    };
  });
  const future = (forecast?.periods ?? []).map((period, index): HoverPoint => ({
    x: startOf(period),
    y: forecast?.values[index] ?? null,
    title: formatPeriod(period, grain),
    lines: [
      told("Forecast", amount(forecast?.values[index] ?? null, unit), series[0]?.name ?? null),
      ...(forecast?.intervals ?? []).flatMap(({ level, lower, upper }) => {
        const text = rangeText(lower[index], upper[index], unit);
        return text === null ? [] : [told(`${formatNumber(level * 100)}% within`, text)];
      }),
      ...during(periods.length + index),
    ],
  }));
  return [...history, ...future];
}

/** Says how far an odd value is from what was expected. */
export function oddText(value: Amount, expected: Amount, unit: string | null): string {
  if (value === null || expected === null) return "not as expected";
  const difference = value - expected;
  const word = difference > 0 ? "above" : "below";
  return `${amount(Math.abs(difference), unit)} ${word} what was expected`;
}

function panelPoints(
  { axis, grain, panels, periods }: MultiplesBlock,
  { placeX, placeY }: Panels,
): readonly HoverPoint[] {
  return panels.flatMap(({ name, values }, panel) =>
    periods.map((period, index): HoverPoint => {
      const value = values[index];
      return {
        x: placeX(panel, startOf(period)),
        y: value === null ? null : placeY(panel, value),
        title: `${name}, ${formatPeriod(period, grain)}`,
        lines: [told(axis.title, amount(value, axis.unit))],
      };
    })
  );
}

function areaPoints({ axis, grain, periods, series }: AreaBlock): readonly HoverPoint[] {
  return periods.map((period, index) => {
    const known = series.map(({ values }) => values[index]).filter((value) => value !== null);
    const total = known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
    return {
      x: startOf(period),
      y: total,
      title: formatPeriod(period, grain),
      lines: [
        ...series.map(({ name, values }) =>
          told(name ?? axis.title, amount(values[index], axis.unit), name)
        ),
        ...(series.length < 2 ? [] : [told("Together", amount(total, axis.unit))]),
      ],
    };
  });
}

function waterfallPoints(figure: WaterfallBlock): readonly HoverPoint[] {
  const { axis: { title, unit }, start, end, steps } = figure;
  const write = signedText(steps.map(({ change }) => change), unit);
  return waterfallRows(figure).map(({ name, to, isWhole, value, share }, y) => {
    const step = steps[y - 1];
    return {
      x: to,
      y,
      title: name,
      lines: isWhole ? [told(title, amount(value, unit))] : [
        told(start.name, amount(step.before, unit)),
        told(end.name, amount(step.after, unit)),
        told("Brought", write(value)),
        ...(share === null ? [] : [told("Of the change", amount(share, "%"))]),
        ...(step.mix === null ? [] : [told("By mix", write(step.mix))]),
        ...(step.rate === null ? [] : [told("By rate", write(step.rate))]),
      ],
    };
  });
}

function barPoints({ axis, bars, grain }: BarBlock): readonly HoverPoint[] {
  return bars.map(({ name, value }, index) => ({
    x: grain === null ? value ?? 0 : index,
    y: grain === null ? index : value,
    title: grain === null ? name : formatPeriod(name, grain),
    lines: [told(axis.title, amount(value, axis.unit))],
  }));
}
