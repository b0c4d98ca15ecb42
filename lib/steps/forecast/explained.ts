/**
 * Says what explains a forecast besides its own past: whether that helped, and what each of it does to a value.
 *
 * @module
 */
import type { TableBlock } from "@/lib/chart/block.ts";
import { formatNumber } from "@/lib/chart/format.ts";
import type { RegressorEffect } from "@/lib/stats/forecast/explanation.ts";
import { labelOf } from "@/lib/steps/label.ts";
import type { ForecastFact, ForecastFacts } from "./facts.ts";
import { listWords } from "./names.ts";

/** Standard errors to each side of an effect that hold it in 95 of 100 cases. */
const LIKELY = 1.96;

/** Says in a few words whether it helped; nothing where nothing explains it. */
export function tellHelp({ explainedBy, explanation }: ForecastFact): string {
  if (explanation === null) return "";
  const { isUsed, isRequired, withThem, withoutThem } = explanation;
  const names = labelOf(listWords(explainedBy));
  if (!isUsed) return `. ${names} did not help and ${areWords(explainedBy)} not used`;
  if (withThem === null || withoutThem === null) return "";
  const gain = withThem.percent - withoutThem.percent;
  if (gain > 0) return `. ${names} helped`;
  return isRequired
    ? `. ${names} did not help, and ${areWords(explainedBy)} used as you set ${
      themWords(explainedBy)
    }`
    : "";
}

/** Says what explains it, whether that helped when tried on the past, and what was left out. */
export function tellExplanation(one: ForecastFact): readonly string[] {
  return [
    ...(one.explainedBy.length === 0 ? [] : [tellUse(one)]),
    ...one.unexplained.map(({ name, reason }) => `${name} is left out as it ${reason}.`),
  ];
}

function tellUse({ explainedBy, explanation }: ForecastFact): string {
  const names = listWords(explainedBy);
  if (explanation === null) {
    return `Not explained by ${names}, as no model could be tried with ${themWords(explainedBy)}.`;
  }
  const { isUsed, isRequired, withThem, withoutThem } = explanation;
  const what = isUsed
    ? `Explained by ${names}, with what was said of the periods ahead.`
    : `Not explained by ${names}: forecasts without ${themWords(explainedBy)} were better ` +
      "when they were chosen. What is said of the periods ahead changes nothing.";
  const set = isRequired
    ? ` As values ahead were set, only models that use ${themWords(explainedBy)} forecast.`
    : "";
  if (withThem === null) return what + set;
  const skill = withoutThem === null
    ? ` Less error than seasonal naive with ${themWords(explainedBy)}: ${
      percent(withThem.percent)
    }.`
    : ` Less error than seasonal naive when tried on the past: ${percent(withThem.percent)} ` +
      `with ${themWords(explainedBy)}, ${percent(withoutThem.percent)} without.`;
  return what + set + skill;
}

/** Lists what one more of each does to a value; nothing where nothing was tried with them. */
export function listEffects(
  { explainedBy, explanation }: ForecastFact,
  { unit }: ForecastFacts,
): readonly TableBlock[] {
  if (explanation === null) return [];
  return [{
    type: "table",
    title: "What one more of each does to a value",
    columns: ["what", "effect", "between, in 95 of 100 cases", "counted"]
      .map((name) => ({ name, type: "text", unit: null })),
    rows: explanation.effects.map((effect, i) => [explainedBy[i], ...effectWords(effect, unit)]),
    total: explanation.effects.length,
  }];
}

function effectWords(
  { size, isPercent, error, weight }: RegressorEffect,
  unit: string | null,
): readonly string[] {
  const write = (amount: number) => {
    const text = isPercent ? percent(amount) : formatNumber(amount, { unit, compact: true });
    return amount > 0 ? `+${text}` : text;
  };
  const range = error === null
    ? "not known"
    : `${write(size - LIKELY * error)} to ${write(size + LIKELY * error)}`;
  const counted = weight === 0 ? "no, may be chance" : percent(100 * weight);
  return [write(size), range, counted];
}

function percent(value: number): string {
  return `${formatNumber(value, { decimals: Math.abs(value) < 10 ? 1 : 0 })}%`;
}

function themWords({ length }: readonly string[]): string {
  return length === 1 ? "it" : "them";
}

function areWords({ length }: readonly string[]): string {
  return length === 1 ? "is" : "are";
}
