/**
 * Steps of the wrong shape, which must not compile: `deno check` fails where one does.
 *
 * @module
 */
import { z } from "zod";
import type { Schema } from "@/lib/frame/schema.ts";
import { defineStep, type Input, type Outcome } from "@/lib/steps/step.ts";

const SCHEMA: Schema = { stage: "table", columns: [], grain: null };

const parameters = z.strictObject({ measure: z.string() });

interface Facts {
  readonly count: number;
}

const OUTCOME: Outcome<Facts> = {
  schema: SCHEMA,
  relation: null,
  rows: 0,
  rejected: 0,
  facts: { count: 0 },
  problems: [],
};

const common = { kind: "wrong", version: 1, title: "Wrong", parameters } as const;

const rest = {
  run: () => Promise.resolve(OUTCOME),
  summarize: () => ({}),
  render: () => [],
};

/** What the others differ from: this one is right. */
export const right = defineStep({
  ...common,
  takes: "table",
  gives: "series",
  columns: ({ schema }) => schema,
  ...rest,
});

/** A step that takes many gets a list, which has no schema. */
export const takesMany = defineStep({
  ...common,
  takes: "many",
  gives: "table",
  // @ts-expect-error -- a list of inputs has no schema
  columns: ({ schema }) => schema,
  ...rest,
});

/** A step that takes nothing gets nothing. */
export const takesNothing = defineStep({
  ...common,
  takes: "nothing",
  gives: "table",
  columns: () => SCHEMA,
  ...rest,
  // @ts-expect-error -- there is no input to run on
  run: (input: Input) => Promise.resolve({ ...OUTCOME, rows: input.rows }),
});

/** A step that takes one gets no list. */
export const takesOne = defineStep({
  ...common,
  takes: "series",
  gives: "scored",
  columns: () => SCHEMA,
  ...rest,
  // @ts-expect-error -- one input is no list
  run: (inputs: readonly Input[]) => Promise.resolve({ ...OUTCOME, rows: inputs.length }),
});

/** What a step takes and gives are stages. */
export const unknownStages = defineStep({
  ...common,
  // @ts-expect-error -- no flow has this name
  takes: "tables",
  // @ts-expect-error -- no stage has this name
  gives: "chart",
  columns: () => SCHEMA,
  ...rest,
});

/** Columns and run get the body as its schema reads it. */
export const otherParameters = defineStep({
  ...common,
  takes: "table",
  gives: "table",
  // @ts-expect-error -- the body has no such key
  columns: (_input, { measures }) => measures,
  ...rest,
});

/** What is told and shown follows from the facts that the run gave. */
export const otherFacts = defineStep({
  ...common,
  takes: "table",
  gives: "table",
  columns: () => SCHEMA,
  // @ts-expect-error -- these facts have a count and no total
  run: () => Promise.resolve(OUTCOME),
  summarize: ({ total }: { readonly total: number }) => ({
    total: { title: "Total", value: total, unit: null },
  }),
  render: () => [],
});

/** Nobody writes into an input. */
export function writesToInput(input: Input): void {
  // @ts-expect-error -- what flows is read only
  input.rows = 0;
}
