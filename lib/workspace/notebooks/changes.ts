/**
 * Changes of notebooks: edits, undo, redo, and going back to an older revision. A change that
 * was made on an older revision than the newest is refused with the difference, or made on the
 * newest where that is certain to mean the same.
 *
 * @module
 */
import type { Session } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import { applyEdit } from "@/lib/notebook/edit/apply.ts";
import type { Edit, Effect } from "@/lib/notebook/edit/edit.ts";
import type { YamlMapping } from "@/lib/notebook/file/yaml.ts";
import { findCell, type Notebook } from "@/lib/notebook/model.ts";
import type { Asker } from "@/lib/workspace/accounts/asker.ts";
import { asksOutside, chooseAutomatic } from "./automatic.ts";
import type { GivenParameters } from "./notebook_view.ts";
import type { EditOutcome } from "./revision_view.ts";
import { compareTexts } from "./differences.ts";
import type { OpenNotebook } from "./open_notebook.ts";
import { putFiles, uploadsAdded } from "./own_files.ts";
import { readsConnection, readText, SCHEMAS } from "./read_text.ts";
import { canRebase } from "./rebase.ts";
import { haltAutomatic, startRun } from "./runs.ts";
import { saveUnsaved } from "./settle.ts";
import { followEffects, saveEffects } from "./shown.ts";
import { loadRevision, type NewRevision, saveRevision } from "./store.ts";
import { makeView } from "./view.ts";
import { describeBody, describeEdits } from "./words.ts";
import { goesOn, type Writing, writtenCell } from "./writing.ts";

/** Who changes which revision. */
export interface ChangeAsked {
  readonly revision: number;
  readonly parameters: GivenParameters;
  /** The page's id; `null` where nobody has to know its own events. */
  readonly editor: string | null;
  /** Who puts the files there that a text names anew; absent where nobody does, or is known to. */
  readonly saver?: Asker;
}

/** The next revision, as far as a change decides it. */
type Change = Pick<NewRevision, "text" | "what" | "step" | "effects" | "undoTo" | "redoTo"> & {
  /** What happened to cells since the revision before. */
  readonly moved: readonly Effect[];
  /** What somebody goes on to write, before it has a revision; `null` where nobody does. */
  readonly writing: Omit<Writing, "revision"> | null;
  readonly joins: boolean;
};

/** Of a change that is told by itself. */
const ALONE = { writing: null, joins: false } as const;

/** Letters that edits may read together, which is a few seconds' work. */
const MOST_READ = 20_000_000;

/** Applies edits. @throws AppError BAD_NOTEBOOK where one of them can't be done */
export async function applyEdits(
  open: OpenNotebook,
  asked: ChangeAsked & { readonly edits: readonly Edit[] },
): Promise<EditOutcome> {
  const { edits } = asked;
  refuseLong(edits.length, open.current.notebook.text.length);
  return await change(open, asked, {
    canFollow: (before, now) => canRebase(edits, { before, now }),
    make: async () => {
      const { revision } = open.current;
      let { notebook } = open.current;
      const effects: Effect[] = [];
      for (const [i, edit] of edits.entries()) {
        // Each reads the whole notebook: what else is asked of this process has its turn between.
        if (i > 0) await new Promise((resolve) => setTimeout(resolve));
        const edited = applyEdit(notebook, edit, SCHEMAS);
        notebook = edited.notebook;
        effects.push(...edited.effects);
      }
      const words = describeWriting(open, asked, notebook);
      return {
        text: notebook.text,
        ...words,
        effects,
        moved: effects,
        undoTo: revision.revision,
        redoTo: null,
      };
    },
  });
}

/** Edits that would take longer are not begun. */
function refuseLong(edits: number, letters: number): void {
  if (edits === 1 || edits * letters <= MOST_READ) return;
  throw new AppError(
    "BAD_PARAMETER",
    `Cannot make so many edits at once as the notebook may have ${
      Math.floor(MOST_READ / edits)
    } letters for them: current value is ${letters}`,
  );
}

/** Says what edits did, for the history and for undoing; the history tells of one writing once. */
function describeWriting(
  { current, writing }: OpenNotebook,
  { edits, editor }: Pick<ChangeAsked, "editor"> & { readonly edits: readonly Edit[] },
  edited: Notebook,
): Pick<Change, "what" | "step" | "writing" | "joins"> {
  const name = writtenCell(edits);
  const [before, after] = [current.notebook, edited]
    .map((notebook) => name === null ? null : findCell(notebook, name)?.body ?? null);
  const words = (from: YamlMapping | null) =>
    name === null || from === null || after === null || !after.sound
      ? describeEdits(edits)
      : describeBody(name, from, after.values);
  const old = before === null || !before.sound ? null : before.values;
  const step = words(old);
  if (name === null || editor === null) return { ...ALONE, what: step, step };
  const next = { cell: name, editor, revision: current.revision.revision, at: Date.now() };
  if (!goesOn(writing, next)) {
    return { what: step, step, joins: false, writing: { ...next, before: old } };
  }
  const { before: first } = writing;
  return { what: words(first), step, joins: true, writing: { ...next, before: first } };
}

/** Takes the last change back; where there is none, nothing happens. */
export async function undoChange(open: OpenNotebook, asked: ChangeAsked): Promise<EditOutcome> {
  return await change(open, asked, {
    make: async () => {
      const { revision } = open.current;
      if (revision.undoTo === null) return null;
      const target = await loadRevision(open.shared.services.database, open.id, revision.undoTo);
      return {
        ...target,
        ...ALONE,
        what: `Undid: ${revision.step}`,
        moved: inverseNames(revision.effects),
        redoTo: revision.revision,
      };
    },
  });
}

