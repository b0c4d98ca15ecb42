/**
 * Says how far a forecast may be trusted: a grade on the page, and behind it how the models did on
 * what came when they were tried on the past, and why one of them was taken.
 *
 * @module
 */
import type { DetailsBlock, Span, TableBlock, TextBlock } from "@/lib/chart/block.ts";
import { formatNumber, formatPeriod } from "@/lib/chart/format.ts";
import { tellBesides } from "./besides.ts";
import { listEffects, tellHelp } from "./explained.ts";
import type { ForecastFact, ForecastFacts } from "./facts.ts";
import { listWords, MODEL_NAMES } from "./names.ts";

type Candidate = ForecastFact["candidates"][number];

const TONES = { A: "good", B: "good", C: "fair", D: "poor" } as const;

/** Tells a grade, or in words that there is too little history for one, with the evidence behind it. */
export function tellReliability(one: ForecastFact, facts: ForecastFacts): DetailsBlock {
  const { candidates, coverage, reliability } = one;
  const told = reliability.status === "scored"
    ? `Reliability ${reliability.badge}, ${formatNumber(reliability.score, { decimals: 0 })} of 100`
    : reliability.reason;
  const held = coverage === null
    ? ""
    : `. Tried on the past, the 95% interval held ${percent(coverage[95])} of what came`;
  return {
    type: "details",
    summary: told + held + tellHelp(one),
    badge: reliability.status === "scored"
      ? { text: reliability.badge, tone: TONES[reliability.badge] }
      : { text: "?", tone: "fair" },
    blocks: [
      explain(one, facts),
      ...listEffects(one, facts),
      ...(candidates.length === 0 ? [] : [listCandidates(one, facts.unit)]),
      ...(one.origins.length === 0 ? [] : [listOrigins(one, facts)]),
    ],
  };
}

function percent(value: number): string {
  return `${formatNumber(value, { decimals: 0 })}%`;
}

/** What was tried, why this model forecasts, and what its intervals are worth. */
function explain(one: ForecastFact, facts: ForecastFacts): TextBlock {
  const { calibrated, candidates, coverage, history, intervals, reason, shifts } = one;
  const tried = [
    ...new Set(
      candidates.flatMap(({ model }) => model === "combination" ? [] : [MODEL_NAMES[model]]),
    ),
  ];
  const held = Object.entries(coverage ?? {}).map(([level, share]) =>
    `${percent(share)} in the ${level}% interval`
  );
  const sentences = [
    tried.length === 0
      ? "No model was tried on the past."
      : `Tried on the past: ${listWords(tried)}. ${whyOf(one)}`,
    ...(tried.length === 0 && reason !== null ? [`${reason}.`] : []),
    ...howChosen(one),
    ...(shifts.length === 0 ? [] : [
      `The level shifted for good: ${
        listWords(shifts.toReversed().map((at) => formatPeriod(history.periods[at], facts)))
      }. What lies before was put on the level after, for models to learn from.`,
    ]),
    ...tellBesides(one, facts),
    ...(held.length === 0 ? [] : [
      `Of what came lay ${listWords(held)}, each judged by intervals that had not seen it.`,
    ]),
    ...(intervals.length === 0 ? [] : [
      calibrated
        ? "The intervals are as wide as errors when tried on the past were, and as the models say."
        : "The intervals are the model's own, as there is too little history to check them.",
    ]),
  ];
  return {
    type: "text",
    paragraphs: sentences.map((text): readonly Span[] => [{ kind: "plain", text }]),
  };
}

/** Says why the model forecasts that does. */
function whyOf({ candidates, members, model, reason }: ForecastFact): string {
  if (reason !== null) return `${reason}.`;
  if (members.length < 2) return `${MODEL_NAMES[model]} forecasts.`;
  const all = new Set(candidates.map(({ model }) => model));
  // The combination itself is among them.
  if (members.length === all.size - 1) return "What forecasts is the median of all of them.";
  const names = members.map((member) => MODEL_NAMES[member]);
  return `What forecasts is the median of ${listWords(names)}.`;
}

