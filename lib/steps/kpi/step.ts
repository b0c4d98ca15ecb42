import { defineStep } from "@/lib/steps/step.ts";
import { compileKpi } from "./compile.ts";
import { foreseeSeries } from "./foresee.ts";
import { kpiParameters } from "./parameters.ts";
import { renderKpi } from "./render.ts";
import { requestRollup } from "./rollup.ts";
import { runKpi } from "./run.ts";
import { summarizeKpi } from "./summarize.ts";

/** Measures a table period by period, with totals that are right on every level. */
export const kpi = defineStep({
  kind: "kpi",
  version: 8,
  title: "KPI",
  takes: "table",
  gives: "series",
  parameters: kpiParameters,
  events: ({ events }) => events ?? null,
  // Whether the last period is over depends on the day of the run.
  clock: () => true,
  rollup: requestRollup,
  columns: ({ schema }, parameters, context) =>
    compileKpi(schema, parameters, { ...context, relation: "input", top: [] }).schema,
  outline: ({ by, measures }) => ({ measures: Object.keys(measures), dimensions: by }),
  foresee: foreseeSeries,
  run: runKpi,
  summarize: summarizeKpi,
  render: renderKpi,
});
