/**
 * Parts of figures over time: a range of periods, or some of the series. Runs in a browser too.
 *
 * @module
 */
import type { Grain } from "@/lib/frame/schema.ts";
import type {
  Amount,
  AreaBlock,
  Band,
  EarlierForecast,
  EventMark,
  Figure,
  Flag,
  LineBlock,
} from "./block.ts";

/** A figure over time. */
export type TimeFigure = LineBlock | AreaBlock;

/** Positions among a figure's periods, those of a forecast after those of history; both are in. */
export interface PeriodRange {
  readonly from: number;
  readonly to: number;
}

/** Whether a figure's periods can be chosen from. */
export function isOverTime(figure: Figure): figure is TimeFigure {
  return figure.type === "line" || figure.type === "area";
}

/** Returns all periods of a figure, those of a forecast last. */
export function allPeriods(figure: TimeFigure): readonly string[] {
  return figure.type === "line"
    ? [...figure.periods, ...figure.forecast?.periods ?? []]
    : figure.periods;
}

/** Returns the first and the last day of a range, both included, as `YYYY-MM-DD`. */
export function daysOf(
  figure: TimeFigure,
  { from, to }: PeriodRange,
): { readonly from: string; readonly to: string } {
  const periods = allPeriods(figure);
  return { from: periods[from].slice(0, 10), to: lastDayOf(periods[to], figure.grain) };
}

const MONTHS: Readonly<Record<Exclude<Grain, "hour" | "day" | "week">, number>> = {
  month: 1,
  quarter: 3,
  year: 12,
};

function lastDayOf(period: string, grain: Grain): string {
  const [year, month, day] = period.slice(0, 10).split("-").map(Number);
  switch (grain) {
    case "hour":
    case "day":
      return period.slice(0, 10);
    case "week":
      return dayText(Date.UTC(year, month - 1, day + 6));
    case "month":
    case "quarter":
    case "year":
      return dayText(Date.UTC(year, month - 1 + MONTHS[grain], 0));
  }
}

function dayText(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** Returns the figure with these periods alone. */
export function zoomTo<Zoomed extends TimeFigure>(figure: Zoomed, range: PeriodRange): Zoomed;
export function zoomTo(figure: TimeFigure, { from, to }: PeriodRange): TimeFigure {
  const part = <Value>(values: readonly Value[]) => values.slice(from, to + 1);
  const common = {
    periods: part(figure.periods),
    series: figure.series.map((one) => ({ ...one, values: part(one.values) })),
  };
  if (figure.type === "area") return { ...figure, ...common };
  const { forecast, band, expected, flags, incomplete, periods } = figure;
  const history = periods.length;
  const later = <Value>(values: readonly Value[]) =>
    values.slice(Math.max(0, from - history), Math.max(0, to + 1 - history));
  const origins = (forecast?.origins ?? []).map((one) => earlierIn(one, { from, to }))
    .filter(({ values }) => values.length > 0);
  const bandOf = (band: Band, cut: (values: readonly Amount[]) => readonly Amount[]): Band => ({
    lower: cut(band.lower),
    upper: cut(band.upper),
  });
  return {
    ...figure,
    ...common,
    expected: expected === null ? null : part(expected),
    band: band === null ? null : bandOf(band, part),
    flags: flagsIn(flags, { from, to }),
    ...(figure.events === undefined ? {} : { events: eventsIn(figure.events, { from, to }) }),
    ...(figure.dismissed === undefined
      ? {}
      : { dismissed: flagsIn(figure.dismissed, { from, to }) }),
    forecast: forecast === null || (to < history && origins.length === 0) ? null : {
      periods: later(forecast.periods),
      values: later(forecast.values),
      intervals: forecast.intervals.map((one) => ({ ...one, ...bandOf(one, later) })),
      ...(origins.length === 0 ? {} : { origins }),
    },
    incomplete: incomplete && to >= history - 1 && from < history,
  };
}

function flagsIn(flags: readonly Flag[], { from, to }: PeriodRange): readonly Flag[] {
  return flags.filter(({ index }) => index >= from && index <= to)
    .map((flag) => ({ ...flag, index: flag.index - from }));
}

function eventsIn(events: readonly EventMark[], range: PeriodRange): readonly EventMark[] {
  return events.filter(({ from, until }) => until >= range.from && from <= range.to)
    .map(({ name, from, until }) => ({
      name,
      from: Math.max(from, range.from) - range.from,
      until: Math.min(until, range.to) - range.from,
    }));
}

/** Returns the part of an earlier forecast that lies in a range, placed within it. */
function earlierIn({ from, values }: EarlierForecast, range: PeriodRange): EarlierForecast {
  const skipped = Math.max(0, range.from - from);
  return {
    from: from + skipped - range.from,
    values: values.slice(skipped, Math.max(skipped, range.to + 1 - from)),
  };
}

/** Returns the names that a reader can leave out one by one; none where there is only one. */
export function namesIn(figure: Figure): readonly string[] {
  const names = isOverTime(figure)
    ? figure.series.map(({ name }) => name)
    : figure.type === "scatter"
    ? figure.points.map(({ group }) => group)
    : [];
  const known = [...new Set(names)].filter((name): name is string => name !== null);
  return known.length < 2 ? [] : known;
}

/** Returns the figure without the series or points of these names. */
export function withoutNames(figure: Figure, hidden: ReadonlySet<string>): Figure {
  if (hidden.size === 0) return figure;
  const isShown = (name: string | null) => name === null || !hidden.has(name);
  switch (figure.type) {
    case "line": {
      const series = figure.series.filter(({ name }) => isShown(name));
      // Odd periods and the forecast are of the first series.
      const isWhole = series[0] === figure.series[0];
      const rest = isWhole ? {} : { flags: [], dismissed: [], forecast: null };
      return { ...figure, series, ...rest };
    }
    case "area":
      return { ...figure, series: figure.series.filter(({ name }) => isShown(name)) };
    case "scatter":
      return { ...figure, points: figure.points.filter(({ group }) => isShown(group)) };
    case "multiples":
    case "bar":
    case "waterfall":
    case "histogram":
    case "heatmap":
      return figure;
  }
}
