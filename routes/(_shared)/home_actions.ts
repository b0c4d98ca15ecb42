/**
 * Does what a form of the home page asks for.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { Notebooks } from "@/lib/workspace/notebooks/contract.ts";
import { refuseNul } from "@/lib/web/read_body.ts";
import { textsOf, unknownAct } from "./body.ts";
import { type FormTexts, revisionOf } from "./notebook_form.ts";

/** Does it, and returns where the browser should go. */
export async function performHome(notebooks: Notebooks, form: FormData): Promise<string> {
  const texts = textsOf(form);
  const { id = "", title = "" } = texts;
  switch (texts.do) {
    case "create":
      return notebookPath(await notebooks.create({}));
    case "import":
      return notebookPath(await importFile(notebooks, form));
    case "duplicate":
      return notebookPath(await notebooks.duplicate({ id }));
    case "rename":
      await rename(notebooks, texts);
      return "/";
    case "delete":
      await notebooks.remove({ id });
      return `/?${new URLSearchParams({ deleted: id, title })}`;
    case "restore":
      await notebooks.restore({ id });
      return texts.open === "yes" ? notebookPath({ id }) : "/";
    default:
      throw unknownAct(texts.do);
  }
}

function notebookPath({ id }: { readonly id: string }): string {
  return `/notebooks/${encodeURIComponent(id)}`;
}

async function importFile(notebooks: Notebooks, form: FormData): Promise<{ readonly id: string }> {
  const file = form.get("file");
  if (!(file instanceof File) || file.size === 0) {
    throw new AppError("EMPTY_FILE", "Cannot import a notebook as a file must be chosen");
  }
  const text = new TextDecoder().decode(await file.arrayBuffer());
  refuseNul(text);
  const title = file.name.replace(/\.(md|markdown)$/i, "");
  return await notebooks.create({ title, text, imported: true });
}

/** A title is a line of the notebook's head: somebody else's edit since is no reason to refuse. */
async function rename(notebooks: Notebooks, form: FormTexts): Promise<void> {
  const id = form.id ?? "";
  const edits = [{ type: "set_head", path: ["title"], value: form.title ?? "" } as const];
  const asked = { id, edits, editor: null, parameters: {} };
  const outcome = await notebooks.edit({ ...asked, revision: revisionOf(form) });
  if (outcome.type === "conflict") {
    await notebooks.edit({ ...asked, revision: outcome.view.revision });
  }
}
