/**
 * The time axis, and amounts over time as the rows that Plot draws.
 *
 * @module
 */
import type { Markish } from "@observablehq/plot";
import type { Amount, Band } from "@/lib/chart/block.ts";
import { type Canvas, TEXT_SIZE } from "@/lib/chart/figure/canvas.ts";
import { COLOURS } from "@/lib/chart/theme.ts";
import type { PeriodStyle } from "@/lib/chart/format.ts";
import { clockTicks } from "./clock_ticks.ts";

/** Pixels of the axis that one tick may have. */
const TICK_ROOM = 80;

/** One period of a line; NaN breaks it. */
export interface Dot {
  readonly time: Date;
  readonly value: number;
}

/** One period of a band; NaN breaks it. */
export interface BandDot {
  readonly time: Date;
  readonly lower: number;
  readonly upper: number;
}

/** Returns the moment at which a period starts, in UTC. */
export function startOf(period: string): Date {
  return new Date(/^\d{4}-\d{2}-\d{2}$/.test(period) ? `${period}T00:00:00Z` : period);
}

/** Returns the dots of the periods at these positions. */
export function dotsOf(
  periods: readonly string[],
  values: readonly Amount[],
  positions: readonly number[],
): readonly Dot[] {
  return positions.map((index) => ({ time: startOf(periods[index]), value: values[index] ?? NaN }));
}

/** Returns the dots of a band at these positions; one side missing is both missing. */
export function bandDotsOf(
  periods: readonly string[],
  band: Band,
  positions: readonly number[],
): readonly BandDot[] {
  return positions.map((index) => {
    const lower = band.lower[index] ?? NaN;
    const upper = band.upper[index] ?? NaN;
    const isWhole = Number.isFinite(lower) && Number.isFinite(upper);
    return {
      time: startOf(periods[index]),
      lower: isWhole ? lower : NaN,
      upper: isWhole ? upper : NaN,
    };
  });
}

/** Returns the dots with a gap on both sides, which a line alone would not show. */
export function lonely(dots: readonly Dot[]): readonly Dot[] {
  const isKnown = (dot: Dot | undefined) => dot !== undefined && Number.isFinite(dot.value);
  return dots.filter((dot, index) =>
    isKnown(dot) && !isKnown(dots[index - 1]) && !isKnown(dots[index + 1])
  );
}

/** Returns the marks of the time axis: words with short ticks, and no line. */
export function timeAxis(
  { plot }: Canvas,
  { periods, ...style }: PeriodStyle & { readonly periods: readonly string[] },
  width: number,
): readonly Markish[] {
  const most = Math.max(2, Math.floor(width / TICK_ROOM));
  const ticks = clockTicks(periods.map(startOf), style, most);
  const texts = new Map(ticks.map(({ time, text }) => [time.getTime(), text]));
  return [plot.axisX(ticks.map(({ time }) => time), {
    label: null,
    tickSize: 4,
    tickFormat: (time: Date) => texts.get(time.getTime()) ?? "",
    stroke: COLOURS.faint,
    fill: COLOURS.muted,
    fontSize: TEXT_SIZE,
  })];
}
