/**
 * Notebooks and their revisions in the database.
 *
 * Each revision holds its whole text, and which one undoing and redoing lead to: so undo is
 * never lost, and gives back a text to the byte.
 *
 * @module
 */
import type { Database, Session } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import type { Effect } from "@/lib/notebook/edit/edit.ts";
import type { Head } from "@/lib/notebook/model.ts";
import { forgetRuns } from "@/lib/notebook/run/history.ts";
import { forgetLinks } from "@/lib/workspace/links/store.ts";
import type { RevisionEntry } from "./revision_view.ts";

/** A revision as the database has it. */
export interface Revision {
  readonly revision: number;
  readonly text: string;
  /** What happened to cells since the revision that undoing leads to. */
  readonly effects: readonly Effect[];
  readonly undoTo: number | null;
  readonly redoTo: number | null;
  /** What was done since then in words. */
  readonly step: string;
}

/** A text on its way into the database. */
export interface NewRevision extends Omit<Revision, "revision"> {
  readonly notebook: string;
  /** The revision that it follows. */
  readonly after: number;
  /** What was done in words. */
  readonly what: string;
  readonly head: Head;
  /** Whether the history tells of the revision before with this one, and not by itself. */
  readonly joins: boolean;
}

/** What a notebook without a title is called. */
export const UNTITLED = "Untitled notebook";

/** Deleted notebooks can be restored for so long. */
const KEPT_DAYS = 30;

/** Enters a notebook with its first revision. */
export async function insertNotebook(
  session: Session,
  { id, text, head, what, owner = null }: {
    readonly id: string;
    readonly text: string;
    readonly head: Head;
    readonly what: string;
    /** An account; the workspace where there is none. */
    readonly owner?: string | null;
  },
): Promise<void> {
  await session.kysely.insertInto("notebooks").values({
    id,
    revision: 1,
    title: head.title ?? UNTITLED,
    description: head.description,
    tags: JSON.stringify(head.tags),
    owner,
  }).execute();
  await session.kysely.insertInto("revisions").values({
    notebook: id,
    revision: 1,
    text,
    what,
    step: what,
    effects: "[]",
    undo_to: null,
    redo_to: null,
  }).execute();
}

/** Returns the newest revision. @throws AppError NOT_FOUND */
export async function loadNotebook(database: Database, id: string): Promise<Revision> {
  const [row] = await database.query<RevisionRow>(
    "select r.* from daybook.notebooks n " +
      "join daybook.revisions r on r.notebook = n.id and r.revision = n.revision " +
      "where n.id = $1 and n.deleted_at is null",
    [id],
  );
  if (row === undefined) throw noNotebook(id);
  return readRevision(row);
}

/** Returns one revision. @throws AppError NOT_FOUND */
export async function loadRevision(
  database: Database,
  id: string,
  revision: number,
): Promise<Revision> {
  // Whoever asks may have typed it: the database would refuse what is no number of its type.
  const rows = Number.isInteger(revision) && revision < 2 ** 31
    ? await database.query<RevisionRow>(
      "select r.* from daybook.revisions r join daybook.notebooks n on n.id = r.notebook " +
        "where r.notebook = $1 and r.revision = $2 and n.deleted_at is null",
      [id, revision],
    )
    : [];
  if (rows.length > 0) return readRevision(rows[0]);
  throw new AppError(
    "NOT_FOUND",
    `Cannot find the revision as the notebook has none of this number: current value is ${revision}`,
  );
}

/**
 * Saves the next revision; `false` where another one was saved meanwhile. One that is joined has no
 * words of its own: it can be undone to, but is not in the history.
 */
