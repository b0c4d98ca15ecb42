/**
 * Reads texts as notebooks.
 *
 * @module
 */
import { type Parsed, parseNotebook } from "@/lib/notebook/file/parse.ts";
import { findCell, type Notebook } from "@/lib/notebook/model.ts";
import { KINDS, stepOfKind } from "@/lib/steps/registry.ts";

/** What the bodies of cells hold, by kind: edits must know the same kinds as reading does. */
export const SCHEMAS = new Map(
  KINDS.flatMap((kind) => {
    const step = stepOfKind(kind);
    return step === null ? [] : [[kind, step.parameters] as const];
  }),
);

/** Reads a text as a notebook; any is one. @throws AppError BAD_NOTEBOOK where it is too long */
export function readText(text: string): Parsed {
  return parseNotebook(text, { fileName: "notebook.md", kinds: KINDS });
}

/** Whether a cell reads from a connection, which only a person may ask anew. */
export function readsConnection(notebook: Notebook, name: string): boolean {
  const cell = findCell(notebook, name);
  return cell?.kind === "load" && typeof cell.body.values.connection === "string";
}
