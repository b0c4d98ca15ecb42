/**
 * Does what a form of a notebook's page asks for.
 *
 * @module
 */
import { isShown } from "@/lib/page/notebook/moves.ts";
import { type NotebookPlace, openAddress } from "@/lib/page/notebook/place.ts";
import type { Notebooks } from "@/lib/workspace/notebooks/contract.ts";
import type { GivenParameters, NotebookView } from "@/lib/workspace/notebooks/notebook_view.ts";
import type { EditOutcome } from "@/lib/workspace/notebooks/revision_view.ts";
import { type After, type Asked, type FormTexts, readAsked, revisionOf } from "./notebook_form.ts";

/** A form as it was posted. */
export interface Posted {
  readonly id: string;
  readonly form: FormTexts;
  readonly parameters: GivenParameters;
  /** The page that it was posted from, without what was open. */
  readonly address: string;
}

/** What came of it. */
export type Done =
  | { readonly type: "go"; readonly to: string }
  | { readonly type: "conflict"; readonly outcome: Extract<EditOutcome, { type: "conflict" }> };

/** Does what was asked for, and says where the browser should go. */
export async function perform(notebooks: Notebooks, posted: Posted): Promise<Done> {
  const { id, parameters, address } = posted;
  const asked = readAsked(posted.form);
  switch (asked.type) {
    case "cancel":
      await notebooks.cancel({ id });
      return { type: "go", to: address };
    case "run":
      await notebooks.run({ id, what: asked.what, parameters });
      return { type: "go", to: address };
    case "undo":
    case "redo":
    case "restore":
    case "edit": {
      const outcome = await change(notebooks, asked, posted);
      if (outcome.type === "conflict") return { type: "conflict", outcome };
      const after: After = asked.type === "edit" ? asked.after : { type: "nothing" };
      if (after.type === "run") {
        const what = { type: "cell", cell: after.cell, below: true } as const;
        await notebooks.run({ id, what, parameters });
      }
      return { type: "go", to: addressAfter(outcome.view, after, address) };
    }
  }
}

function change(
  notebooks: Notebooks,
  asked: Exclude<Asked, { type: "cancel" | "run" }>,
  { id, form, parameters }: Posted,
): Promise<EditOutcome> {
  const base = { id, revision: revisionOf(form), parameters };
  switch (asked.type) {
    case "undo":
      return notebooks.undo(base);
    case "redo":
      return notebooks.redo(base);
    case "restore":
      return notebooks.restoreRevision({ ...base, to: asked.to });
    case "edit":
      return notebooks.edit({ ...base, edits: asked.edits, editor: null });
  }
}

function addressAfter(view: NotebookView, after: After, address: string): string {
  switch (after.type) {
    case "nothing":
    case "run":
      return address;
    case "look":
      return `${address}#cell-${after.cell}`;
    case "open": {
      // At the end of a page the empty line before what was added has the place that was asked for.
      const block = view.blocks.find((one) => one.index >= after.at && isShown(one));
      if (block === undefined) return address;
      const place: Pick<NotebookPlace, "address"> = { address };
      return openAddress(
        place,
        block.type === "cell"
          ? { type: "cell", cell: block.cell.name }
          : { type: "prose", index: block.index },
      );
    }
  }
}