/** Makes the change again that was taken back; where there is none, nothing happens. */
export async function redoChange(open: OpenNotebook, asked: ChangeAsked): Promise<EditOutcome> {
  return await change(open, asked, {
    make: async () => {
      const { revision } = open.current;
      if (revision.redoTo === null) return null;
      const target = await loadRevision(open.shared.services.database, open.id, revision.redoTo);
      return {
        ...target,
        ...ALONE,
        what: `Did again: ${target.step}`,
        moved: target.effects.filter(({ type }) => type === "renamed"),
      };
    },
  });
}

/** Makes an older revision's text the newest. @throws AppError NOT_FOUND */
export async function restoreText(
  open: OpenNotebook,
  asked: ChangeAsked & { readonly to: number },
): Promise<EditOutcome> {
  return await change(open, asked, {
    make: async () => {
      const { text } = await loadRevision(open.shared.services.database, open.id, asked.to);
      const what = `Went back to revision ${asked.to}`;
      return {
        ...ALONE,
        text,
        what,
        step: what,
        effects: [],
        moved: [],
        undoTo: open.current.revision.revision,
        redoTo: null,
      };
    },
  });
}

/** Puts a text in the place of the whole. */
export async function writeText(
  open: OpenNotebook,
  asked: ChangeAsked & { readonly text: string },
): Promise<EditOutcome> {
  const what = "Wrote the whole text";
  return await change(open, asked, {
    make: () =>
      Promise.resolve({
        ...ALONE,
        text: asked.text,
        what,
        step: what,
        effects: [],
        moved: [],
        undoTo: open.current.revision.revision,
        redoTo: null,
      }),
  });
}

interface Making {
  /** Whether a change of an older text means the same on the newest; never where absent. */
  readonly canFollow?: (before: Notebook, now: Notebook) => boolean;
  /** `null` where there is nothing to change. */
  readonly make: () => Promise<Change | null>;
}

async function change(
  open: OpenNotebook,
  asked: ChangeAsked,
  making: Making,
): Promise<EditOutcome> {
  const base = await open.change(() => save(open, asked, making));
  const set = open.setOf(asked.parameters);
  if (base === null) {
    await rerunQuick(open, asked.parameters);
    const view = await makeView(open, set);
    open.shared.background.begin("shown", () => saveUnsaved(open, set));
    return { type: "saved", view };
  }
  const differences = compareTexts(base, open.current.notebook.text);
  return { type: "conflict", view: await makeView(open, set), differences };
}

/** Saves a change; where it is a conflict, returns the text that it was made on. */
async function save(
  open: OpenNotebook,
  asked: ChangeAsked,
  making: Making,
): Promise<string | null> {
  const { database } = open.shared.services;
  if (asked.revision !== open.current.revision.revision) {
    const base = await loadRevision(database, open.id, asked.revision);
    const before = readText(base.text).notebook;
    if (making.canFollow?.(before, open.current.notebook) !== true) return base.text;
  }
  const { revision } = open.current;
  const made = await making.make();
  if (made === null || made.text === revision.text) return null;
  const { moved, writing, joins, ...next } = made;
  const { notebook } = readText(next.text);
  const { saver: by = null } = asked;
  const digests = by === null ? [] : uploadsAdded(open.current.notebook, notebook);
  const saveWith = async (session: Pick<Session, "query">) => {
    const { head } = notebook;
    const place = { notebook: open.id, after: revision.revision };
    const saved = await saveRevision(session, { ...next, ...place, joins, head });
    if (saved) await putFiles(session, { notebook: open.id, digests, by });
    return saved;
  };
  const saved = digests.length === 0
    ? await saveWith(database)
    : await database.transaction(saveWith);
  if (!saved) {
    // Another process saved meanwhile.
    await open.reload();
    if (open.current.revision.revision !== revision.revision) {
      return await save(open, asked, making);
    }
    throw new AppError("INTERNAL_ERROR", "Cannot save the revision though nobody else did");
  }
  open.replace({ ...next, revision: revision.revision + 1 });
  open.writing = writing === null ? null : { ...writing, revision: revision.revision + 1 };
  for (const set of open.sets) {
    followEffects(set.shown, moved);
    haltAutomatic(set);
  }
  await saveEffects(database, open.id, moved);
  open.feed.tell({ type: "edited", revision: revision.revision + 1, editor: asked.editor });
  return null;
}

/** Reruns what an edit made stale and what was quick the last time. */
async function rerunQuick(open: OpenNotebook, parameters: GivenParameters): Promise<void> {
  const set = open.setOf(parameters);
  const { current, planned } = await open.plan(set);
  const cells = chooseAutomatic(planned.plan, {
    isFresh: (name) => {
      const cell = planned.plan.cells.get(name);
      return cell !== undefined && open.isFresh(cell);
    },
    lastMilliseconds: (name) => open.lastMilliseconds(set, name),
    isManual: (name) => {
      const cell = planned.plan.cells.get(name);
      return readsConnection(current.notebook, name) || (cell !== undefined && asksOutside(cell));
    },
  });
  if (cells.length === 0) return;
  startRun({ open, set, wanted: { type: "cells", cells }, automatic: true });
}

/** Cells keep what they show when an undone edit gives them their old names back. */
function inverseNames(effects: readonly Effect[]): readonly Effect[] {
  return effects.flatMap((effect): Effect[] =>
    effect.type === "renamed" ? [{ type: "renamed", from: effect.to, to: effect.from }] : []
  ).toReversed();
}
