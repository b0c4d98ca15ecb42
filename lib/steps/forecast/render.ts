/**
 * Shows a forecast cell: history, what was forecast of it earlier, and what comes next.
 *
 * @module
 */
import type { Block, EventMark, LineBlock } from "@/lib/chart/block.ts";
import { clockShown } from "@/lib/steps/clock.ts";
import { labelOf } from "@/lib/steps/label.ts";
import { seriesName } from "@/lib/steps/series.ts";
import { answerForecast } from "./answer.ts";
import type { ForecastFact, ForecastFacts } from "./facts.ts";
import type { ForecastBody } from "./parameters.ts";
import { tellReliability } from "./reliability.ts";

/** History that a chart of a forecast shows, in horizons; the rest would flatten what comes. */
const SHOWN_HORIZONS = 6;
const SHOWN_PERIODS = 120;

/** Shows each series with how far it may be trusted, and why. */
export function renderForecast(facts: ForecastFacts, body: ForecastBody): readonly Block[] {
  return facts.series.flatMap((one): Block[] => [
    drawForecast(one, facts, body),
    tellReliability(one, facts),
  ]);
}

/** Returns what a series is called: its measure, and which part of it or that it is the whole. */
export function forecastName({ addsUp, segment }: ForecastFact, body: ForecastBody): string {
  return addsUp?.role === "total" ? `${seriesName([], body)}, total` : seriesName(segment, body);
}

function drawForecast(one: ForecastFact, facts: ForecastFacts, body: ForecastBody): LineBlock {
  const name = forecastName(one, body);
  const shown = Math.max(SHOWN_PERIODS, SHOWN_HORIZONS * body.horizon);
  const origins = shownOrigins(one, shown);
  return {
    type: "line",
    title: `${name}: forecast`,
    answer: one.periods.length === 0 ? one.reason : `${name}: ${answerForecast(one, facts)}`,
    axis: { title: labelOf(body.measure), unit: facts.unit },
    grain: facts.grain,
    ...clockShown(facts),
    periods: one.history.periods.slice(-shown),
    series: [{ name: null, style: "plain", values: one.history.values.slice(-shown) }],
    expected: null,
    band: null,
    flags: [],
    events: shownEvents(one, shown),
    forecast: {
      periods: one.periods,
      values: one.yhat,
      intervals: drawnIntervals(one)
        .map(({ level, lower, upper }) => ({ level: level / 100, lower, upper })),
      ...(origins.length === 0 ? {} : { origins }),
    },
    target: null,
    incomplete: false,
  };
}

/** Returns what happened in the last `shown` periods and what will, placed in them. */
function shownEvents({ history, events }: ForecastFact, shown: number): readonly EventMark[] {
  const hidden = Math.max(0, history.periods.length - shown);
  return events.filter(({ until }) => until >= hidden).map(({ name, from, until }) => ({
    name,
    from: Math.max(0, from - hidden),
    until: until - hidden,
  }));
}

/** Returns what was forecast earlier, placed in the last `shown` periods; all of it must be there. */
function shownOrigins({ history, origins }: ForecastFact, shown: number) {
  const hidden = Math.max(0, history.periods.length - shown);
  return origins.map(({ from, values }) => ({ from: from - hidden, values }))
    .filter(({ from }) => from >= 0);
}

/** The narrowest and the widest interval: more bands than two can't be told from one another. */
function drawnIntervals({ intervals }: ForecastFact): ForecastFact["intervals"] {
  return intervals.length <= 2 ? intervals : [intervals[0], intervals[intervals.length - 1]];
}
