/**
 * Cells keep their inputs where an edit puts another cell between: what a cell took by its place,
 * it takes by `from` afterwards.
 *
 * @module
 */
import { cellsOf, type Notebook } from "@/lib/notebook/model.ts";
import { makeGraph } from "@/lib/notebook/run/graph.ts";
import type { GraphCell } from "@/lib/notebook/run/graph_cell.ts";
import { stepOfKind } from "@/lib/steps/registry.ts";
import { ACCEPTS } from "@/lib/steps/step.ts";
import { changeCellText } from "./cell.ts";
import type { Schemas } from "./edit.ts";

/**
 * Returns the text in which each cell has the input that it had before; a copy has its
 * original's. A cell that had none takes what its place gives it.
 */
export function keepInputs(
  before: Notebook,
  after: Notebook,
  { copy, schemas }: {
    /** The copy's name and its original's; `null` where nothing was copied. */
    readonly copy: { readonly name: string; readonly of: string } | null;
    readonly schemas: Schemas;
  },
): string {
  const had = inputsOf(graphCells(before));
  if (copy !== null) had.set(copy.name, had.get(copy.of));
  const kept = new Map<string, string>();
  let cells = graphCells(after);
  for (let isDone = false; !isDone;) {
    const has = inputsOf(cells);
    // What a cell takes may decide what those below it may take: so it is told once more.
    const lost = cells.filter(({ name, from }) =>
      from === null && had.get(name) !== undefined && had.get(name) !== has.get(name)
    );
    for (const { name } of lost) kept.set(name, had.get(name) ?? "");
    isDone = lost.length === 0;
    cells = cells.map((cell) => {
      const input = kept.get(cell.name);
      return input === undefined ? cell : { ...cell, from: [input] };
    });
  }
  let { text } = after;
  // From the last to the first, so that the places of those above stay right.
  for (const cell of cellsOf(after).toReversed()) {
    const value = kept.get(cell.name);
    if (value === undefined || !cell.body.sound) continue;
    const edit = { type: "set_value", cell: cell.name, path: ["from"], value } as const;
    text = changeCellText({ ...after, text }, cell, { edit, schemas });
  }
  return text;
}

/** Returns the cell that each takes by its place or by name, of the kinds that take one. */
function inputsOf(cells: readonly GraphCell[]): Map<string, string | undefined> {
  const { nodes } = makeGraph(cells);
  return new Map(
    cells.filter(({ mentions }) => mentions === null).map(({ name }) => [
      name,
      nodes.get(name)?.parents[0],
    ]),
  );
}

/** What a kind that takes many takes is not told by its place, or is all above it. */
function graphCells(notebook: Notebook): readonly GraphCell[] {
  return cellsOf(notebook).flatMap(({ name, kind, from, disabled }): GraphCell[] => {
    const step = stepOfKind(kind);
    if (step === null) return [];
    const { takes, gives } = step;
    const mentions = takes === "many" ? [] : null;
    return [{
      name,
      kind,
      from,
      mentions,
      events: null,
      accepts: ACCEPTS[takes],
      gives,
      disabled,
    }];
  });
}
