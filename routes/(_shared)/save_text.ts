/**
 * Saves one cell's text.
 *
 * @module
 */
import type { Workspace } from "@/lib/workspace/contract.ts";
import type { GivenParameters, NotebookView } from "@/lib/workspace/notebooks/notebook_view.ts";
import type { EditOutcome } from "@/lib/workspace/notebooks/revision_view.ts";

/** A cell's text to be saved. */
export interface SaveTextAsked {
  readonly notebook: string;
  readonly cell: string;
  readonly text: string;
  /** The cell's text that the new one was made from; `null` where only the revision tells. */
  readonly base: string | null;
  readonly revision: number;
  readonly parameters: GivenParameters;
  /** The id of the page that asks. */
  readonly editor: string | null;
  readonly run: boolean;
}

/** Others may save again and again meanwhile. */
const MAX_TRIES = 3;

/**
 * Saves a text, and runs the cell and what hangs on it where that is asked for. A change elsewhere
 * in the notebook is no conflict: the cell itself must have another text than the one begun with.
 */
export async function saveText(
  { notebooks }: Workspace,
  { notebook, cell, text, base, revision, parameters, editor, run }: SaveTextAsked,
): Promise<EditOutcome> {
  const edits = [{ type: "set_body", cell, text }] as const;
  const asked = { id: notebook, edits, editor, parameters };
  // A page that follows the notebook has its newest revision, also where an editor on it has not.
  if (base !== null && await savedText({ notebooks }, { notebook, cell, parameters }) !== base) {
    const view = await notebooks.open({ id: notebook, parameters });
    return { type: "conflict", view, differences: [] };
  }
  let outcome = await notebooks.edit({ ...asked, revision });
  for (let tries = 1; tries < MAX_TRIES && isElsewhere(outcome, { cell, base }); tries++) {
    outcome = await notebooks.edit({ ...asked, revision: outcome.view.revision });
  }
  if (run && outcome.type === "saved") {
    await notebooks.run({ id: notebook, what: { type: "cell", cell, below: true }, parameters });
  }
  return outcome;
}

/** Returns the text of a cell as it is kept now. @throws AppError NOT_FOUND */
export async function savedText(
  { notebooks }: Pick<Workspace, "notebooks">,
  { notebook, cell, parameters }: Pick<SaveTextAsked, "notebook" | "cell" | "parameters">,
): Promise<string> {
  return (await notebooks.cell({ id: notebook, cell, parameters })).text;
}

/** Returns the text of a cell in a notebook, or `null` where there is none of this name. */
export function cellText({ blocks }: NotebookView, name: string): string | null {
  const found = blocks.find((block) => block.type === "cell" && block.cell.name === name);
  return found?.type === "cell" ? found.cell.text : null;
}

function isElsewhere(
  outcome: EditOutcome,
  { cell, base }: Pick<SaveTextAsked, "cell" | "base">,
): boolean {
  return outcome.type === "conflict" && base !== null && cellText(outcome.view, cell) === base;
}
