import { defineStep, type Figures } from "@/lib/steps/step.ts";
import { compileClean } from "./compile.ts";
import { filterOf, filtersOf } from "./filters.ts";
import { cleanParameters } from "./parameters.ts";
import { renderClean, sumOf } from "./render.ts";
import { type CleanFacts, runClean } from "./run.ts";

/** Mends a table by operations, each with its own count of what it did. */
export const clean = defineStep({
  kind: "clean",
  version: 2,
  title: "Clean",
  takes: "table",
  gives: "table",
  parameters: cleanParameters,
  filters: filterOf,
  counts: filtersOf,
  before: ({ steps, ...rest }, [key, index]) =>
    key === "steps" && Array.isArray(steps) && typeof index === "number" && index > 0
      ? { ...rest, steps: steps.slice(0, index) }
      : null,
  columns: ({ schema }, parameters, context) =>
    compileClean(schema, parameters, { ...context, relation: "input" }).schema,
  run: runClean,

  summarize: ({ operations, rows }: CleanFacts): Figures => ({
    rows: { title: "Rows left", value: rows, unit: null },
    removed: { title: "Rows removed", value: sumOf(operations, "removed"), unit: null },
    changed: { title: "Changes", value: sumOf(operations, "changed"), unit: null },
    rejected: { title: "Rejected", value: sumOf(operations, "rejected"), unit: null },
  }),

  render: renderClean,
});
