/**
 * Draws one amount a category from zero: periods upright on a grid, names lying,
 * each with its amount at its end in place of an axis.
 *
 * @module
 */
import { header, headerRows, shorten, textWidth } from "@/lib/chart/axis/labels.ts";
import {
  amountText,
  axisHead,
  axisTitle,
  extentOf,
  scaleFor,
  tickText,
} from "@/lib/chart/axis/ticks.ts";
import { valueAxis } from "@/lib/chart/axis/value_axis.ts";
import type { BarBlock } from "@/lib/chart/block.ts";
import { formatNumber, formatPeriod } from "@/lib/chart/format.ts";
import { COLOURS, seriesColour } from "@/lib/chart/theme.ts";
import { type Box, type Canvas, type DrawOptions, isNarrow, type Picture } from "./canvas.ts";

/** More lying bars than this are a table; the rest is told in a line below. */
const MOST_BARS = 40;

const ROW_HEIGHT = 26;

/** A bar of a period is no wider, however few there are. */
const WIDEST_BAR = 96;

/** What a bar takes of its period's room. */
const BAR_SHARE = 0.8;

/** Describes the block as Plot draws it. */
export function drawBar(canvas: Canvas, block: BarBlock, options: DrawOptions): Picture {
  return block.grain === null
    ? drawLying(canvas, block, options)
    : drawUpright(canvas, block, options);
}

function drawLying(canvas: Canvas, block: BarBlock, options: DrawOptions): Picture {
  const { plot } = canvas;
  const bars = block.bars.slice(0, MOST_BARS);
  const left = block.bars.length - bars.length;
  const values = bars.map(({ value }) => value);
  const [low, high] = extentOf([0, ...values]) ?? [0, 1];
  const amounts = values.map(amountText(values, block.axis.unit));
  const names = bars.map(({ name }) => shorten(name, isNarrow(options) ? 16 : 36));
  const amountRoom = 16 + Math.max(0, ...amounts.map(textWidth));
  const head = axisHead(block, block.axis, ` by ${block.category.toLowerCase()}`);
  const top = 12 + 20 * headerRows(head, [], options.width);
  const box: Box = {
    width: options.width,
    height: top + 4 + ROW_HEIGHT * Math.max(1, bars.length) + (left > 0 ? 24 : 4),
    marginTop: top,
    marginRight: amountRoom,
    marginBottom: left > 0 ? 28 : 8,
    marginLeft: 12 + Math.max(0, ...names.map(textWidth)) + (low < 0 ? amountRoom : 0),
  };
  const rows = bars.map(({ name, value }, row) => ({ row, name, value: value ?? 0 }));
  return {
    title: block.title,
    options: {
      ...box,
      x: { domain: [low, high === low ? low + 1 : high], axis: null },
      y: { domain: rows.map(({ row }) => row), padding: 0.28, axis: null },
      marks: [
        plot.barX(rows, {
          x1: 0,
          x2: "value",
          y: "row",
          // A name that has a colour elsewhere on the page has it here too.
          fill: ({ name }: { readonly name: string }) => seriesColour(name, options.colours),
        }),
        plot.ruleX([0], { stroke: COLOURS.faint }),
        plot.axisY(rows.map(({ row }) => row), {
          label: null,
          tickSize: 0,
          tickPadding: 8 + (low < 0 ? amountRoom : 0),
          tickFormat: (row: number) => names[row],
          fontSize: 13,
        }),
        ...rows.map((bar) =>
          plot.text([bar], {
            x: "value",
            y: "row",
            text: () => amounts[bar.row],
            textAnchor: bar.value < 0 ? "end" : "start",
            dx: bar.value < 0 ? -6 : 6,
            fill: COLOURS.muted,
            fontVariant: "tabular-nums",
          })
        ),
        ...(left > 0 ? [moreNote(canvas, left)] : []),
        header(head, []),
      ],
    },
  };
}

function moreNote({ plot }: Canvas, left: number) {
  return plot.text([`and ${formatNumber(left)} more in the table`], {
    frameAnchor: "bottom-left",
    textAnchor: "start",
    dy: 20,
    fill: COLOURS.muted,
  });
}

function drawUpright(canvas: Canvas, block: BarBlock, options: DrawOptions): Picture {
  const { plot } = canvas;
  const style = { grain: block.grain ?? "day", zone: block.zone } as const;
  const scale = scaleFor(extentOf(block.bars.map(({ value }) => value)), 4, { zero: "always" });
  const names = block.bars.map(({ name }) => name);
  const words = withoutRepeatedYears(
    names.map((name) => formatPeriod(name, style).replace(/^week of /, "")),
  );
  const room = Math.max(...scale.ticks.map(tickText(scale, block.axis.unit)).map(textWidth));
  const width = options.width - room - 24;
  // There is as much room beside the first and the last bar as between any two.
  const wide = (BAR_SHARE * width) / (names.length + 1 - BAR_SHARE);
  const aside = Math.max(0, (wide - WIDEST_BAR) / 2);
  const every = Math.ceil((names.length * (Math.max(0, ...words.map(textWidth)) + 16)) / width);
  return {
    title: block.title,
    options: {
      width: options.width,
      height: isNarrow(options) ? 240 : 300,
      marginTop: 32,
      marginRight: 14,
      marginBottom: 32,
      marginLeft: 10 + room,
      x: {
        type: "band",
        domain: names,
        padding: names.length > 80 ? 0 : 1 - BAR_SHARE,
        axis: null,
      },
      y: { domain: [scale.low, scale.high] },
      marks: [
        ...valueAxis(canvas, scale, block.axis.unit),
        plot.barY(block.bars.filter(({ value }) => value !== null), {
          x: "name",
          y1: 0,
          y2: "value",
          fill: COLOURS.accent,
          insetLeft: aside,
          insetRight: aside,
        }),
        plot.ruleY([0], { stroke: COLOURS.faint }),
        plot.axisX(names.filter((_, index) => index % Math.max(1, every) === 0), {
          label: null,
          tickSize: 0,
          tickPadding: 8,
          tickFormat: (name: string) => words[names.indexOf(name)],
          fill: COLOURS.muted,
          fontSize: 13,
        }),
        header(axisTitle(block.axis), []),
      ],
    },
  };
}

/** "Jan 2026", "Feb 2026" becomes "Jan 2026", "Feb". */
function withoutRepeatedYears(words: readonly string[]): readonly string[] {
  const yearOf = (text: string | undefined) => / (\d{4})$/.exec(text ?? "")?.[1];
  return words.map((text, index) =>
    yearOf(text) !== undefined && yearOf(text) === yearOf(words[index - 1])
      ? text.slice(0, -5)
      : text
  );
}
