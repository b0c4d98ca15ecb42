/**
 * What a form of a notebook's page asks for.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { Edit } from "@/lib/notebook/edit/edit.ts";
import type { RunWhat } from "@/lib/workspace/notebooks/run_view.ts";
import { readCount } from "./address.ts";
import { isObject, type PostedObject, unknownAct } from "./body.ts";
import { editsIn } from "./posted_edit.ts";

/** Fields of a form by their names. */
export type FormTexts = Readonly<Record<string, string>>;

/** What is to be done, and what to open or look at afterwards. */
export type Asked =
  | { readonly type: "edit"; readonly edits: readonly Edit[]; readonly after: After }
  | { readonly type: "undo" | "redo" }
  | { readonly type: "cancel" }
  | { readonly type: "run"; readonly what: RunWhat }
  | { readonly type: "restore"; readonly to: number };

/** What follows an edit. */
export type After =
  | { readonly type: "nothing" }
  /** The cell has another name now. */
  | { readonly type: "look"; readonly cell: string }
  /** What was added is opened. */
  | { readonly type: "open"; readonly at: number }
  | { readonly type: "run"; readonly cell: string };

const NOTHING: After = { type: "nothing" };

/** What a button may do to its cell. */
const CELL_EDITS: readonly string[] = ["set_value", "put_item"] satisfies readonly Edit["type"][];

/** New prose cannot be empty: an empty one is gone. */
const NEW_PROSE = "Write here what the reader should know.";

/** Reads a form. @throws AppError BAD_USAGE */
export function readAsked(form: FormTexts): Asked {
  const cell = form.cell ?? "";
  const edit = (edit: Edit, after: After = NOTHING): Asked => ({
    type: "edit",
    edits: [edit],
    after,
  });
  switch (form.do) {
    case "undo":
    case "redo":
    case "cancel":
      return { type: form.do };
    case "run_all":
      return { type: "run", what: { type: "all" } };
    case "run_stale":
      return { type: "run", what: { type: "stale" } };
    case "run_cell":
      return { type: "run", what: { type: "cell", cell, below: false } };
    case "run_below":
      return { type: "run", what: { type: "cell", cell, below: true } };
    case "restore_revision":
      return { type: "restore", to: countOf(form, "to") };
    case "add": {
      const at = countOf(form, "at");
      const added: Edit = form.kind === "prose"
        ? { type: "add_prose", at, text: NEW_PROSE }
        : { type: "add_cell", at, kind: form.kind ?? "" };
      return edit(added, { type: "open", at });
    }
    case "move_cell":
      return edit({ type: "move_cell", cell, at: countOf(form, "at") });
    case "duplicate_cell":
      return edit({ type: "duplicate_cell", cell });
    case "delete_cell":
      return edit({ type: "delete_cell", cell });
    case "rename_cell": {
      const to = form.to ?? "";
      return edit({ type: "rename_cell", cell, to }, { type: "look", cell: to });
    }
    case "disable_cell":
    case "enable_cell":
      return edit({ type: "set_disabled", cell, disabled: form.do === "disable_cell" });
    case "set_body":
      return edit(
        { type: "set_body", cell, text: linesOf(form.text) },
        form.then === "run" ? { type: "run", cell } : NOTHING,
      );
    case "edit_cell": {
      const edits = editsOf(cell, form.edits);
      return { type: "edit", edits, after: { type: "run", cell } };
    }
    case "set_prose":
      return edit({ type: "set_prose", block: countOf(form, "block"), text: linesOf(form.text) });
    default:
      throw unknownAct(form.do);
  }
}

/** Reads what a button does to its own cell. @throws AppError BAD_USAGE */
function editsOf(cell: string, text = ""): readonly Edit[] {
  let edits: unknown;
  try {
    edits = JSON.parse(text);
  } catch {
    edits = text;
  }
  const isOwn = (edit: unknown) => isObject(edit) && CELL_EDITS.includes(String(edit.type));
  return editsIn({
    edits: Array.isArray(edits) && edits.every(isOwn)
      ? edits.map((edit: PostedObject) => ({ ...edit, cell }))
      : text,
  });
}

/** Returns the revision that the form was made of. @throws AppError BAD_USAGE */
export function revisionOf(form: FormTexts): number {
  return countOf(form, "revision");
}

function countOf(form: FormTexts, name: string): number {
  const count = readCount(form[name] ?? null);
  if (count !== null) return count;
  throw new AppError(
    "BAD_USAGE",
    `Cannot do what was asked as "${name}" must be a whole number: current value is ${
      JSON.stringify(form[name] ?? "missing")
    }`,
  );
}

/** Browsers send texts with two signs at the end of each line. */
function linesOf(text = ""): string {
  return text.replaceAll("\r\n", "\n");
}
