/**
 * Shows a forecast cell: history, what was forecast of it earlier, and what comes next.
 *
 * @module
 */
import type { Block, LineBlock } from "@/lib/chart/block.ts";
import { formatNumber, formatPeriod } from "@/lib/chart/format.ts";
import { labelOf } from "@/lib/steps/label.ts";
import { seriesName } from "@/lib/steps/series.ts";
import type { ForecastFact, ForecastFacts } from "./facts.ts";
import type { ForecastBody } from "./parameters.ts";
import { MODEL_NAMES, tellReliability } from "./reliability.ts";

/** History that a chart of a forecast shows, in horizons; the rest would flatten what comes. */
const SHOWN_HORIZONS = 6;
const SHOWN_PERIODS = 120;

/** The intervals that a chart draws, in percent. */
const DRAWN_LEVELS = [50, 95];

/** Shows each series with how far it may be trusted, and why. */
export function renderForecast(facts: ForecastFacts, body: ForecastBody): readonly Block[] {
  return facts.series.flatMap((one): Block[] => [
    drawForecast(one, facts, body),
    tellReliability(one, facts),
  ]);
}

/** Returns the sum of what is forecast; `null` where nothing is. */
export function totalOf({ yhat }: ForecastFact): number | null {
  if (yhat.length === 0) return null;
  return yhat.reduce<number>((sum, value) => sum + (value ?? 0), 0);
}

function drawForecast(one: ForecastFact, facts: ForecastFacts, body: ForecastBody): LineBlock {
  const name = seriesName(one.segment, body);
  const shown = Math.max(SHOWN_PERIODS, SHOWN_HORIZONS * body.horizon);
  const last = one.periods.at(-1);
  const origins = shownOrigins(one, shown);
  return {
    type: "line",
    title: `${name}: forecast`,
    answer: last === undefined
      ? one.reason
      : `${formatNumber(one.yhat.at(0) ?? null, { unit: facts.unit, compact: true })} a ` +
        `${facts.grain} to begin with, up to ${formatPeriod(last, facts.grain)} ` +
        `by ${MODEL_NAMES[one.model]}`,
    axis: { title: labelOf(body.measure), unit: facts.unit },
    grain: facts.grain,
    periods: one.history.periods.slice(-shown),
    series: [{ name: null, style: "plain", values: one.history.values.slice(-shown) }],
    expected: null,
    band: null,
    flags: [],
    forecast: {
      periods: one.periods,
      values: one.yhat,
      intervals: one.intervals.filter(({ level }) => DRAWN_LEVELS.includes(level))
        .map(({ level, lower, upper }) => ({ level: level / 100, lower, upper })),
      ...(origins.length === 0 ? {} : { origins }),
    },
    target: null,
    incomplete: false,
  };
}

/** Returns what was forecast earlier, placed in the last `shown` periods; all of it must be there. */
function shownOrigins({ history, origins }: ForecastFact, shown: number) {
  const hidden = Math.max(0, history.periods.length - shown);
  return origins.map(({ from, values }) => ({ from: from - hidden, values }))
    .filter(({ from }) => from >= 0);
}
