/**
 * Says how far a forecast may be trusted: a grade on the page, and behind it how the models did on
 * held-out periods, from which origins, and why one of them was taken.
 *
 * @module
 */
import type { DetailsBlock, Span, TableBlock, TextBlock } from "@/lib/chart/block.ts";
import { formatNumber, formatPeriod } from "@/lib/chart/format.ts";
import type { ForecastFact, ForecastFacts } from "./facts.ts";

/** The models as people call them. */
export const MODEL_NAMES: Readonly<Record<ForecastFact["model"], string>> = {
  seasonal_naive: "Seasonal naive",
  sarimax: "SARIMAX",
  last_value: "Last value",
  none: "None",
};

const TONES = { A: "good", B: "good", C: "fair", D: "poor" } as const;

/** Tells a grade, or in words that there is too little history for one, with the evidence behind it. */
export function tellReliability(one: ForecastFact, facts: ForecastFacts): DetailsBlock {
  const { candidates, coverage, reliability } = one;
  const told = reliability.status === "scored"
    ? `Reliability ${reliability.badge}, ${formatNumber(reliability.score, { decimals: 0 })} of 100`
    : reliability.reason;
  const held = coverage === null ? "" : `. The 95% interval held ${percent(coverage[95])} of ` +
    "held-out values";
  return {
    type: "details",
    summary: told + held,
    badge: reliability.status === "scored"
      ? { text: reliability.badge, tone: TONES[reliability.badge] }
      : { text: "?", tone: "fair" },
    blocks: [
      explain(one),
      ...(candidates.length === 0 ? [] : [listCandidates(one, facts.unit)]),
      ...(one.origins.length === 0 ? [] : [listOrigins(one, facts)]),
    ],
  };
}

function percent(value: number): string {
  return `${formatNumber(value, { decimals: 0 })}%`;
}

/** What was tried, why this model forecasts, and what its intervals are worth. */
function explain(
  { calibrated, candidates, coverage, intervals, model, reason }: ForecastFact,
): TextBlock {
  const tried = candidates.map((one) => MODEL_NAMES[one.model]);
  const sentences = [
    tried.length === 0
      ? "No model was tried on the past."
      : `Tried on the past: ${tried.join(" and ")}. ${whyOf({ candidates, model, reason })}`,
    ...(tried.length === 0 && reason !== null ? [`${reason}.`] : []),
    ...(coverage === null ? [] : [
      `Of held-out values ${percent(coverage[50])} lay in the 50% interval, ` +
      `${percent(coverage[80])} in the 80% interval and ${percent(coverage[95])} in the 95% ` +
      "interval, each judged by intervals that had not seen it.",
    ]),
    ...(intervals.length === 0 ? [] : [
      calibrated
        ? "The intervals are as wide as errors on held-out periods were."
        : "The intervals are the model's own, as too few periods were held out to check them.",
    ]),
  ];
  return {
    type: "text",
    paragraphs: sentences.map((text): readonly Span[] => [{ kind: "plain", text }]),
  };
}

/** Says why the model forecasts that does. */
function whyOf(
  { candidates, model, reason }: Pick<ForecastFact, "candidates" | "model" | "reason">,
): string {
  if (reason !== null) return `${reason}.`;
  const errors = candidates.flatMap(({ metrics, model }) =>
    metrics === null || metrics.mae === null ? [] : [{ model, mae: metrics.mae }]
  );
  const won = errors.find((one) => one.model === model);
  const others = errors.filter((one) => one.model !== model);
  if (won === undefined || others.length === 0) return `${MODEL_NAMES[model]} forecasts.`;
  const beaten = others.map((one) => `${formatNumber(one.mae)} of ${MODEL_NAMES[one.model]}`);
  return `${MODEL_NAMES[model]} had the least mean absolute error: ${formatNumber(won.mae)} ` +
    `against ${beaten.join(" and ")}.`;
}

function number(name: string, unit: string | null = null) {
  return { name, type: "float", unit } as const;
}

function share(percent: number | null | undefined): number | null {
  return percent === null || percent === undefined ? null : percent / 100;
}

function listCandidates(
  { candidates, backtestHorizon, origins }: ForecastFact,
  unit: string | null,
): TableBlock {
  return {
    type: "table",
    title: `Errors on held-out periods: ${origins.length} origins, ` +
      `${backtestHorizon} periods ahead of each`,
    columns: [
      { name: "model", type: "text", unit: null },
      number("MASE"),
      number("skill over naive", "%"),
      number("MAE", unit),
      number("RMSE", unit),
      { name: "MAPE", type: "text", unit: null },
      number("sMAPE", "%"),
      number("WAPE", "%"),
    ],
    rows: candidates.map(({ model, metrics, skill, failure }) => [
      failure === null ? MODEL_NAMES[model] : `${MODEL_NAMES[model]} (${failure})`,
      metrics?.mase ?? null,
      share(skill),
      metrics?.mae ?? null,
      metrics?.rmse ?? null,
      metrics === null || metrics.mape === null
        ? null
        : `${formatNumber(metrics.mape, { decimals: 1 })}% (${metrics.mapePeriods} of ` +
          `${metrics.periods} used)`,
      share(metrics?.smape),
      share(metrics?.wape),
    ]),
    total: candidates.length,
  };
}

/** Each origin with the mean absolute error of every model from there. */
function listOrigins(
  { candidates, history, origins }: ForecastFact,
  { grain, unit }: ForecastFacts,
): TableBlock {
  const tried = candidates.filter(({ failure }) => failure === null);
  return {
    type: "table",
    title: "From each origin: the mean absolute error",
    columns: [
      { name: "first period ahead", type: "text", unit: null },
      ...tried.map(({ model }) => number(MODEL_NAMES[model], unit)),
    ],
    rows: origins.map(({ from }, fold) => [
      formatPeriod(history.periods[from], grain),
      ...tried.map(({ foldErrors }) => foldErrors[fold] ?? null),
    ]),
    total: origins.length,
  };
}
