/**
 * Edits of a notebook: pure, from one notebook to the next, with what else must be
 * done about it and the edit that undoes it to the byte.
 *
 * Every edit is a change of the file's text that is read anew, so a notebook is
 * always what its file says. An edit that would make other cells of the rest of the
 * file (a fence within prose, say) is refused.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { suggestName } from "@/lib/nearest.ts";
import { parseNotebook } from "@/lib/notebook/file/parse.ts";
import { writeCell } from "@/lib/notebook/file/write_cell.ts";
import { freeName, parseCellName } from "@/lib/notebook/ids.ts";
import { type Cell, cellsOf, findCell, type Notebook } from "@/lib/notebook/model.ts";
import { changeCellText, renameReferences, withName } from "./cell.ts";
import type { Edit, Edited, Effect, Schemas } from "./edit.ts";
import { changeHeadText } from "./head.ts";
import { keepInputs } from "./keep_inputs.ts";
import { applyChanges, differenceOf, insertBlock, lineEndOf, removeBlock } from "./text.ts";

/**
 * Applies an edit. Deleting what is gone succeeds.
 * @throws AppError BAD_NOTEBOOK where the edit can't be done.
 */
export function applyEdit(notebook: Notebook, edit: Edit, schemas: Schemas): Edited {
  const kinds = [...schemas.keys()];
  const read = (text: string) => parseNotebook(text, { fileName: notebook.fileName, kinds });
  const named = edit.type === "change_text" ? notebook.text : nameCells(notebook);
  const start = named === notebook.text ? notebook : read(named).notebook;
  const { text: performed, effects } = perform(start, edit, schemas);
  const text = withInputs(start, { performed, effects, edit, schemas, read });
  const { notebook: after, problems } = read(text);
  if (edit.type !== "change_text") refuseSideEffects(start, after, { edit, effects });
  return {
    notebook: after,
    problems,
    effects,
    inverse: {
      type: "change_text",
      change: differenceOf(text, notebook.text),
      effects: effects.map(inverseOf).toReversed(),
    },
  };
}

interface Performed {
  readonly text: string;
  readonly effects: readonly Effect[];
}

function perform(notebook: Notebook, edit: Edit, schemas: Schemas): Performed {
  const { text } = notebook;
  switch (edit.type) {
    case "name_cells":
      return { text, effects: [] };
    case "change_text":
      return { text: applyChanges(text, [edit.change]), effects: edit.effects };
    case "add_cell":
      return addCell(notebook, edit, schemas);
    case "add_prose":
      return { text: insertBlock(text, offsetOf(notebook, edit.at), edit.text), effects: [] };
    case "move_cell":
      return { text: moveCell(notebook, requireCell(notebook, edit.cell), edit.at), effects: [] };
    case "duplicate_cell":
      return duplicateCell(notebook, requireCell(notebook, edit.cell), edit.name);
    case "delete_cell": {
      const cell = findCell(notebook, edit.cell);
      if (cell === null) return { text, effects: [] };
      return { text: removeBlock(text, cell), effects: [{ type: "deleted", cell: cell.name }] };
    }
    case "rename_cell":
      return renameCell(notebook, edit, schemas);
    case "set_body":
    case "set_value":
    case "rename_key":
    case "move_item":
    case "put_item":
    case "set_disabled": {
      const cell = requireCell(notebook, edit.cell);
      return { text: changeCellText(notebook, cell, { edit, schemas }), effects: [] };
    }
    case "set_prose":
      return { text: setProse(notebook, edit.block, edit.text), effects: [] };
    case "set_head":
      return { text: changeHeadText(notebook, edit.path, edit.value), effects: [] };
  }
}

/** Where an edit gives cells another order, the others keep their inputs. */
function withInputs(
  before: Notebook,
  { performed, effects, edit, schemas, read }: {
    readonly performed: string;
    readonly effects: readonly Effect[];
    readonly edit: Edit;
    readonly schemas: Schemas;
    readonly read: (text: string) => { readonly notebook: Notebook };
  },
): string {
  switch (edit.type) {
    case "add_cell":
    case "move_cell":
    case "duplicate_cell": {
      const after = read(performed).notebook;
      refuseSideEffects(before, after, { edit, effects });
      const [added] = effects;
      const copy = edit.type === "duplicate_cell" && added?.type === "added"
        ? { name: added.cell, of: edit.cell }
        : null;
      return keepInputs(before, after, { copy, schemas });
    }
    default:
      return performed;
  }
}

/** Returns the text with the names of unnamed cells written down. */
function nameCells(notebook: Notebook): string {
  const changes = cellsOf(notebook)
    .filter((cell) => !cell.named)
    .map((cell) => withName(notebook, cell, cell.name));
  return applyChanges(notebook.text, changes);
}

