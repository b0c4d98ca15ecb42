/**
 * Draws how a measure came from one amount to another: a row for each step, lying, with what it
 * brought at its end. Both amounts are bars from zero; where the steps would be too small to be seen
 * beside them, the axis is cut and they are points, which have no length to mislead.
 *
 * @module
 */
import { header, headerRows, shorten, textWidth } from "@/lib/chart/axis/labels.ts";
import { amountText, axisHead, extentOf } from "@/lib/chart/axis/ticks.ts";
import type { Amount, WaterfallBlock } from "@/lib/chart/block.ts";
import { formatNumber } from "@/lib/chart/format.ts";
import { COLOURS, seriesColour } from "@/lib/chart/theme.ts";
import { signedText, waterfallRows } from "@/lib/chart/waterfall.ts";
import { type Box, type Canvas, type DrawOptions, isNarrow, type Picture } from "./canvas.ts";

const ROW_HEIGHT = 28;

/** Where the steps move over less than this share of the amounts, the axis is cut. */
const LEAST_SPAN = 0.2;

/** Room beside the steps of a cut axis, as a share of what they move over. */
const ASIDE = 0.08;

/** The second of the colours that keep apart. */
const FALL = seriesColour("fall", new Map([["fall", 1]]));

/** Describes the block as Plot draws it. */
export function drawWaterfall(
  canvas: Canvas,
  block: WaterfallBlock,
  options: DrawOptions,
): Picture {
  const { plot } = canvas;
  const rows = waterfallRows(block).map((one, row) => ({ ...one, row }));
  const { low, high, isCut } = domainOf(rows.flatMap(({ from, to }) => [from, to]));
  const labels = rows.map(labelOf(block, options));
  const names = rows.map(({ name }) => shorten(name, isNarrow(options) ? 20 : 36));
  const head = axisHead(block, block.axis, ` by ${block.category.toLowerCase()}`);
  const top = 12 + 20 * headerRows(head, [], options.width);
  const box: Box = {
    width: options.width,
    height: top + 4 + ROW_HEIGHT * rows.length + 4,
    marginTop: top,
    marginRight: 16 + Math.max(...labels.map(textWidth)),
    marginBottom: 8,
    marginLeft: 12 + Math.max(...names.map(textWidth)),
  };
  const bars = rows.filter(({ isWhole }) => !(isWhole && isCut));
  const points = rows.filter(({ isWhole }) => isWhole && isCut);
  return {
    title: block.title,
    options: {
      ...box,
      x: { domain: [low, high], axis: null },
      y: { domain: rows.map(({ row }) => row), padding: 0.3, axis: null },
      marks: [
        ...(isCut ? [] : [plot.ruleX([0], { stroke: COLOURS.faint })]),
        // From where a step ends to where the next begins.
        plot.ruleX(rows.slice(0, -1), {
          x: "to",
          y1: "row",
          y2: ({ row }: { readonly row: number }) => row + 1,
          stroke: COLOURS.faint,
        }),
        plot.barX(bars, { x1: "from", x2: "to", y: "row", fill: colourOf }),
        plot.dot(points, { x: "to", y: "row", r: 5, fill: COLOURS.rest }),
        plot.axisY(rows.map(({ row }) => row), {
          label: null,
          tickSize: 0,
          tickPadding: 8,
          tickFormat: (row: number) => names[row],
          fontSize: 13,
        }),
        ...rows.map((one) =>
          plot.text([one], {
            x: ({ from, to }: { readonly from: number; readonly to: number }) =>
              isCut && one.isWhole ? to : Math.max(from, to),
            y: "row",
            text: () => labels[one.row],
            textAnchor: "start",
            dx: isCut && one.isWhole ? 10 : 6,
            fill: one.isWhole ? COLOURS.ink : COLOURS.muted,
            fontVariant: "tabular-nums",
          })
        ),
        header(head, []),
      ],
    },
  };
}

interface Drawn {
  readonly from: number;
  readonly to: number;
  readonly isWhole: boolean;
}

function colourOf({ from, to, isWhole }: Drawn): string {
  if (isWhole) return COLOURS.rest;
  return to < from ? FALL : COLOURS.accent;
}

/** Returns the ends of the axis: zero is on it unless the steps would be too small to be seen. */
function domainOf(ends: readonly number[]) {
  const [low, high] = extentOf([0, ...ends]) ?? [0, 1];
  // Zero, where bars begin, is no place that the amounts come to.
  const reached = extentOf(ends.filter((end) => end !== 0)) ?? [0, 0];
  const span = reached[1] - reached[0];
  const isCut = (reached[0] > 0 || reached[1] < 0) && span > 0 &&
    span < LEAST_SPAN * Math.max(Math.abs(low), Math.abs(high));
  if (!isCut) return { low, high: high === low ? low + 1 : high, isCut };
  return { low: reached[0] - ASIDE * span, high: reached[1] + ASIDE * span, isCut };
}

function labelOf(block: WaterfallBlock, options: DrawOptions) {
  const { axis: { unit }, steps, start, end } = block;
  const writeWhole = amountText([start.value, end.value], unit);
  const writeStep = signedText(steps.map(({ change }) => change), unit);
  return ({ isWhole, value, share }: {
    readonly isWhole: boolean;
    readonly value: Amount;
    readonly share: Amount;
  }): string => {
    if (isWhole) return writeWhole(value);
    const told = share === null || isNarrow(options)
      ? ""
      : `, ${formatNumber(share, { unit: "%" })}`;
    return `${writeStep(value)}${told}`;
  };
}
