/**
 * Writes a summary where no text was given: what was measured, what is odd, what
 * comes next, and what was left out, from the cells' figures alone.
 *
 * @module
 */
import { labelOf } from "@/lib/steps/label.ts";
import type { Figures, FigureValue } from "@/lib/steps/step.ts";

/** A cell above, with its figures. */
export interface ToldCell {
  readonly cell: string;
  readonly kind: string;
  readonly figures: Figures;
}

/** Measures of one kpi that a summary speaks of. */
const TOLD_MEASURES = 3;

/** Returns a text for `fillTemplate`, one paragraph a subject. */
export function composeTemplate(cells: readonly ToldCell[]): string {
  const paragraphs = [
    cells.filter(({ kind }) => kind === "load").map(tellLoad),
    cells.filter(({ kind }) => kind === "check").map(tellCheck),
    cells.filter(({ kind }) => kind === "kpi").map(tellKpi),
    cells.filter(({ kind }) => kind === "detect").map(tellDetect),
    cells.filter(({ kind }) => kind === "forecast").map(tellForecast),
  ].map((sentences) => sentences.filter((sentence) => sentence !== "").join(" "));
  return paragraphs.filter((paragraph) => paragraph !== "").join("\n\n");
}

function tellLoad({ cell, figures }: ToldCell): string {
  const rejected = isAbove(figures.rejected, 0)
    ? `, {{ ${cell}.rejected }} values were rejected and kept aside`
    : "";
  const repeats = isAbove(figures.duplicates, 0)
    ? `, {{ ${cell}.duplicates }} rows repeat another exactly`
    : "";
  return `{{ ${cell}.rows }} rows were read${rejected}${repeats}.`;
}

function tellCheck({ cell, figures }: ToldCell): string {
  return isAbove(figures.failed, 0)
    ? `{{ ${cell}.failed }} of {{ ${cell}.rules }} checks failed in ${cell}.`
    : `All {{ ${cell}.rules }} checks of ${cell} passed.`;
}

function tellKpi({ cell, figures }: ToldCell): string {
  const measures = Object.keys(figures).filter((path) => path.endsWith(".total"))
    .map((path) => path.slice(0, -".total".length)).slice(0, TOLD_MEASURES);
  return measures.map((measure) => tellMeasure(cell, measure, figures)).join(" ");
}

function tellMeasure(cell: string, measure: string, figures: Figures): string {
  const place = (path: string) => `{{ ${cell}.${measure}.${path} }}`;
  const parts = [
    `${labelOf(measure)} was ${place("total")} from {{ ${cell}.first }} to {{ ${cell}.last }}`,
  ];
  if (figures[`${measure}.last`]?.value !== undefined) {
    parts.push(`${place("last")} in the last whole period`);
  }
  for (
    const [base, words] of [["previous_period", "before"], ["previous_year", "the year before"]]
  ) {
    const before = figures[`${measure}.${base}`]?.value ?? null;
    if (before !== null) parts.push(`${place(base)} ${words}`);
  }
  const tops = Object.keys(figures).filter((path) => path.startsWith(`${measure}.top.`));
  for (const path of tops) {
    const dimension = path.slice(`${measure}.top.`.length);
    const { value } = figures[path];
    const amount = `${measure}.by.${dimension}.${value}`;
    if (value === null || figures[amount] === undefined) continue;
    // True of a ratio and of what the top leaves over, where "most of it" would not be.
    parts.push(`highest in {{ ${cell}.${path} }} ({{ ${cell}.${amount} }})`);
  }
  return `${parts.join(", ")}.`;
}

function tellDetect({ cell, figures }: ToldCell): string {
  if (!isAbove(figures.flagged, 0)) return `None of {{ ${cell}.periods }} periods is odd.`;
  return `{{ ${cell}.flagged }} of {{ ${cell}.periods }} periods are odd; the oddest is ` +
    `{{ ${cell}.worst.period }} with {{ ${cell}.worst.value }} where ` +
    `{{ ${cell}.worst.expected }} was expected.`;
}

function tellForecast({ cell, figures }: ToldCell): string {
  if (typeof figures.next?.value !== "number") return "";
  const grade = typeof figures.score?.value === "number"
    ? ` Its reliability is {{ ${cell}.reliability }}, {{ ${cell}.score }} of 100.`
    : ` {{ ${cell}.reliability }}.`;
  return `The next period should bring {{ ${cell}.next }}, and all up to {{ ${cell}.until }} ` +
    `together {{ ${cell}.total }}, by {{ ${cell}.model }}.${grade}`;
}

function isAbove(figure: FigureValue | undefined, least: number): boolean {
  return typeof figure?.value === "number" && figure.value > least;
}
