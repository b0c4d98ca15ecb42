/**
 * What comes next: a lighter dash in its bands, behind a hairline where history ends.
 *
 * @module
 */
import type { Markish } from "@observablehq/plot";
import { bandDotsOf, dotsOf, startOf } from "@/lib/chart/axis/time.ts";
import type { Amount, ForecastSeries, LineBlock } from "@/lib/chart/block.ts";
import { COLOURS, seriesColour } from "@/lib/chart/theme.ts";
import type { Canvas, DrawOptions } from "./canvas.ts";

/** Returns the marks of what comes next; bands lie under the dash, the widest lowest. */
export function forecastMarks(canvas: Canvas, block: LineBlock, options: DrawOptions): Markish[] {
  const { forecast, periods, series } = block;
  if (forecast === null || forecast.periods.length === 0) return [];
  const colour = seriesColour(series[0]?.name ?? null, options.colours);
  const joined = joinForecast(
    forecast,
    periods,
    block.incomplete ? null : series[0]?.values ?? null,
  );
  const positions = joined.periods.map((_, index) => index);
  const { plot } = canvas;
  return [
    ...joined.intervals.toReversed().map((interval, index) =>
      plot.areaY(bandDotsOf(joined.periods, interval, positions), {
        x: "time",
        y1: "lower",
        y2: "upper",
        fill: colour,
        fillOpacity: index === joined.intervals.length - 1 ? 0.2 : 0.12,
      })
    ),
    plot.lineY(dotsOf(joined.periods, joined.values, positions), {
      x: "time",
      y: "value",
      stroke: colour,
      strokeOpacity: 0.75,
      strokeWidth: 1.75,
      strokeDasharray: "4 3",
    }),
    ...(periods.length === 0
      ? []
      : [plot.ruleX([startOf(periods[periods.length - 1])], { stroke: COLOURS.faint })]),
  ];
}

/** What was forecast earlier has a colour of its own, so that it is told from what came. */
export const EARLIER = seriesColour("earlier", new Map([["earlier", 1]]));

/** Returns the marks of what was forecast from earlier origins: thin dashes, each begun by a dot. */
export function earlierMarks({ plot }: Canvas, { forecast, periods }: LineBlock): Markish[] {
  return (forecast?.origins ?? []).flatMap(({ from, values }) => {
    const dots = dotsOf(periods.slice(from), values, values.map((_, index) => index));
    const line = { x: "time", y: "value", stroke: EARLIER } as const;
    return [
      plot.lineY(dots, { ...line, strokeWidth: 1.5, strokeDasharray: "4 3" }),
      plot.dot(dots.slice(0, 1), { ...line, r: 2.5, fill: COLOURS.paper, strokeWidth: 1.25 }),
    ];
  });
}

/** Starts a forecast at the last known value, so that line and bands grow out of it. */
function joinForecast(
  forecast: ForecastSeries,
  periods: readonly string[],
  values: readonly Amount[] | null,
): ForecastSeries {
  const last = values?.[periods.length - 1] ?? null;
  if (last === null) return forecast;
  return {
    periods: [periods[periods.length - 1], ...forecast.periods],
    values: [last, ...forecast.values],
    intervals: forecast.intervals.map(({ level, lower, upper }) => ({
      level,
      lower: [last, ...lower],
      upper: [last, ...upper],
    })),
  };
}