export async function saveRevision(
  database: Pick<Session, "query">,
  next: NewRevision,
): Promise<boolean> {
  const { notebook, after, text, what, step, head, effects, undoTo, redoTo, joins } = next;
  const rows = await database.query(
    "with saved as (update daybook.notebooks set revision = $2 + 1, title = $3, " +
      "description = $4, tags = $5::jsonb, changed_at = now() " +
      "where id = $1 and revision = $2 and deleted_at is null returning id), " +
      "joined as (update daybook.revisions set what = '' where $12::bool and notebook = $1 " +
      "and revision = $2 and exists (select from saved)) " +
      "insert into daybook.revisions " +
      "(notebook, revision, text, what, step, effects, undo_to, redo_to) " +
      "select id, $2 + 1, $6::text, $7::text, $8::text, $9::jsonb, $10::int4, $11::int4 from saved " +
      "returning revision",
    [
      notebook,
      after,
      head.title ?? UNTITLED,
      head.description,
      JSON.stringify(head.tags),
      text,
      what,
      step,
      JSON.stringify(effects),
      undoTo,
      redoTo,
      joins,
    ],
  );
  return rows.length === 1;
}

/** Returns the revisions of a notebook that have words of their own, newest first. */
export async function listRevisions(
  database: Database,
  id: string,
): Promise<readonly RevisionEntry[]> {
  const rows = await database.kysely.selectFrom("revisions")
    .innerJoin("notebooks", "notebooks.id", "revisions.notebook")
    .select(["revisions.revision", "saved_at", "what"])
    .where("notebook", "=", id).where("deleted_at", "is", null)
    .where("what", "<>", "")
    .orderBy("revisions.revision", "desc").execute();
  if (rows.length === 0) throw noNotebook(id);
  return rows.map(({ revision, saved_at, what }) => ({ revision, savedAt: saved_at, what }));
}

/** Deletes a notebook so that it can be restored; one that is gone is deleted. */
export async function deleteNotebook(database: Database, id: string): Promise<void> {
  await database.kysely.updateTable("notebooks").set({ deleted_at: new Date().toISOString() })
    .where("id", "=", id).where("deleted_at", "is", null).execute();
}

/** Brings a deleted notebook back. @throws AppError NOT_FOUND */
export async function restoreNotebook(database: Database, id: string): Promise<void> {
  const { numUpdatedRows } = await database.kysely.updateTable("notebooks")
    .set({ deleted_at: null }).where("id", "=", id).executeTakeFirst();
  if (Number(numUpdatedRows) === 0) throw noNotebook(id);
}

/** Returns a notebook that was deleted and can be restored; `null` where there is none. */
export async function findDeleted(
  database: Database,
  id: string,
): Promise<{ readonly title: string } | null> {
  const row = await database.kysely.selectFrom("notebooks").select("title")
    .where("id", "=", id).where("deleted_at", "is not", null).executeTakeFirst();
  return row ?? null;
}

/** Removes for good what was deleted long ago, with its links, its runs and what it was granted. */
export async function purgeNotebooks(database: Database): Promise<void> {
  await database.transaction(async (session) => {
    const rows = await session.query<{ id: string }>(
      "delete from daybook.notebooks where deleted_at < now() - make_interval(days => $1) " +
        "returning id",
      [KEPT_DAYS],
    );
    const gone = rows.map(({ id }) => id);
    if (gone.length === 0) return;
    await forgetLinks(session, gone);
    await forgetRuns(session, gone);
    for (
      const table of [
        "guarded_notebooks",
        "grants",
        "mails",
        "mail_stops",
        "notebook_files",
      ] as const
    ) {
      await session.kysely.deleteFrom(table).where("notebook", "in", gone).execute();
    }
  });
}

/** Refuses an id that is unknown or deleted. */
function noNotebook(id: string): AppError {
  return new AppError(
    "NOT_FOUND",
    `Cannot find the notebook as there is none of this id: current value is ${JSON.stringify(id)}`,
  );
}

type RevisionRow = {
  readonly revision: number;
  readonly text: string;
  readonly effects: readonly Effect[];
  readonly undo_to: number | null;
  readonly redo_to: number | null;
  readonly step: string;
};

function readRevision({ undo_to, redo_to, ...row }: RevisionRow): Revision {
  const { revision, text, effects, step } = row;
  return { revision, text, effects, undoTo: undo_to, redoTo: redo_to, step };
}
