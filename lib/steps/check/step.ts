import { defineStep, type Figures } from "@/lib/steps/step.ts";
import { type CheckFacts, failedRules } from "./facts.ts";
import { checkParameters } from "./parameters.ts";
import { renderCheck } from "./render.ts";
import { compileCheck } from "./rules.ts";
import { runCheck } from "./run.ts";

/** Holds its input to rules, and hands it on. */
export const check = defineStep({
  kind: "check",
  version: 1,
  title: "Check",
  takes: "rows",
  gives: "same",
  parameters: checkParameters,
  // Only how fresh something is depends on the day of the run.
  clock: ({ freshness }) => freshness !== undefined,

  columns: ({ schema }, parameters, context) => {
    compileCheck(schema, parameters, context);
    return schema;
  },

  run: runCheck,

  summarize: (facts: CheckFacts): Figures => ({
    rows: { title: "Rows", value: facts.rows, unit: null },
    rules: { title: "Rules", value: facts.rules.length, unit: null },
    failed: { title: "Rules that failed", value: failedRules(facts).length, unit: null },
    ...Object.fromEntries(facts.rules.map(({ path, demand, failing, actual }) =>
      [path, {
        title: actual === null ? `Rows that fail: ${demand}` : demand,
        value: actual ?? failing,
        unit: null,
      }] as const
    )),
  }),

  render: renderCheck,
});
