/**
 * Makes notebooks: new ones, of a file, and copies.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import { applyEdit } from "@/lib/notebook/edit/apply.ts";
import type { Notebook } from "@/lib/notebook/model.ts";
import type { Asker } from "@/lib/workspace/accounts/asker.ts";
import { loadGuard, saveGuard } from "./grants.ts";
import { copyFiles, putFiles, uploadsAdded } from "./own_files.ts";
import { readText, SCHEMAS } from "./read_text.ts";
import { insertNotebook, loadNotebook, UNTITLED } from "./store.ts";

/**
 * Makes a notebook of a text, or an empty one.
 *
 * @throws AppError BAD_NOTEBOOK; where its front matter is broken and it is to have a title, as it could not
 */
export async function createNotebook(
  database: Database,
  { title, text = "", imported = false, account = null, saver = null }: {
    readonly title?: string;
    readonly text?: string;
    readonly imported?: boolean;
    readonly account?: string | null;
    /** Who puts files there; nobody knows of what another wrote whether it was meant. */
    readonly saver?: Asker | null;
  },
): Promise<{ readonly id: string }> {
  const given = readText(text).notebook;
  const isTitled = given.head.title !== null || title === undefined;
  // Of a file that somebody brings, its name is as good as none.
  if (!isTitled && !imported && isBroken(given)) throw refuseTitle(title);
  const named = isTitled ? text : withTitle(text, title);
  const id = crypto.randomUUID();
  await database.transaction(async (session) => {
    const { notebook } = readText(named);
    const { head } = notebook;
    const what = text === "" ? "Made it" : imported ? "Imported it" : "Made it of a file";
    await insertNotebook(session, { id, text: named, head, what, owner: account });
    if (imported) await saveGuard(session, id, { type: "guarded", granted: new Set() });
    else {
      const digests = uploadsAdded(null, notebook);
      await putFiles(session, { notebook: id, digests, by: saver });
    }
  });
  return { id };
}

/**
 * Copies a notebook's newest text; the copy may read what it may, but of uploaded files those alone
 * that whoever copies it has. @throws AppError NOT_FOUND
 */
export async function duplicateNotebook(
  database: Database,
  { id: original, account = null, saver = null }: {
    readonly id: string;
    readonly account?: string | null;
    readonly saver?: Asker | null;
  },
): Promise<{ readonly id: string }> {
  const { text } = await loadNotebook(database, original);
  const guard = await loadGuard(database, original);
  const { head } = readText(text).notebook;
  const copied = withTitle(text, `${head.title ?? UNTITLED} (copy)`);
  const id = crypto.randomUUID();
  await database.transaction(async (session) => {
    const { head } = readText(copied).notebook;
    await insertNotebook(session, {
      id,
      text: copied,
      head,
      what: "Copied it",
      owner: account,
    });
    await saveGuard(session, id, guard);
    await copyFiles(session, { from: original, to: id, by: saver });
  });
  return { id };
}

function withTitle(text: string, title: string): string {
  const { notebook } = readText(text);
  // Broken front matter is the author's to mend.
  if (isBroken(notebook)) return text;
  const edit = { type: "set_head", path: ["title"], value: title } as const;
  return applyEdit(notebook, edit, SCHEMAS).notebook.text;
}

function isBroken({ head: { body } }: Notebook): boolean {
  return body !== null && !body.sound;
}

function refuseTitle(title: string): AppError {
  return new AppError(
    "BAD_NOTEBOOK",
    "Cannot give a notebook its title as the front matter of its text must be sound: " +
      `current value is "${title}"`,
    {
      problems: [{
        severity: "error",
        code: "BAD_NOTEBOOK",
        message: "The front matter is no YAML that can be read, so no title can be put there",
        place: { key: "title" },
        remedy: "Mend the lines between the two ---, or leave the title out",
      }],
    },
  );
}
