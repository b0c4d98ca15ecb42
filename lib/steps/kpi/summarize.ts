/**
 * The figures of a kpi that summaries may quote and results list.
 *
 * @module
 */
import type { Amount } from "@/lib/chart/block.ts";
import type { Figures, FigureValue } from "@/lib/steps/step.ts";
import type { KpiFacts, MeasureFacts } from "./facts.ts";

/** Values of a dimension that are figures of their own; more make a list, not figures. */
export const NAMED_VALUES = 24;

/** Returns, for each measure, its total, its last whole period, how it moved, and its parts. */
export function summarizeKpi(facts: KpiFacts): Figures {
  const figures = new Map<string, FigureValue>();
  const last = lastWhole(facts);
  figures.set("periods", { title: "Periods", value: facts.periods.length, unit: null });
  figures.set("first", { title: "First period", value: facts.periods[0] ?? null, unit: null });
  figures.set("last", { title: "Last period", value: facts.periods.at(-1) ?? null, unit: null });
  facts.measures.forEach((measure, i) => {
    const { name, unit } = measure;
    const put = (path: string, title: string, value: FigureValue["value"], own = unit) =>
      figures.set(`${name}.${path}`, { title: `${name}, ${title}`, value, unit: own });
    put("total", "total", measure.total);
    if (last !== null) {
      put("last", "last whole period", measure.values[last]);
      for (const [base, values] of Object.entries(measure.compared)) {
        const words = base === "previous_year" ? "the year before" : "the period before";
        put(base, words, values[last]);
        put(
          `${base}_change`,
          `change on ${words}`,
          changeOf(measure.values[last], values[last]),
          "%",
        );
      }
      if (measure.target !== null) put("target", "target", measure.target);
    }
    for (const dimension of facts.dimensions) {
      const { values, rest } = dimension;
      const ranked = values.filter(({ value }) => value !== rest || rest === null)
        .toSorted((a, b) => rank(b.amounts[i]) - rank(a.amounts[i]));
      put(`top.${dimension.name}`, `greatest ${dimension.name}`, ranked[0]?.value ?? null, null);
      const named = values.filter(({ value }, at) =>
        at < NAMED_VALUES || (rest !== null && value === rest)
      );
      for (const { value, amounts } of named) {
        put(`by.${dimension.name}.${value ?? "null"}`, `${value ?? "nothing"}`, amounts[i]);
      }
    }
  });
  return Object.fromEntries(figures);
}

/** Returns the position of the last period that is over; `null` where there is none. */
export function lastWhole(facts: Pick<KpiFacts, "periods" | "incomplete">): number | null {
  const last = facts.periods.length - (facts.incomplete === null ? 1 : 2);
  return last < 0 ? null : last;
}

/** Returns the values of a measure up to the last whole period, oldest first. */
export function wholeValues(facts: KpiFacts, measure: MeasureFacts): readonly Amount[] {
  const last = lastWhole(facts);
  return last === null ? [] : measure.values.slice(0, last + 1);
}

/** Returns the share by which a value moved; `null` where there is nothing to compare with. */
function changeOf(value: Amount, before: Amount): Amount {
  if (value === null || before === null || before === 0) return null;
  return Number(((value - before) / Math.abs(before)).toPrecision(12));
}

function rank(amount: Amount): number {
  return amount ?? -Infinity;
}
