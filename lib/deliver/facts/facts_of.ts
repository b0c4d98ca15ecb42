/**
 * Chooses what of a notebook's figures an outside model may read: computed metrics, of which each rests on
 * enough rows. What is not chosen here is not sent, so a figure that a step gets later stays in the house.
 *
 * @module
 */
import type { Fact } from "@/lib/deliver/told/fact.ts";
import type { FigureValue } from "@/lib/steps/step.ts";
import type { FactCell } from "@/lib/steps/summary/writer.ts";
import { keepLarge } from "./groups.ts";

/** What each kind tells besides its groups. Single rows, texts of rows and lists of them are not here. */
const SENT: Readonly<Record<string, readonly string[]>> = {
  load: ["rows", "rejected", "duplicates"],
  check: ["rules", "failed"],
  kpi: ["periods", "first", "last"],
  detect: [
    "periods",
    "flagged",
    "alerts",
    "worst.period",
    "worst.value",
    "worst.expected",
    "worst.score",
  ],
  forecast: ["horizon", "next", "last", "total", "until", "score", "reliability", "model"],
  explain: ["before", "after", "change"],
};

/** Of these, those that are of single periods and may so be one person's. */
const RESTING: Readonly<Record<string, readonly string[]>> = {
  detect: ["worst.value"],
  explain: ["before", "after", "change"],
};

const MEASURE_PATHS = [
  "total",
  "last",
  "previous_period",
  "previous_period_change",
  "previous_year",
  "previous_year_change",
  "target",
];

/** What a member that stands for all small groups is called. */
const OTHERS = "All others";

/** Returns the facts in the order of the page. Groups of fewer rows than `smallest` are merged. */
export function factsOf(cells: readonly FactCell[], smallest: number): Fact[] {
  return cells.flatMap((told) => {
    const paths = told.kind === "kpi"
      ? [...SENT.kpi, ...measuresOf(told).flatMap((name) => measurePaths(told, name, smallest))]
      : (SENT[told.kind] ?? []).filter((path) =>
        !RESTING[told.kind]?.includes(path) || isOfMany(told, path, smallest)
      );
    const plain = paths.flatMap((path) => {
      const figure = told.figures[path];
      return figure === undefined ? [] : factOf(told, path, figure);
    });
    return told.kind === "kpi" ? [...plain, ...groupFacts(told, smallest)] : plain;
  });
}

/** A target is what somebody set, and rests on no rows. */
function measurePaths(told: FactCell, measure: string, smallest: number): readonly string[] {
  return MEASURE_PATHS.filter((path) => path === "target" || isOfMany(told, path, smallest))
    .map((path) => `${measure}.${path}`);
}

function isOfMany({ rests }: FactCell, path: string, smallest: number): boolean {
  return (rests[path] ?? 0) >= smallest;
}

function measuresOf({ natures }: FactCell): readonly string[] {
  return Object.keys(natures);
}

function factOf({ cell, kind, grain }: FactCell, path: string, figure: FigureValue): Fact[] {
  const { value, unit, title } = figure;
  const named = { name: `${cell}.${path}`, title };
  if (value === null) return [];
  if (typeof value === "string") {
    return /^\d{4}-\d{2}-\d{2}/.test(value)
      ? [{ type: "period", ...named, value, grain: grain ?? "day" }]
      // "ARIMA(1,1,1)" is a name: no number is told by it.
      : [{ type: path === "model" ? "name" : "sentence", ...named, value }];
  }
  const isChange = path.endsWith("_change") || (kind === "explain" && path === "change");
  return [{ type: "figure", ...named, value, unit, isChange, about: null }];
}

function groupFacts(told: FactCell, smallest: number): Fact[] {
  return measuresOf(told).flatMap((measure) =>
    Object.entries(told.sizes).flatMap(([dimension, sizes]) => {
      const start = `${measure}.by.${dimension}.`;
      const amounts = new Map(
        Object.entries(told.figures).flatMap(([path, { value }]) =>
          path.startsWith(start) && typeof value === "number"
            ? [[path.slice(start.length), value] as const]
            : []
        ),
      );
      const { kept, merged } = keepLarge(amounts, sizes, smallest);
      const unit = told.figures[`${measure}.total`]?.unit ?? null;
      const fact = (about: string, value: number): Fact => ({
        type: "figure",
        name: `${told.cell}.${start}${about}`,
        title: `${measure}, ${dimension} ${about}`,
        value,
        unit,
        isChange: false,
        about,
      });
      // Averages do not add up, nor do counts of different things; and all of them are the total.
      const others = merged !== null && kept.size > 0 && told.additive.includes(measure)
        ? [fact(OTHERS, merged)]
        : [];
      return [...[...kept].map(([member, value]) => fact(member, value)), ...others];
    })
  );
}
