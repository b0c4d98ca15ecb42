/**
 * One cell while it is being planned: its body, its inputs by name, and what is
 * outside the notebook and yet decides its result.
 *
 * @module
 */
import { AppError, type ErrorCode, type Problem, problemsIn } from "@/lib/errors.ts";
import { readBody } from "@/lib/notebook/body.ts";
import { type Cell, cellsOf, type Notebook } from "@/lib/notebook/model.ts";
import { problemAt } from "@/lib/notebook/place.ts";
import type { ParameterValues } from "@/lib/sql/parameters.ts";
import { stepOfKind } from "@/lib/steps/registry.ts";
import type { Sources } from "@/lib/steps/sources.ts";
import { ACCEPTS, type AnyStep, type Discovery, type Setting } from "@/lib/steps/step.ts";
import type { GraphCell } from "./graph_cell.ts";

/** What a cell is planned with. */
export interface DraftOptions {
  readonly values: ParameterValues;
  /** Sources of a cell: its own files, or those that stand in for them. */
  readonly sources: (cell: string) => Sources;
  readonly signal: AbortSignal;
  /** Whether to look into the heads of files to tell their columns. */
  readonly look: boolean;
}

/** A cell while it is being planned. */
export interface Draft {
  readonly cell: Cell;
  readonly step: AnyStep;
  /** `null` where the body is wrong. */
  readonly parameters: unknown;
  /** Of a wrong body what columns may be told wrong by; `null` where it is right, or all is lost. */
  readonly rest: unknown;
  readonly graphCell: GraphCell;
  readonly sources: Sources;
  readonly locate: (problem: Problem) => Problem;
  readonly problems: Problem[];
  discovery: Discovery | null;
}

/** Reads a cell's body; what is wrong with it is among the draft's problems. */
export function draftCell(
  notebook: Notebook,
  { cell, step, options }: {
    readonly cell: Cell;
    readonly step: AnyStep;
    readonly options: DraftOptions;
  },
): Draft {
  const reading = readBody(cell, step.parameters, { notebook, values: options.values });
  const parameters = reading.ok ? reading.parameters : null;
  const mentions = step.takes === "many" && reading.ok
    ? step.mentions?.(reading.parameters) ?? cellsAbove(notebook, cell)
    : null;
  return {
    cell,
    step,
    parameters,
    rest: reading.ok ? null : reading.rest,
    graphCell: {
      name: cell.name,
      kind: cell.kind,
      from: cell.from,
      mentions: step.takes === "many" ? mentions ?? [] : null,
      events: reading.ok ? step.events?.(reading.parameters) ?? null : null,
      accepts: ACCEPTS[step.takes],
      gives: step.gives,
      disabled: cell.disabled,
    },
    sources: options.sources(cell.name),
    locate: (problem) => locate({ notebook, cell }, problem),
    problems: reading.ok ? [] : [...reading.problems],
    discovery: null,
  };
}

/** What is told of a key stands in the file; a position with it is within the text of its value. */
function locate(at: { readonly notebook: Notebook; readonly cell: Cell }, problem: Problem) {
  const { file, key, line, column } = problem.place;
  if (file !== undefined) return { ...problem, place: { cell: at.cell.name, ...problem.place } };
  return problemAt(at, pathOf(key), {
    ...problem,
    at: key === undefined || column === undefined ? "value" : { line: line ?? 1, column },
  });
}

/** A cell that takes many and names none takes all above it, text aside. */
function cellsAbove(notebook: Notebook, cell: Cell): readonly string[] {
  return cellsOf(notebook)
    .filter((other) => other.start < cell.start && !other.disabled)
    .filter((other) => {
      const step = stepOfKind(other.kind);
      return step !== null && step.gives !== "text";
    })
    .map(({ name }) => name);
}

function pathOf(key: string | undefined): readonly (string | number)[] {
  if (key === undefined) return [];
  return key.split(/\.|\[(\d+)\]\.?/).filter((part) => part !== undefined && part !== "")
    .map((part) => /^\d+$/.test(part) ? Number(part) : part);
}

/** Looks outside of the notebook, where the kind does. */
export async function discover(
  one: Draft,
  { setting, options }: { readonly setting: Setting; readonly options: DraftOptions },
): Promise<void> {
  if (one.parameters === null || one.cell.disabled || one.step.discover === undefined) return;
  try {
    one.discovery = await one.step.discover(one.parameters, {
      ...setting,
      cell: one.cell.name,
      sources: one.sources,
      signal: options.signal,
      look: options.look,
    });
  } catch (error) {
    addProblems(one, error);
  }
}

/** Adds what a step refused, of these codes or all, with its place; a bug is thrown on. */
export function addProblems(
  one: Draft,
  error: unknown,
  codes: readonly ErrorCode[] | null = null,
): void {
  if (!(error instanceof AppError)) throw error;
  const told = problemsIn(error).filter(({ code }) => codes === null || codes.includes(code));
  one.problems.push(...told.map(one.locate));
}
