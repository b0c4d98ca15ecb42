/**
 * Writes a summary where no text was given: what was measured, what is odd, what
 * comes next, and what was read for it, from the cells' figures alone.
 *
 * @module
 */
import type { Grain } from "@/lib/frame/schema.ts";
import type { MeasureNature } from "@/lib/steps/kpi/nature.ts";
import { labelOf } from "@/lib/steps/label.ts";
import type { Figures, FigureValue } from "@/lib/steps/step.ts";
import { wordsApart } from "./apart.ts";
import { isPlaceable } from "./template.ts";

/** A cell above, with its figures. */
export interface ToldCell {
  readonly cell: string;
  readonly kind: string;
  readonly figures: Figures;
  /** What its periods are; `null` where it has none. */
  readonly grain: Grain | null;
  /** What is judged; `null` of other kinds. */
  readonly measure: string | null;
  /** What the totals of a kpi's measures are, by name. */
  readonly natures: Readonly<Record<string, MeasureNature>>;
}

/** Measures of one kpi that a summary speaks of. */
const TOLD_MEASURES = 3;

/** What stands between a measure and its total. */
const VERBS: Readonly<Record<MeasureNature, string>> = {
  amount: " came to",
  average: " averaged",
  other: ":",
};

/** Returns a text for `fillTemplate`: what happened, what is odd, what comes next, and on what it rests. */
export function composeTemplate(cells: readonly ToldCell[]): string {
  const of = (wanted: string) => cells.filter(({ kind }) => kind === wanted);
  const checks = of("check");
  const paragraphs = [
    ...of("kpi").map(tellKpi),
    tellDetects(of("detect")),
    tellExplains(of("explain")),
    tellForecasts(of("forecast")),
    [...of("load").map(tellLoad), ...checks.map((check) => tellCheck(check, checks.length > 1))]
      .join(" "),
  ];
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

/** Names the cell only where there is another that it could be. */
function tellCheck({ cell, figures }: ToldCell, isNamed: boolean): string {
  const where = isNamed ? ` of ${cell}` : "";
  if (isAbove(figures.failed, 0)) {
    return `{{ ${cell}.failed }} of {{ ${cell}.rules }} checks${where} failed.`;
  }
  return isAbove(figures.rules, 1)
    ? `All {{ ${cell}.rules }} checks${where} passed.`
    : `{{ ${cell}.rules }} check${where} passed.`;
}

function tellKpi(told: ToldCell): string {
  const measures = Object.keys(told.figures).filter((path) => path.endsWith(".total"))
    .map((path) => path.slice(0, -".total".length)).filter(isPlaceable).slice(0, TOLD_MEASURES);
  return measures.map((measure, index) => tellMeasure(told, measure, index === 0)).join(" ");
}

/** The foremost measure is told with its days and its parts, the others in short. */
function tellMeasure(told: ToldCell, measure: string, isForemost: boolean): string {
  const { cell, figures } = told;
  const valueOf = (path: string) => figures[`${measure}.${path}`]?.value ?? null;
  const place = (path: string) => `{{ ${cell}.${measure}.${path} }}`;
  const when = isForemost ? ` from {{ ${cell}.first }} to {{ ${cell}.last }}` : "";
  const verb = VERBS[told.natures[measure] ?? "other"];
  const whole = `${labelOf(measure)}${verb} ${place("total")}${when}`;
  const parts = [
    ...(valueOf("last") === null ? [] : [`${place("last")} ${lastPeriod(told)}`]),
    ...(valueOf("previous_period") === null
      ? []
      : [`${place("previous_period")} the ${periodOf(told)} before`]),
    ...(valueOf("previous_year") === null ? [] : [`${place("previous_year")} a year before`]),
  ];
  const sentence = parts.length === 0 ? whole : `${whole}; ${parts.join(", ")}`;
  return isForemost ? `${sentence}.${tellParts(told, measure)}` : `${sentence}.`;
}

/** True of a ratio and of what the top leaves over, where "most of it" would not be. */
function tellParts({ cell, figures }: ToldCell, measure: string): string {
  const start = `${measure}.top.`;
  const parts = Object.entries(figures).flatMap(([path, { value }]) => {
    if (!path.startsWith(start)) return [];
    const dimension = path.slice(start.length);
    const amount = `${measure}.by.${dimension}.${value}`;
    if (value === null || figures[amount] === undefined || !isPlaceable(amount)) return [];
    return [`by ${dimension} in {{ ${cell}.${path} }} ({{ ${cell}.${amount} }})`];
  });
  return parts.length === 0 ? "" : ` Highest ${listOf(parts)}.`;
}

function tellDetects(cells: readonly ToldCell[]): string {
  const apart = wordsApart(cells, ({ measure }) => measure ?? "");
  return cells.map((told) => tellDetect(told, inBrackets(apart, told))).join(" ");
}

function tellDetect(told: ToldCell, apart: string): string {
  const { cell, figures } = told;
  const what = told.measure === null ? "" : `${plainly(labelOf(told.measure))}${apart}: `;
  const isOne = figures.periods?.value === 1;
  const periods = `{{ ${cell}.periods }} ${periodOf(told)}${isOne ? "" : "s"}`;
  if (!isAbove(figures.flagged, 0)) {
    // Alerts are counted wherever something could be judged.
    return figures.alerts === undefined
      ? `${what}${periods} ${isOne ? "is" : "are"} too few to judge any.`
      : `${what}none of ${periods} is odd.`;
  }
  // A day that is missing has no value to tell.
  const worst = figures["worst.value"]?.value === null
    ? `{{ ${cell}.worst.period }} ({{ ${cell}.worst.reason }}).`
    : `{{ ${cell}.worst.period }} with {{ ${cell}.worst.value }} where ` +
      `{{ ${cell}.worst.expected }} was expected.`;
  return isAbove(figures.flagged, 1)
    ? `${what}{{ ${cell}.flagged }} of ${periods} are odd; the oddest is ${worst}`
    : `${what}{{ ${cell}.flagged }} of ${periods} is odd: ${worst}`;
}

function tellExplains(cells: readonly ToldCell[]): string {
  const apart = wordsApart(
    cells,
    ({ figures: { before, from, to } }) => JSON.stringify([before?.title, from?.value, to?.value]),
  );
  return cells.map((told) => `{{ ${told.cell}.answer }}${inBrackets(apart, told)}.`).join(" ");
}

/** Of one measure forecasts differ by how far they go, or by their model. */
function tellForecasts(all: readonly ToldCell[]): string {
  const cells = all.filter(({ figures }) => typeof figures.next?.value === "number");
  const apart = wordsApart(cells, ({ figures }) => String(figures.series?.value), [
    {
      value: ({ figures }) => figures.horizon?.value ?? null,
      words: (told) => `{{ ${told.cell}.horizon }} ${periodOf(told)}s ahead`,
    },
    {
      value: ({ figures }) => figures.model?.value ?? null,
      words: ({ cell }) => `{{ ${cell}.model }}`,
    },
  ]);
  return cells.map((told) => tellForecast(told, inBrackets(apart, told))).join(" ");
}

function inBrackets(apart: ReadonlyMap<string, string>, { cell }: ToldCell): string {
  const words = apart.get(cell);
  return words === undefined ? "" : ` (${words})`;
}

function tellForecast(told: ToldCell, apart: string): string {
  const { cell, figures } = told;
  const grade = typeof figures.score?.value === "number"
    ? ` The forecast's reliability is {{ ${cell}.reliability }}, {{ ${cell}.score }} of 100.`
    : ` {{ ${cell}.reliability }}.`;
  // Only what adds up has a total.
  const rest = typeof figures.total?.value === "number"
    ? `and {{ ${cell}.total }} in all up to {{ ${cell}.until }}`
    : `and {{ ${cell}.last }} at the end, {{ ${cell}.until }}`;
  const when = told.grain === "day" ? "on the next day" : `in the next ${periodOf(told)}`;
  return `{{ ${cell}.series }}${apart}: {{ ${cell}.next }} expected ${when}, ${rest}.${grade}`;
}

/** A name is no place of the text, whatever braces it has. */
function plainly(name: string): string {
  return name.replaceAll(/([{}])(?=\1)/g, "$1 ");
}

function periodOf({ grain }: ToldCell): string {
  return grain ?? "period";
}

function lastPeriod(told: ToldCell): string {
  return `${told.grain === "day" ? "on" : "in"} the last whole ${periodOf(told)}`;
}

function listOf(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

function isAbove(figure: FigureValue | undefined, least: number): boolean {
  return typeof figure?.value === "number" && figure.value > least;
}