/** Says on which origins the choice was made, and which ones report it. */
function howChosen({ chosenOn, members, origins }: ForecastFact): readonly string[] {
  const later = origins.length - chosenOn;
  if (chosenOn === 0 || later === 0) return [];
  const rule = members.length < 2
    ? ""
    : ": models whose error there was at most twice the least one are combined";
  return [
    `The choice was made on the ${countWords("first", chosenOn)}${rule}. Figures are of the ` +
    `${countWords("last", later)}, which took no part in it.`,
  ];
}

function countWords(which: "first" | "last", count: number): string {
  return count === 1 ? `${which} try` : `${which} ${count} tries`;
}

function number(name: string, unit: string | null = null) {
  return { name, type: "float", unit } as const;
}

function share(percent: number | null | undefined): number | null {
  return percent === null || percent === undefined ? null : percent / 100;
}

function listCandidates(
  { candidates, backtestHorizon, chosenOn, origins }: ForecastFact,
  unit: string | null,
): TableBlock {
  const reporting = origins.length - chosenOn || origins.length;
  const isChosen = candidates.some(({ choiceError }) => choiceError !== null);
  return {
    type: "table",
    title: `Errors when tried on the past: ${reporting} ${
      reporting === 1 ? "try" : "tries"
    }, ${backtestHorizon} periods ahead of each`,
    columns: [
      { name: "model", type: "text", unit: null },
      number("MASE"),
      number("skill over naive", "%"),
      { name: "95% range of skill", type: "text", unit: null },
      number("MAE", unit),
      number("RMSE", unit),
      { name: "MAPE", type: "text", unit: null },
      number("sMAPE", "%"),
      number("WAPE", "%"),
      number("CRPS", unit),
      ...(isChosen ? [number("MAE when chosen", unit)] : []),
    ],
    rows: candidates.map((one) => [
      nameCandidate(one),
      one.metrics?.mase ?? null,
      share(one.skill?.percent),
      // Against itself there is nothing to be unsure of.
      one.model === "seasonal_naive" && !one.isExplained
        ? null
        : rangeWords(one.skill?.range ?? null),
      one.metrics?.mae ?? null,
      one.metrics?.rmse ?? null,
      mapeWords(one.metrics),
      share(one.metrics?.smape),
      share(one.metrics?.wape),
      one.metrics?.crps ?? null,
      ...(isChosen ? [one.choiceError] : []),
    ]),
    total: candidates.length,
  };
}

/** Names a model with what it chose, or with why it is out. */
function nameCandidate(one: Candidate): string {
  const { model, detail, failure } = one;
  if (failure !== null) return `${nameOf(one)} (${failure})`;
  if (detail === null) return nameOf(one);
  const name = detail.startsWith(MODEL_NAMES[model]) ? detail : `${MODEL_NAMES[model]}: ${detail}`;
  return name + useWords(one);
}

function nameOf(one: Candidate): string {
  return MODEL_NAMES[one.model] + useWords(one);
}

/** Models stand twice where something explains the measure: with it and without. */
function useWords({ isExplained }: Candidate): string {
  return isExplained ? ", explained" : "";
}

function rangeWords(range: { readonly lower: number; readonly upper: number } | null) {
  return range === null ? null : `${percent(range.lower)} to ${percent(range.upper)}`;
}

function mapeWords(metrics: ForecastFact["candidates"][number]["metrics"]): string | null {
  if (metrics === null || metrics.mape === null) return null;
  const { mape, mapePeriods, periods } = metrics;
  return `${formatNumber(mape, { decimals: 1 })}% (${mapePeriods} of ${periods} used)`;
}

/** Each origin with the mean absolute error of every model from there. */
function listOrigins(
  { candidates, history, origins }: ForecastFact,
  facts: ForecastFacts,
): TableBlock {
  const tried = candidates.filter(({ failure }) => failure === null);
  return {
    type: "table",
    title: "The mean absolute error of each try",
    columns: [
      { name: "first period ahead", type: "text", unit: null },
      ...tried.map((one) => number(nameOf(one), facts.unit)),
    ],
    rows: origins.map(({ from }, fold) => [
      formatPeriod(history.periods[from], facts),
      ...tried.map(({ foldErrors }) => foldErrors[fold] ?? null),
    ]),
    total: origins.length,
  };
}
