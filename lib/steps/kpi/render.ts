/**
 * Shows a kpi: a big number and a line for each measure, bars for each dimension.
 *
 * @module
 */
import type { BarBlock, Block, LineBlock, NumberBlock, TextBlock } from "@/lib/chart/block.ts";
import { formatChange, formatNumber, formatPeriod } from "@/lib/chart/format.ts";
import { roundAmount } from "@/lib/steps/amount.ts";
import { clockShown } from "@/lib/steps/clock.ts";
import { labelOf, labelWithin } from "@/lib/steps/label.ts";
import { whenWords } from "@/lib/steps/when.ts";
import type { KpiFacts, MeasureFacts } from "./facts.ts";
import type { KpiParameters } from "./parameters.ts";
import { lastWhole, wholeValues } from "./summarize.ts";

/** Periods of a sparkline. */
const SPARKLINE = 60;

/** Bars of a dimension; the rest is in the relation. */
const BARS = 12;

/** With more measures the lines of all but the first stand side by side. */
const PAIRED = 2;

/** The comparison that a big number shows, where there are several. */
const BASES_BY_RANK = ["previous_period", "previous_year"] as const;

/** Shows the numbers first, then lines, then bars. */
export function renderKpi(facts: KpiFacts, { show }: KpiParameters): readonly Block[] {
  if (show === "line") return [{ type: "text", paragraphs: [oneLine(facts)] }];
  const numbers = facts.measures.map((measure) => bigNumber(facts, measure));
  const lines = facts.periods.length > 1
    ? facts.measures.map((measure, i) => ({
      ...lineOf(facts, measure),
      ...(i > 0 && facts.measures.length > PAIRED ? { room: "half" as const } : {}),
    }))
    : [];
  const bars = facts.dimensions.flatMap((_, i) => barsOf(facts, i));
  return [...numbers, ...lines, ...bars];
}

/** Says what there is, for a kpi that others build on. */
function oneLine(facts: KpiFacts): TextBlock["paragraphs"][number] {
  const { periods, grain, measures } = facts;
  const names = measures.map(({ name }, i) => i === 0 ? labelOf(name) : labelWithin(name));
  const count = `${formatNumber(periods.length)} ${grain}${periods.length === 1 ? "" : "s"}`;
  const [first] = periods;
  const last = periods.at(-1);
  const span = first === undefined || last === undefined
    ? ""
    : `, ${formatPeriod(first, facts)} to ${formatPeriod(last, facts)}`;
  return [{ kind: "plain", text: `${names.join(", ")} of ${count}${span}.` }];
}

/** Returns a measure's last whole period, else its total. */
export function bigNumber(facts: KpiFacts, measure: MeasureFacts): NumberBlock {
  const last = lastWhole(facts);
  const base = BASES_BY_RANK.find((known) => measure.compared[known] !== undefined);
  const period = last === null ? "" : `, ${formatPeriod(facts.periods[last], facts)}`;
  return {
    type: "number",
    title: `${labelOf(measure.name)}${period}`,
    value: last === null ? measure.total : measure.values[last],
    unit: measure.unit,
    change: base === undefined ? null : {
      before: last === null ? null : measure.compared[base][last],
      base: baseWords(base, facts),
    },
    better: measure.better,
    history: wholeValues(facts, measure).slice(-SPARKLINE),
  };
}

function baseWords(base: typeof BASES_BY_RANK[number], { grain }: KpiFacts): string {
  return base === "previous_year" ? "the year before" : `the ${grain} before`;
}

function lineOf(facts: KpiFacts, measure: MeasureFacts): LineBlock {
  const yearBefore = measure.compared.previous_year;
  return {
    type: "line",
    title: `${labelOf(measure.name)} by ${facts.grain}`,
    answer: answerOf(facts, measure),
    axis: { title: labelOf(measure.name), unit: measure.unit },
    grain: facts.grain,
    ...clockShown(facts),
    periods: facts.periods,
    series: [
      { name: labelOf(measure.name), style: "plain", values: measure.values },
      ...(yearBefore?.some((value) => value !== null)
        ? [{ name: "the year before", style: "muted" as const, values: yearBefore }]
        : []),
    ],
    expected: null,
    band: null,
    flags: [],
    events: facts.events.map(({ name, from, until }) => ({ name, from, until })),
    forecast: null,
    target: measure.target === null ? null : { label: "target", value: measure.target },
    incomplete: facts.incomplete !== null,
  };
}

/** Says the answer first: the last whole period, how it moved, then all of it. */
function answerOf(facts: KpiFacts, measure: MeasureFacts): string {
  const write = (amount: MeasureFacts["total"]) =>
    formatNumber(amount, { unit: measure.unit, compact: true });
  const parts: string[] = [];
  const last = lastWhole(facts);
  if (last !== null) {
    const value = measure.values[last];
    const moves = BASES_BY_RANK.flatMap((base) => {
      const before = measure.compared[base]?.[last] ?? null;
      return before === null
        ? []
        : [`, ${formatChange(value, before, measure.unit).text} on ${baseWords(base, facts)}`];
    });
    const when = whenWords(facts.periods[last], facts);
    parts.push(`${write(value)} ${when}${moves.join("")}`);
  }
  const isSum = measure.additivity === "additive";
  parts.push(`${write(measure.total)} ${isSum ? "in all" : "over all rows"}`);
  const gaps = measure.values.filter((value) => value === null).length;
  if (gaps > 0) {
    // A ratio has none either where nothing was counted of which it is one.
    const without = isSum ? "rows" : "a value";
    parts.push(`${gaps} ${facts.grain}${gaps === 1 ? "" : "s"} without ${without}`);
  }
  return `${labelOf(measure.name)} ${parts.join("; ")}`;
}

function barsOf(facts: KpiFacts, dimension: number): BarBlock[] {
  const { name, values, count } = facts.dimensions[dimension];
  return facts.measures.slice(0, 1).map((measure, i): BarBlock => {
    const bars = values.slice(0, BARS).map(({ value, amounts }) => ({
      name: value ?? "nothing",
      value: amounts[i],
    }));
    const rest = restOf(measure, bars);
    return {
      type: "bar",
      title: `${labelOf(measure.name)} by ${labelWithin(name)}`,
      answer: count > BARS
        ? `The first ${BARS} of ${count}${rest === null ? "" : ", and the rest together"}`
        : null,
      axis: { title: labelOf(measure.name), unit: measure.unit },
      category: name,
      grain: null,
      bars: count > BARS && rest !== null
        ? [...bars, { name: `${count - BARS} others`, value: rest }]
        : bars,
    };
  });
}

/** Returns what is left of a total below some bars; `null` where amounts do not add up. */
function restOf({ additivity, total }: MeasureFacts, bars: BarBlock["bars"]): number | null {
  if (additivity !== "additive" || total === null) return null;
  return roundAmount(bars.reduce((rest, { value }) => rest - (value ?? 0), total));
}
