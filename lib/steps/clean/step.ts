import type { Block } from "@/lib/chart/block.ts";
import { defineStep, type Figures } from "@/lib/steps/step.ts";
import { compileClean } from "./compile.ts";
import { filterOf, filtersOf } from "./filters.ts";
import { cleanParameters } from "./parameters.ts";
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

  summarize: ({ operations, rows }: CleanFacts): Figures => {
    const sum = (pick: "removed" | "changed" | "rejected") =>
      operations.reduce((total, operation) => total + operation[pick], 0);
    return {
      rows: { title: "Rows left", value: rows, unit: null },
      removed: { title: "Rows removed", value: sum("removed"), unit: null },
      changed: { title: "Changes", value: sum("changed"), unit: null },
      rejected: { title: "Rejected", value: sum("rejected"), unit: null },
    };
  },

  render: ({ operations }: CleanFacts): readonly Block[] => [{
    type: "table",
    title: "What each operation did",
    columns: [
      { name: "operation", type: "text", unit: null },
      { name: "rows in", type: "integer", unit: null },
      { name: "removed", type: "integer", unit: null },
      { name: "changed", type: "integer", unit: null },
      { name: "rejected", type: "integer", unit: null },
    ],
    rows: operations.map(({ operation, rowsIn, removed, changed, rejected }) => [
      operation.replaceAll("_", " "),
      rowsIn,
      removed,
      changed,
      rejected,
    ]),
    total: operations.length,
  }],
});
