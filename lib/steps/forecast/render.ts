/**
 * Shows a forecast cell: history and what comes next, and how the models did on
 * held-out periods.
 *
 * @module
 */
import type { Block, LineBlock, TableBlock, TextBlock } from "@/lib/chart/block.ts";
import { formatNumber, formatPeriod } from "@/lib/chart/format.ts";
import { labelOf } from "@/lib/steps/label.ts";
import { seriesName } from "@/lib/steps/series.ts";
import type { ForecastFact, ForecastFacts } from "./facts.ts";
import type { ForecastBody } from "./parameters.ts";

/** History that a chart of a forecast shows, in horizons; the rest would flatten what comes. */
const SHOWN_HORIZONS = 6;
const SHOWN_PERIODS = 120;

/** The intervals that a chart draws, in percent. */
const DRAWN_LEVELS = [50, 95];

/** The models as people call them. */
export const MODEL_NAMES: Readonly<Record<ForecastFact["model"], string>> = {
  seasonal_naive: "Seasonal naive",
  sarimax: "SARIMAX",
  last_value: "Last value",
  none: "None",
};

/** Shows each series with its reliability and its candidates. */
export function renderForecast(facts: ForecastFacts, body: ForecastBody): readonly Block[] {
  return facts.series.flatMap((one): Block[] => [
    drawForecast(one, facts, body),
    tellReliability(one),
    ...(one.candidates.length === 0 ? [] : [listCandidates(one)]),
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
    },
    target: null,
    incomplete: false,
  };
}

/** Says what the backtest says: which model, how good, and whether it beats the naive one. */
function reliabilityText({ reliability, coverage, reason }: ForecastFact): string[] {
  const told = reliability.status === "scored"
    ? `Reliability ${reliability.badge}, ${formatNumber(reliability.score, { decimals: 0 })} of 100`
    : reliability.reason;
  return [
    told,
    ...(coverage === null ? [] : [
      `The 95% interval held ${formatNumber(coverage[95], { decimals: 0 })}% of held-out values`,
    ]),
    ...(reason === null ? [] : [reason]),
  ];
}

function tellReliability(one: ForecastFact): TextBlock {
  return {
    type: "text",
    paragraphs: [[{ kind: "plain", text: `${reliabilityText(one).join(". ")}.` }]],
  };
}

function listCandidates({ candidates, backtestHorizon }: ForecastFact): TableBlock {
  const number = (name: string, unit: string | null = null) =>
    ({ name, type: "float", unit }) as const;
  const share = (percent: number | null | undefined) =>
    percent === null || percent === undefined ? null : percent / 100;
  const folds = Math.max(0, ...candidates.map(({ foldErrors }) => foldErrors.length));
  return {
    type: "table",
    title: `Backtest: ${folds} origins, ${backtestHorizon} periods ahead of each`,
    columns: [
      { name: "model", type: "text", unit: null },
      number("MASE"),
      number("MAE"),
      number("RMSE"),
      number("WAPE", "%"),
      number("skill over naive", "%"),
      { name: "MAPE", type: "text", unit: null },
    ],
    rows: candidates.map(({ model, metrics, skill, failure }) => [
      failure === null ? MODEL_NAMES[model] : `${MODEL_NAMES[model]} (${failure})`,
      metrics?.mase ?? null,
      metrics?.mae ?? null,
      metrics?.rmse ?? null,
      share(metrics?.wape),
      share(skill),
      metrics === null || metrics.mape === null
        ? null
        : `${formatNumber(metrics.mape, { decimals: 1 })}% (${metrics.mapePeriods} of ` +
          `${metrics.periods} used)`,
    ]),
    total: candidates.length,
  };
}
