import type { Span } from "@/lib/chart/block.ts";
import type { Schema } from "@/lib/frame/schema.ts";
import { AppError } from "@/lib/errors.ts";
import { defineStep, type Input, type Outcome, type RunContext } from "@/lib/steps/step.ts";
import { composeTemplate } from "./compose.ts";
import { factCells } from "./fact_cell.ts";
import { type SummaryBody, summaryParameters } from "./parameters.ts";
import { cellsOfTemplate, fillTemplate } from "./template.ts";
import type { FactCell } from "./writer.ts";
import { problemsOf, renderWritten, type Written } from "./written.ts";

interface SummaryFacts {
  readonly paragraphs: readonly (readonly Span[])[];
  /** What became of asking a model; left out where none is to be asked. */
  readonly written?: Written;
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
  // Whom it goes to says nothing else.
  keyed: ({ mail: _mail, webhook: _webhook, ...parameters }) => parameters,
  mentions: ({ template }) => template === undefined ? null : cellsOfTemplate(template),
  columns: () => SCHEMA,
  asksOutside: ({ model }) => model === "auto",
  run: write,

  summarize: ({ paragraphs }: SummaryFacts) => ({
    text: {
      title: "Summary",
      value: paragraphs.map((spans) => spans.map(({ text }) => text).join("")).join("\n\n"),
      unit: null,
    },
  }),

  render: ({ paragraphs, written }: SummaryFacts) => [
    { type: "text", paragraphs },
    ...(written === undefined ? [] : [renderWritten(written)]),
  ],
});

async function write(
  inputs: readonly Input[],
  { template, model }: SummaryBody,
  { zone, writer, signal }: RunContext,
): Promise<Outcome<SummaryFacts>> {
  const figures = new Map(
    inputs.flatMap(({ cell, figures }) =>
      Object.entries(figures).map(([path, figure]) => [`${cell}.${path}`, figure] as const)
    ),
  );
  const cells = factCells(inputs);
  const paragraphs = fillTemplate(template ?? composeTemplate(cells), figures, zone);
  const facts = model === undefined
    ? { paragraphs }
    : await ask({ paragraphs, cells, zone, isPreview: model === "preview" }, { writer, signal });
  return {
    schema: SCHEMA,
    relation: null,
    rows: 0,
    rejected: 0,
    facts,
    problems: facts.written === undefined ? [] : problemsOf(facts.written),
  };
}

/** Asks the models for the text; where none gives any, ours stands. @throws AppError CANCELLED */
async function ask(
  { paragraphs, cells, zone, isPreview }: {
    readonly paragraphs: SummaryFacts["paragraphs"];
    readonly cells: readonly FactCell[];
    readonly zone: string;
    readonly isPreview: boolean;
  },
  { writer, signal }: Pick<RunContext, "writer" | "signal">,
): Promise<SummaryFacts> {
  if (writer === null) return { paragraphs, written: { type: "no_model" } };
  if (isPreview) {
    const preview = await writer.preview({ cells, zone });
    return { paragraphs, written: { type: "preview", ...preview } };
  }
  const { paragraphs: told, ...reply } = await writer.write({ cells, zone }, signal);
  // What was cut short is no answer to be kept.
  if (signal.aborted) throw new AppError("CANCELLED", "The summary was cancelled");
  return {
    paragraphs: reply.model === null
      ? paragraphs
      : told.map((text) => [{ kind: "plain", text }] as const),
    written: { type: "asked", ...reply },
  };
}
