/**
 * What a chart tells of each of its points, in words. Runs in a browser too.
 *
 * @module
 */
import { type Panels, panelsOf } from "./axis/panels.ts";
import { startOf } from "./axis/time.ts";
import type { AreaBlock, BarBlock, Figure, MultiplesBlock, WaterfallBlock } from "./block.ts";
import { formatNumber, formatPeriod } from "./format.ts";
import { linePoints } from "./hover/line.ts";
import { amount, type HoverPoint, told } from "./hover/point.ts";
import { type ColourAssignment, COLOURS, seriesColour } from "./theme.ts";
import { signedText, waterfallRows } from "./waterfall.ts";

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

function panelPoints(
  { axis, grain, zone, panels, periods }: MultiplesBlock,
  { placeX, placeY }: Panels,
): readonly HoverPoint[] {
  return panels.flatMap(({ name, values }, panel) =>
    periods.map((period, index): HoverPoint => {
      const value = values[index];
      return {
        x: placeX(panel, startOf(period)),
        y: value === null ? null : placeY(panel, value),
        title: `${name}, ${formatPeriod(period, { grain, zone })}`,
        lines: [told(axis.title, amount(value, axis.unit))],
      };
    })
  );
}

function areaPoints({ axis, grain, zone, periods, series }: AreaBlock): readonly HoverPoint[] {
  return periods.map((period, index) => {
    const known = series.map(({ values }) => values[index]).filter((value) => value !== null);
    const total = known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
    return {
      x: startOf(period),
      y: total,
      title: formatPeriod(period, { grain, zone }),
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

function barPoints({ axis, bars, grain, zone }: BarBlock): readonly HoverPoint[] {
  return bars.map(({ name, value }, index) => ({
    x: grain === null ? value ?? 0 : index,
    y: grain === null ? index : value,
    title: grain === null ? name : formatPeriod(name, { grain, zone }),
    lines: [told(axis.title, amount(value, axis.unit))],
  }));
}
