/**
 * Tells of a cell what is needed to choose which of its figures may leave the house: on how many rows they rest.
 *
 * @module
 */
import type { ExplainFacts } from "@/lib/steps/explain/facts.ts";
import type { Span } from "@/lib/steps/explain/spans.ts";
import type { KpiFacts } from "@/lib/steps/kpi/facts.ts";
import { lastWhole, NAMED_VALUES } from "@/lib/steps/kpi/summarize.ts";
import { kpiFactsOf } from "@/lib/steps/series.ts";
import type { Input } from "@/lib/steps/step.ts";
import type { FactCell } from "./writer.ts";

/** Tells of the cells of a summary, in their order. */
export function factCells(inputs: readonly Input[]): readonly FactCell[] {
  const kpis = inputs.filter(({ kind }) => kind === "kpi").map(kpiFactsOf);
  return inputs.map((input) => {
    const { cell, kind, figures, schema } = input;
    const facts = kind === "kpi" ? kpiFactsOf(input) : null;
    const measures = facts?.measures ?? [];
    return {
      cell,
      kind,
      figures,
      grain: schema.grain,
      measure: kind === "detect"
        ? schema.columns.find(({ role }) => role === "measure")?.name ?? null
        : null,
      natures: Object.fromEntries(measures.map(({ name, nature }) => [name, nature])),
      sizes: facts === null ? {} : sizesOf(facts),
      additive: measures.filter(({ additivity }) => additivity === "additive")
        .map(({ name }) => name),
      rests: facts === null ? restsOf(input, kpis) : kpiRests(facts),
    };
  });
}

/** Of a dimension with more values than are figures, the rest would be the total without the others. */
function sizesOf({ dimensions }: KpiFacts): FactCell["sizes"] {
  return Object.fromEntries(
    dimensions.filter(({ count }) => count <= NAMED_VALUES).map(({ name, values }) => [
      name,
      Object.fromEntries(values.map(({ value, rows }) => [value ?? "null", rows] as const)),
    ]),
  );
}

/** A change tells one period from the other, and so rests on the smaller. */
function kpiRests(facts: KpiFacts): FactCell["rests"] {
  const { rowsIn } = facts;
  const at = lastWhole(facts);
  const rowsAt = (place: number | null) => place === null ? 0 : rowsIn[place] ?? 0;
  const last = rowsAt(at);
  const before = rowsAt(at === null ? null : at - 1);
  const year = rowsAt(at === null ? null : yearBefore(facts, at));
  return {
    total: rowsIn.reduce((sum, rows) => sum + rows, 0),
    last,
    previous_period: before,
    previous_period_change: Math.min(last, before),
    previous_year: year,
    previous_year_change: Math.min(last, year),
  };
}

/** Periods in a year; days go by the calendar, weeks by 52 of them. */
const IN_A_YEAR = { week: 52, month: 12, quarter: 4, year: 1 } as const;

function yearBefore({ grain, periods }: KpiFacts, at: number): number | null {
  if (grain !== "day" && grain !== "hour") return at - IN_A_YEAR[grain];
  const [year, ...rest] = periods[at].split("-");
  const place = periods.indexOf([Number(year) - 1, ...rest].join("-"));
  return place < 0 ? null : place;
}

/** Of cells below a kpi it is the kpis of the same periods that know the rows; the fewest count. */
function restsOf(input: Input, kpis: readonly KpiFacts[]): FactCell["rests"] {
  const { kind, figures, schema } = input;
  const alike = kpis.filter(({ grain }) => grain === schema.grain || kind === "explain");
  const between = (first: string, last: string, grain = schema.grain) => {
    const counts = alike.filter((kpi) => kpi.grain === grain).map(({ periods, rowsIn }) =>
      rowsIn.reduce(
        (sum, rows, i) => periods[i] >= first && periods[i] <= last ? sum + rows : sum,
        0,
      )
    );
    return counts.length === 0 ? 0 : Math.min(...counts);
  };
  if (kind === "detect") {
    const period = String(figures["worst.period"]?.value ?? "");
    return { "worst.value": between(period, period) };
  }
  if (kind !== "explain") return {};
  // Explain cells write these facts.
  const { spans, grain } = input.facts as ExplainFacts;
  if (spans === null) return {};
  const rowsOf = ({ first, last }: Span) => between(first, last, grain);
  const [before, after] = [rowsOf(spans.before), rowsOf(spans.after)];
  return { before, after, change: Math.min(before, after) };
}