function addCell(
  notebook: Notebook,
  edit: Extract<Edit, { type: "add_cell" }>,
  schemas: Schemas,
): Performed {
  if (!schemas.has(edit.kind)) {
    throw refusal(
      `Cannot add a cell as its kind must be known: current value is ${JSON.stringify(edit.kind)}`,
      suggestName(edit.kind, schemas.keys()),
    );
  }
  const name = newName(notebook, edit.name, edit.kind);
  const cell = writeCell(
    { kind: edit.kind, name, body: edit.body ?? "" },
    schemas.get(edit.kind) ?? null,
  );
  return {
    text: insertBlock(notebook.text, offsetOf(notebook, edit.at), cell),
    effects: [{ type: "added", cell: name }],
  };
}

function moveCell(notebook: Notebook, cell: Cell, at: number): string {
  const { text } = notebook;
  const target = offsetOf(notebook, at);
  const rest = removeBlock(text, cell);
  const removed = text.length - rest.length;
  if (target >= cell.start && target <= cell.start + removed) return text;
  const offset = target > cell.start ? target - removed : target;
  return insertBlock(rest, offset, text.slice(cell.start, cell.end));
}

function duplicateCell(notebook: Notebook, cell: Cell, given: string | undefined): Performed {
  const name = newName(notebook, given, cell.name);
  const renamed = applyChanges(notebook.text, [withName(notebook, cell, name)]);
  const end = cell.end + renamed.length - notebook.text.length;
  return {
    text: insertBlock(notebook.text, cell.end, renamed.slice(cell.start, end)),
    effects: [{ type: "added", cell: name }],
  };
}

function renameCell(
  notebook: Notebook,
  edit: Extract<Edit, { type: "rename_cell" }>,
  schemas: Schemas,
): Performed {
  const cell = requireCell(notebook, edit.cell);
  if (edit.to === cell.name) return { text: notebook.text, effects: [] };
  const to = newName(notebook, edit.to, edit.to);
  const changes = [
    withName(notebook, cell, to),
    ...renameReferences(notebook, { from: cell.name, to, schemas }),
  ];
  return {
    text: applyChanges(notebook.text, changes),
    effects: [{ type: "renamed", from: cell.name, to }],
  };
}

function setProse(notebook: Notebook, index: number, prose: string): string {
  const block = notebook.blocks[index];
  if (block?.type !== "prose") {
    throw refusal(
      `Cannot set the prose as the block must be prose: current value is block ${index}`,
      null,
    );
  }
  const before = notebook.text.slice(0, block.start);
  const after = notebook.text.slice(block.end);
  const lineEnd = lineEndOf(notebook.text);
  if (prose.trim() === "") return before + (before === "" || after === "" ? "" : lineEnd) + after;
  return insertBlock(before + after, block.start, prose);
}

/** The new name, or one that is free. */
function newName(notebook: Notebook, given: string | undefined, base: string): string {
  const taken = new Set<string>(cellsOf(notebook).map((cell) => cell.name));
  if (given === undefined) return freeName(base, { taken });
  if (!taken.has(given)) return parseCellName(given);
  throw refusal(
    `Cannot name two cells alike as a name is unique in its notebook: current value is "${given}"`,
    `A free name is "${freeName(given, { taken })}"`,
  );
}

function requireCell(notebook: Notebook, name: string): Cell {
  const cell = findCell(notebook, name);
  if (cell !== null) return cell;
  const names = cellsOf(notebook).map((known) => known.name);
  throw refusal(
    `Cannot find the cell as the notebook has none of this name: current value is "${name}"`,
    suggestName(name, names),
  );
}

function offsetOf(notebook: Notebook, at: number): number {
  if (at >= notebook.blocks.length) return notebook.text.length;
  return notebook.blocks[Math.max(0, at)].start;
}

function refuseSideEffects(
  before: Notebook,
  after: Notebook,
  { edit, effects }: { readonly edit: Edit; readonly effects: readonly Effect[] },
): void {
  const names = new Set<string>(cellsOf(before).map((cell) => cell.name));
  for (const effect of effects) {
    if (effect.type !== "added") {
      names.delete(effect.type === "renamed" ? effect.from : effect.cell);
    }
    if (effect.type !== "deleted") names.add(effect.type === "renamed" ? effect.to : effect.cell);
  }
  const found = cellsOf(after).map((cell) => cell.name);
  if (found.length === names.size && found.every((name) => names.has(name))) return;
  throw refusal(
    `Cannot do this edit as it would change which other cells there are: current value is "${edit.type}"`,
    "Close the fences, quotes and HTML around the place, and put no cell into prose",
  );
}

function inverseOf(effect: Effect): Effect {
  switch (effect.type) {
    case "added":
      return { type: "deleted", cell: effect.cell };
    case "deleted":
      return { type: "added", cell: effect.cell };
    case "renamed":
      return { type: "renamed", from: effect.to, to: effect.from };
  }
}

function refusal(message: string, remedy: string | null): AppError {
  return new AppError("BAD_NOTEBOOK", message, {
    problems: [{ severity: "error", code: "BAD_NOTEBOOK", message, place: {}, remedy }],
  });
}
