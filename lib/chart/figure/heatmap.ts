/**
 * Draws a grid of amounts, each a shade: the more, the stronger; below zero in
 * another colour, and without a value a dash. Few cells have their amount written in.
 *
 * @module
 */
import { header, shorten, textWidth } from "@/lib/chart/axis/labels.ts";
import { amountText, axisTitle, extentOf } from "@/lib/chart/axis/ticks.ts";
import type { HeatmapBlock } from "@/lib/chart/block.ts";
import { COLOURS, seriesColour } from "@/lib/chart/theme.ts";
import { type Canvas, type DrawOptions, isNarrow, type Picture } from "./canvas.ts";

interface Cell {
  readonly row: number;
  readonly column: number;
  readonly value: number | null;
  /** From 0 (nothing) to 1 (the greatest size on the grid). */
  readonly weight: number;
  readonly text: string;
}

/** The second of the series colours stands for what lies below zero. */
const BELOW_ZERO = seriesColour("below", new Map([["below", 1]]));

/** The least shade, so that a small amount is not taken for none. */
const LIGHTEST = 0.05;

/** As far as a shade may rise above it under ink for text to keep a contrast of 4.5:1. */
const READABLE = 0.45;

/** Describes the block as Plot draws it. */
export function drawHeatmap(canvas: Canvas, block: HeatmapBlock, options: DrawOptions): Picture {
  const { plot } = canvas;
  const cells = cellsOf(block);
  const names = block.rows.map((name) => shorten(name, isNarrow(options) ? 10 : 24));
  const heads = block.columns.map((name) => shorten(name, 16));
  const marginLeft = 12 + Math.max(0, ...names.map(textWidth));
  const cellWidth = (options.width - marginLeft - 8) / Math.max(1, block.columns.length);
  const every = Math.max(1, Math.ceil((Math.max(0, ...heads.map(textWidth)) + 10) / cellWidth));
  const isWritten = cells.every(({ text }) => textWidth(text) + 6 < cellWidth);
  return {
    title: block.title,
    options: {
      width: options.width,
      height: 64 + 30 * Math.max(1, block.rows.length),
      marginTop: 56,
      marginRight: 8,
      marginBottom: 8,
      marginLeft,
      x: {
        type: "band",
        domain: block.columns.map((_, index) => index),
        axis: null,
        padding: 0.03,
      },
      y: { type: "band", domain: block.rows.map((_, index) => index), axis: null, padding: 0.06 },
      marks: [
        plot.cell(cells.filter(({ value }) => value !== null), {
          x: "column",
          y: "row",
          fill: ({ value }: Cell) => Number(value) < 0 ? BELOW_ZERO : COLOURS.accent,
          fillOpacity: (cell: Cell) =>
            LIGHTEST + (isWritten ? READABLE : 1 - LIGHTEST) * cell.weight,
        }),
        ...(isWritten
          ? [plot.text(cells, {
            x: "column",
            y: "row",
            text: "text",
            fill: ({ value }: Cell) => value === null ? COLOURS.faint : COLOURS.ink,
            fontVariant: "tabular-nums",
          })]
          : []),
        plot.axisX(block.columns.map((_, index) => index).filter((index) => index % every === 0), {
          anchor: "top",
          label: null,
          tickSize: 0,
          tickFormat: (index: number) => heads[index],
          fill: COLOURS.muted,
          fontSize: 13,
        }),
        plot.axisY(block.rows.map((_, index) => index), {
          label: null,
          tickSize: 0,
          tickFormat: (index: number) => names[index],
          fontSize: 13,
        }),
        header(isWritten ? axisTitle(block.axis) : rangeTitle(block), []),
      ],
      opacity: { type: "identity" },
    },
  };
}

/** Says what the shades mean where the amounts are not written in. */
function rangeTitle({ axis, values }: HeatmapBlock): string {
  const extent = extentOf(values.flat());
  if (extent === null) return axisTitle(axis);
  const [low, high] = extent.map(amountText(extent, axis.unit));
  return extent[0] < 0
    ? `${axisTitle(axis)}: ${low} to ${high}, by strength`
    : `${axisTitle(axis)}: from ${low}, faint, to ${high}, strong`;
}

function cellsOf(block: HeatmapBlock): readonly Cell[] {
  const [low, high] = extentOf(block.values.flat()) ?? [0, 1];
  const size = Math.max(Math.abs(low), Math.abs(high)) || 1;
  const write = amountText(block.values.flat(), block.axis.unit);
  const floor = low > 0 && low > high / 2 ? low - (high - low) * 0.1 : 0;
  return block.values.flatMap((values, row) =>
    values.map((value, column) => ({
      row,
      column,
      value,
      weight: value === null ? 0 : (Math.abs(value) - floor) / (size - floor || 1),
      text: write(value),
    }))
  );
}
