import { quoteName } from "@/lib/sql/quote.ts";
import { defineStep } from "@/lib/steps/step.ts";
import { compileQuery, mentionsOf, schemaOf } from "./compile.ts";
import { sqlParameters } from "./parameters.ts";
import { renderSql } from "./render.ts";
import { runSql } from "./run.ts";
import { summarizeSql } from "./summarize.ts";

/** Selects from any cells that it names. */
export const sql = defineStep({
  kind: "sql",
  version: 1,
  title: "SQL",
  takes: "many",
  gives: "table",
  parameters: sqlParameters,
  mentions: mentionsOf,

  columns: (inputs, parameters, context) => {
    const named = inputs.map((input) => ({ ...input, relation: quoteName(input.cell) }));
    return schemaOf(compileQuery(named, parameters, context));
  },

  run: runSql,
  summarize: summarizeSql,
  render: renderSql,
});
