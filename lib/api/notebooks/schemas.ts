/**
 * Notebooks, their problems and runs as programs see them.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import type { Problem } from "@/lib/errors.ts";
import type {
  CellStatus,
  GivenParameters,
  NotebookCard,
  NotebookView,
} from "@/lib/workspace/notebooks/notebook_view.ts";
import type { RunView } from "@/lib/workspace/notebooks/run_view.ts";

const MOMENT = z.string().openapi({ format: "date-time" });

/** A notebook's id, in a path. */
export const NOTEBOOK_ID = z.strictObject({
  notebook: z.string().min(1).max(200).openapi({ description: "The notebook's id" }),
});

/** A run of a notebook, in a path. */
export const RUN_ID = NOTEBOOK_ID.extend({
  run: z.uuid().openapi({ description: "The run's id" }),
});

/** What a notebook is a function of, by the names that it declares. */
export const PARAMETERS = z.record(
  z.string().regex(/^[a-z][a-z0-9_]{0,62}$/),
  z.union([z.string().max(10_000), z.number(), z.boolean()]),
).default({}).openapi({
  description: "Values by the names of parameters; what is left out has its default. Days " +
    "are 2026-01-31, ranges 2026-01-01..2026-01-31.",
  example: { region: "North" },
});

/** Returns parameters as the engine takes them. */
export function givenOf(parameters: z.output<typeof PARAMETERS>): GivenParameters {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, String(value)]),
  );
}

/** Something that is wrong or odd, with its place in the text. */
export const PROBLEM = z.strictObject({
  severity: z.enum(["error", "warning"]),
  code: z.string(),
  message: z.string(),
  cell: z.string().nullable(),
  key: z.string().nullable(),
  line: z.int().nullable(),
  column: z.int().nullable(),
  remedy: z.string().nullable(),
}).openapi("NotebookProblem");

/** Tells a problem. */
export function problemOf({ severity, code, message, place, remedy }: Problem) {
  const { cell = null, key = null, line = null, column = null } = place;
  return { severity, code, message, cell, key, line, column, remedy };
}

/** A notebook in a list. */
export const CARD = z.strictObject({
  id: z.string(),
  title: z.string(),
  description: z.string().nullable(),
  tags: z.array(z.string()),
  revision: z.int(),
  changed_at: MOMENT,
  last_run: z.strictObject({ at: MOMENT, state: z.enum(["done", "failed", "cancelled"]) })
    .nullable(),
}).openapi("NotebookCard");

/** Tells a notebook in a list. */
export function cardOf(
  { id, title, description, tags, revision, changedAt, lastRun }: NotebookCard,
) {
  return {
    id,
    title,
    description,
    tags: [...tags],
    revision,
    changed_at: changedAt,
    last_run: lastRun,
  };
}

const STATE = z.enum(["fresh", "stale", "running", "queued", "failed", "disabled", "waiting"]);

/** A notebook with its text. */
export const NOTEBOOK = z.strictObject({
  id: z.string(),
  title: z.string(),
  description: z.string().nullable(),
  tags: z.array(z.string()),
  revision: z.int().openapi({ description: "Goes along with what is written next" }),
  text: z.string().openapi({ description: "The Markdown file" }),
  parameters: z.array(
    z.strictObject({
      name: z.string(),
      type: z.string(),
      value: z.string().openapi({ description: "Its default, as a text" }),
      choices: z.array(z.string()),
    }).openapi("NotebookParameter"),
  ),
  cells: z.array(
    z.strictObject({
      name: z.string(),
      kind: z.string(),
      parents: z.array(z.string()),
      state: STATE,
      key: z.string().nullable().openapi({ description: "Of the result that it shows" }),
      rows: z.int().nullable(),
    }).openapi("NotebookCell"),
  ),
  problems: z.array(PROBLEM),
}).openapi("Notebook");

/** Tells a notebook with its text. */
export function notebookOf(view: NotebookView, text: string) {
  const { id, title, description, tags, revision, parameters, blocks, problems } = view;
  return {
    id,
    title,
    description,
    tags: [...tags],
    revision,
    text,
    parameters: parameters.map(({ name, declaration, value, choices }) => ({
      name,
      type: declaration.type,
      value,
      choices: [...choices],
    })),
    cells: blocks.flatMap((block) =>
      block.type === "prose" ? [] : [{
        name: block.cell.name,
        kind: block.cell.kind,
        parents: [...block.cell.parents],
        state: block.cell.status.state,
        key: block.cell.output?.key || null, // "" where the cell could not be planned
        rows: block.cell.output?.rows ?? null,
      }]
    ),
    problems: problems.map(problemOf),
  };
}

/** A run. */
export const RUN = z.strictObject({
  id: z.string(),
  notebook: z.string(),
  state: z.enum(["queued", "running", "done", "failed", "cancelled", "interrupted"]),
  parameters: z.record(z.string(), z.string()),
  as_of: z.string().nullable().openapi({ description: "The day that relative dates hang on" }),
  started_at: MOMENT.nullable(),
  finished_at: MOMENT.nullable(),
  milliseconds: z.int().nullable(),
  cells: z.array(
    z.strictObject({
      name: z.string(),
      kind: z.string(),
      key: z.string().nullable(),
      state: z.string(),
      origin: z.enum(["computed", "cache"]).nullable(),
      milliseconds: z.int().nullable(),
      rows: z.int().nullable(),
      problems: z.array(PROBLEM),
    }).openapi("RunCell"),
  ).openapi({ description: "Empty until the run has ended" }),
}).openapi("Run");

/** Tells a run. */
export function runOf(notebook: string, { asOf, startedAt, finishedAt, ...run }: RunView) {
  return {
    ...run,
    notebook,
    parameters: { ...run.parameters },
    as_of: asOf,
    started_at: startedAt,
    finished_at: finishedAt,
    cells: run.cells.map(({ problems, ...cell }) => ({
      ...cell,
      problems: problems.map(problemOf),
    })),
  };
}

/** What is told of a run as it goes on; each is a line of the event stream. */
export const RUN_EVENT = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("cell"), cell: z.string(), state: STATE }),
  z.strictObject({ type: z.literal("ended"), run: RUN }),
]).openapi("RunEvent");

/** Tells how a cell stands. */
export function cellEventOf(cell: string, { state }: CellStatus) {
  return { type: "cell" as const, cell, state };
}

/** What a notebook shows: docs/results.md describes it. */
export const RESULTS = z.looseObject({
  version: z.int(),
  notebook: z.string().nullable(),
  cells: z.array(z.looseObject({ name: z.string(), kind: z.string(), state: z.string() })),
}).openapi("Results", {
  description: "As the results.json of a run; docs/results.md describes it",
});
