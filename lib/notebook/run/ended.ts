/**
 * How a cell ended: what is told of it, and what those that hang on it get to see.
 *
 * @module
 */
import { AppError, type Problem, problemsIn } from "@/lib/errors.ts";
import type { AnyStep, Input } from "@/lib/steps/step.ts";
import type { PlannedCell } from "./plan.ts";
import type { CellRun, CellState, StoredResult } from "./result.ts";

/** A finished cell, with what those that hang on it get to see. */
export interface Ended {
  readonly run: CellRun;
  /** `null` unless it is done. */
  readonly input: Input | null;
}

/** Returns what those that hang on a cell get to see; `null` unless it is done. */
export function handOn(
  { name, figures }: CellRun,
  state: CellState,
  { parents, step }: { readonly parents: readonly Ended[]; readonly step: AnyStep },
): Input | null {
  if (state.state !== "done") return null;
  const parent = parents[0]?.input ?? null;
  if (step.gives === "same" && parent !== null) {
    return { ...parent, cell: name, kind: step.kind, figures };
  }
  const { key, relation, schema, rows, facts, kind } = state.result;
  return { cell: name, key, kind, schema, relation: relation ?? "", rows, facts, figures };
}

/** Tells how a cell ended, with the figures and blocks of what it found. */
export function describe(cell: PlannedCell, outcome: CellState, milliseconds: number): CellRun {
  const { name, step, key, parameters } = cell;
  const told = outcome.state === "done"
    ? outcome.result
    : outcome.state === "failed"
    ? outcome.found
    : null;
  if (told === null) {
    return { name, kind: step.kind, key, outcome, figures: {}, blocks: [], milliseconds };
  }
  const { facts } = told;
  return {
    name,
    kind: step.kind,
    key,
    outcome,
    figures: step.summarize(facts, parameters),
    blocks: step.render(facts, parameters),
    milliseconds,
  };
}

/** Returns the state of a cell that is done. What was odd is stored without its place, which moves as the notebook is edited. */
export function done(
  cell: PlannedCell,
  source: "cache" | "computed",
  result: StoredResult,
): CellState {
  return {
    state: "done",
    source,
    result: { ...result, problems: result.problems.map((problem) => cell.locate(problem)) },
  };
}

/** Returns problems for people from what a step threw; a bug is told as one, without its insides. */
export function tell(error: unknown, cell: PlannedCell): readonly Problem[] {
  const known = error instanceof AppError
    ? error
    : new AppError("INTERNAL_ERROR", "Internal error: this is a bug of Daybook, see the log");
  return problemsIn(known).map((problem) => cell.locate(inTime(problem, cell)));
}

/** A statement does not know whose it is. */
function inTime(problem: Problem, { name }: PlannedCell): Problem {
  if (problem.code !== "TIME_LIMIT" || problem.place.key !== undefined) return problem;
  return { ...problem, message: `Cannot finish "${name}" in time: ${problem.message}` };
}
