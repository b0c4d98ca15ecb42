/**
 * Figures on their way to a browser, shorter: periods that follow each other are told by the first
 * of them, and amounts over time by the digits that are told or seen. Runs in a browser too.
 *
 * @module
 */
import type { Grain } from "@/lib/frame/schema.ts";
import { extentOf } from "./axis/ticks.ts";
import type { Amount, Band, Figure, ForecastSeries, LineBlock } from "./block.ts";
import { shownDecimals } from "./format.ts";

/** Periods without a hole: the first, and how many there are. */
interface PeriodRun {
  readonly from: string;
  readonly count: number;
}

/** A figure as it is sent; its periods stand beside it where they are a run. */
export interface PackedFigure {
  readonly figure: Figure;
  readonly periods: PeriodRun | null;
  /** Those of its forecast. */
  readonly next: PeriodRun | null;
}

/** A change of this share of all that a figure shows is drawn as none. */
const SMALLEST_STEP = 1 / 4000;

type Shorten = (amount: Amount) => Amount;

/** Makes a figure short. Its amounts are then as exact as any words about them. */
export function packFigure(figure: Figure): PackedFigure {
  switch (figure.type) {
    case "line": {
      const periods = runOf(figure.periods, figure.grain);
      const next = figure.forecast && runOf(figure.forecast.periods, figure.grain);
      return { figure: shortLine(figure, { periods, next }), periods, next };
    }
    case "multiples":
    case "area": {
      const periods = runOf(figure.periods, figure.grain);
      if (periods === null) return { figure, periods, next: null };
      return { figure: { ...figure, periods: [] }, periods, next: null };
    }
    case "bar":
    case "waterfall":
    case "scatter":
    case "histogram":
    case "heatmap":
      return { figure, periods: null, next: null };
  }
}

/** Makes a figure whole again. */
export function unpackFigure({ figure, periods, next }: PackedFigure): Figure {
  if (figure.type !== "line" && figure.type !== "area" && figure.type !== "multiples") {
    return figure;
  }
  const whole = periods === null
    ? figure
    : { ...figure, periods: periodsOf(periods, figure.grain) };
  if (whole.type !== "line" || whole.forecast === null || next === null) return whole;
  return { ...whole, forecast: { ...whole.forecast, periods: periodsOf(next, whole.grain) } };
}

function shortLine(
  figure: LineBlock,
  { periods, next }: Pick<PackedFigure, "periods" | "next">,
): LineBlock {
  const { band, expected, forecast, series } = figure;
  const shown = shortener(figure);
  return {
    ...figure,
    periods: periods === null ? figure.periods : [],
    series: series.map((one) => ({ ...one, values: one.values.map(shown) })),
    expected: expected && expected.map(shown),
    band: band && shortBand(band, shown),
    forecast: forecast && {
      ...shortForecast(forecast, shown),
      periods: next === null ? forecast.periods : [],
    },
  };
}

function shortForecast(forecast: ForecastSeries, shown: Shorten): ForecastSeries {
  const { periods, values, intervals, origins } = forecast;
  return {
    periods,
    values: values.map(shown),
    intervals: intervals.map(({ level, ...band }) => ({ level, ...shortBand(band, shown) })),
    ...(origins === undefined ? {} : {
      origins: origins.map(({ from, values }) => ({ from, values: values.map(shown) })),
    }),
  };
}

function shortBand({ lower, upper }: Band, shown: Shorten): Band {
  return { lower: lower.map(shown), upper: upper.map(shown) };
}

/** Returns what leaves out the digits of amounts that are neither told nor seen. */
function shortener(figure: LineBlock): Shorten {
  const { axis: { unit }, series } = figure;
  const factor = unit === "%" ? 100 : 1;
  const [low, high] = extentOf(series.flatMap(({ values }) => values)) ?? [0, 0];
  const seen = high > low ? -Math.log10((high - low) * SMALLEST_STEP) : 0;
  return (amount) => {
    if (amount === null || Number.isInteger(amount)) return amount;
    const told = shownDecimals(amount * factor, unit) + Math.log10(factor);
    const decimals = Math.ceil(Math.max(told, seen));
    // So many no number has.
    return decimals > MOST_DECIMALS ? amount : Number(amount.toFixed(decimals));
  };
}

/** As many as numbers are written with. */
const MOST_DECIMALS = 20;

function runOf(periods: readonly string[], grain: Grain): PeriodRun | null {
  if (periods.length === 0) return null;
  const run = { from: periods[0], count: periods.length };
  const told = periodsOf(run, grain);
  return periods.every((period, index) => period === told[index]) ? run : null;
}

const DAYS = { day: 1, week: 7 } as const;
const MONTHS = { month: 1, quarter: 3, year: 12 } as const;

function periodsOf({ from, count }: PeriodRun, grain: Grain): readonly string[] {
  const [year, month, day] = from.slice(0, 10).split("-").map(Number);
  return Array.from({ length: count }, (_, index) => {
    switch (grain) {
      case "hour":
        return hourAfter(from, index);
      case "day":
      case "week":
        return dayText(Date.UTC(year, month - 1, day + index * DAYS[grain]));
      case "month":
      case "quarter":
      case "year":
        return dayText(Date.UTC(year, month - 1 + index * MONTHS[grain], day));
    }
  });
}

/** As the first is written, with milliseconds or without. */
function hourAfter(from: string, hours: number): string {
  const start = Date.parse(from);
  if (Number.isNaN(start)) return from;
  const text = new Date(start + hours * 3_600_000).toISOString();
  return from.includes(".") ? text : text.replace(".000Z", "Z");
}

function dayText(time: number): string {
  return Number.isNaN(time) ? "" : new Date(time).toISOString().slice(0, 10);
}
