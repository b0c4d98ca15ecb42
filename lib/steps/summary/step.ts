import type { Span } from "@/lib/chart/block.ts";
import type { Schema } from "@/lib/frame/schema.ts";
import { kpiFactsOf } from "@/lib/steps/series.ts";
import { defineStep, type Input, type Outcome } from "@/lib/steps/step.ts";
import { composeTemplate, type ToldCell } from "./compose.ts";
import { type SummaryBody, summaryParameters } from "./parameters.ts";
import { cellsOfTemplate, fillTemplate } from "./template.ts";

interface SummaryFacts {
  readonly paragraphs: readonly (readonly Span[])[];
}

const SCHEMA: Schema = { stage: "text", columns: [], grain: null };

/** Says in words what the cells above found; every number is one of their figures. */
export const summary = defineStep({
  kind: "summary",
  version: 9,
  title: "Summary",
  takes: "many",
  gives: "text",
  parameters: summaryParameters,
  mentions: ({ template }) => template === undefined ? null : cellsOfTemplate(template),
  columns: () => SCHEMA,
  run: (inputs, parameters, { zone }) => Promise.resolve(write(inputs, parameters, zone)),

  summarize: ({ paragraphs }: SummaryFacts) => ({
    text: {
      title: "Summary",
      value: paragraphs.map((spans) => spans.map(({ text }) => text).join("")).join("\n\n"),
      unit: null,
    },
  }),

  render: ({ paragraphs }: SummaryFacts) => [{ type: "text", paragraphs }],
});

function toldOf(input: Input): ToldCell {
  const { cell, kind, figures, schema } = input;
  const measures = kind === "kpi" ? kpiFactsOf(input).measures : [];
  const natures = Object.fromEntries(measures.map(({ name, nature }) => [name, nature]));
  const measure = kind === "detect"
    ? schema.columns.find(({ role }) => role === "measure")?.name ?? null
    : null;
  return { cell, kind, figures, grain: schema.grain, measure, natures };
}

function write(
  inputs: readonly Input[],
  { template }: SummaryBody,
  zone: string,
): Outcome<SummaryFacts> {
  const figures = new Map(
    inputs.flatMap(({ cell, figures }) =>
      Object.entries(figures).map(([path, figure]) => [`${cell}.${path}`, figure] as const)
    ),
  );
  const paragraphs = fillTemplate(template ?? composeTemplate(inputs.map(toldOf)), figures, zone);
  return {
    schema: SCHEMA,
    relation: null,
    rows: 0,
    rejected: 0,
    facts: { paragraphs },
    problems: [],
  };
}
