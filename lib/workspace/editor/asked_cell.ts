/**
 * The cell that is being edited, in its notebook as it would be with the editor's text.
 *
 * @module
 */
import { AppError, distinctProblems, type Problem } from "@/lib/errors.ts";
import type { ColumnSchema, Schema } from "@/lib/frame/schema.ts";
import { readBody } from "@/lib/notebook/body.ts";
import type { Cursor } from "@/lib/notebook/file/cursor.ts";
import { parseNotebook } from "@/lib/notebook/file/parse.ts";
import type { YamlMapping } from "@/lib/notebook/file/yaml.ts";
import { type Cell, cellsOf, findCell } from "@/lib/notebook/model.ts";
import type { Plan, PlannedCell } from "@/lib/notebook/run/plan.ts";
import { KINDS } from "@/lib/steps/registry.ts";
import type { Path } from "@/lib/steps/schema.ts";
import type { KnownEvents } from "@/lib/steps/sources.ts";
import { ACCEPTS, type AnyStep, type PlannedInput } from "@/lib/steps/step.ts";
import type { EditorAsked } from "./contract.ts";
import type { EditorServices } from "./services.ts";

/** A cell while it is edited. */
export interface AskedCell {
  readonly cell: Cell;
  readonly step: AnyStep;
  readonly plan: Plan;
  readonly planned: PlannedCell;
  readonly problems: readonly Problem[];
  /** Sources of events and their metrics, where the kind may take any. */
  readonly events: KnownEvents;
  /** The body with LF. */
  readonly text: string;
}

/** An asked cell with the cursor in it. */
export interface AskedPlace extends AskedCell {
  readonly cursor: Cursor;
  readonly offset: number;
}

/** Puts the text into the notebook and plans it. @throws AppError NOT_FOUND */
export async function readAsked(
  asked: EditorAsked,
  services: EditorServices,
): Promise<AskedCell> {
  const source = await services.source({ id: asked.notebook });
  const { notebook } = parseNotebook(source.text, { fileName: "", kinds: KINDS });
  const saved = findCell(notebook, asked.cell);
  if (saved === null) throw notFound(asked.cell);
  const body = asked.text.replace(/\r\n?/g, "\n");
  const text = notebook.text.slice(0, saved.start) + fenced(saved, body) +
    notebook.text.slice(saved.end);
  const { plan, problems } = await services.plan({
    id: asked.notebook,
    text,
    parameters: asked.parameters,
    saver: asked.saver,
  });
  const cell = findCell(plan.notebook, asked.cell);
  const planned = plan.cells.get(asked.cell);
  if (cell === null || planned === undefined) throw notFound(asked.cell);
  return {
    cell,
    step: planned.step,
    plan,
    planned,
    problems: distinctProblems(problems.filter(({ place }) => place.cell === asked.cell)),
    events: await knownEvents(planned),
    text: body,
  };
}

async function knownEvents({ step, sources }: PlannedCell): Promise<KnownEvents> {
  const found = step.kind === "load" ? await sources.events?.known() : undefined;
  return found ?? { sources: [], metrics: [] };
}

/** Returns a cell around a body that is kept to the letter. */
function fenced({ kind, name }: Cell, body: string): string {
  const runs = body.match(/`{3,}/g) ?? [];
  const fence = "`".repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  const ended = body === "" || body.endsWith("\n") ? body : `${body}\n`;
  return `${fence}${kind} ${name}\n${ended}${fence}\n`;
}

/** Returns the cells that flow in, so far as their columns are known. */
export function inputsOf({ plan, planned, step, cell }: AskedCell): readonly PlannedInput[] {
  const named = planned.parents.length === 0 && step.takes === "many"
    ? cellsOf(plan.notebook).filter(({ start }) => start < cell.start).map(({ name }) => name)
    : planned.parents;
  return named.flatMap((name) => {
    const parent = plan.cells.get(name);
    return parent === undefined || parent.schema === null
      ? []
      : [{ cell: name, kind: parent.step.kind, schema: parent.schema }];
  });
}

/** Returns the columns that a name at a place of the body may mean. */
export function columnsAt(
  asked: AskedCell,
  path: Path,
  values: YamlMapping = asked.cell.body.values,
): readonly ColumnSchema[] {
  const { step, planned } = asked;
  if (step.takes === "nothing") return planned.schema?.columns ?? [];
  const inputs = inputsOf(asked);
  if (step.takes === "many") return distinct(inputs.flatMap(({ schema }) => schema.columns));
  if (inputs.length === 0) return [];
  return (schemaBefore(asked, path, { values, input: inputs[0] }) ?? inputs[0].schema).columns;
}

/** The columns after what the body does before a place; `null` where nothing is, or it is wrong. */
function schemaBefore(
  { cell, step, plan }: AskedCell,
  path: Path,
  { values, input }: { readonly values: YamlMapping; readonly input: PlannedInput },
): Schema | null {
  const before = step.before?.(values, path) ?? null;
  if (before === null) return null;
  // `before` takes nothing but parts of the values away.
  const done = { ...cell, body: { ...cell.body, values: before as YamlMapping, sound: true } };
  const reading = readBody(done, step.parameters, {
    notebook: plan.notebook,
    values: plan.setting.parameters,
  });
  if (!reading.ok) return null;
  try {
    return step.columns(input, reading.parameters, plan.setting);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** Returns the cells that `from` may name: all others whose output the kind accepts. */
export function acceptedCells({ plan, step, cell }: AskedCell): readonly PlannedCell[] {
  const accepted = ACCEPTS[step.takes];
  return [...plan.cells.values()].filter((other) => {
    const stage = other.schema?.stage ?? (other.step.gives === "same" ? null : other.step.gives);
    return other.name !== cell.name && (stage === null || accepted.includes(stage));
  });
}

function distinct(columns: readonly ColumnSchema[]): readonly ColumnSchema[] {
  return [...new Map(columns.map((one) => [one.name, one])).values()];
}

function notFound(cell: string): AppError {
  return new AppError(
    "NOT_FOUND",
    `Cannot find the cell as the notebook has none of this name: current value is "${cell}"`,
  );
}
