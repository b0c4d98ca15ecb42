/**
 * Whose things are: notebooks, files, uploads, links and results.
 *
 * What somebody may not see is not found: nothing tells whether it is there.
 *
 * @module
 */
import { hashSecret } from "@/lib/crypto/secret.ts";
import type { Database } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import type { NotebookRight } from "@/lib/workspace/sharing/contract.ts";
import { atLeast, notebookRight } from "@/lib/workspace/sharing/rights.ts";
import type { Who } from "./contract.ts";

/** Something that is somebody's. */
export type Thing =
  | { readonly type: "notebook"; readonly id: string; readonly right: NotebookRight }
  | { readonly type: "file"; readonly digest: string }
  | { readonly type: "upload"; readonly id: string }
  /** A link is of who has its notebook. */
  | { readonly type: "link"; readonly id: string }
  /** A schedule is of who edits its notebook; those of the workspace are the admins'. */
  | { readonly type: "schedule"; readonly id: string }
  /** A result is of who has a notebook that shows it. */
  | { readonly type: "result"; readonly key: string };

/** Whether somebody has all there is: the owner of the workspace, and admins themselves. */
export function hasAll({ by, role }: Pick<Who, "by" | "role">): boolean {
  return by.type === "owner" || role === "admin";
}

/**
 * Refuses what is not somebody's; returns whether they may only look at it.
 *
 * @throws AppError NOT_FOUND; NOT_GRANTED where they may do less than is asked
 */
export async function demandThing(
  database: Database,
  who: Who,
  thing: Thing,
): Promise<{ readonly looksOnly: boolean }> {
  if (hasAll(who) || who.by.type === "owner") return { looksOnly: false };
  const account = who.by.id;
  switch (thing.type) {
    case "notebook":
      return await demandNotebook(database, who, thing);
    case "file":
      if (await holdsFile(database, { digest: thing.digest, account })) return { looksOnly: false };
      break;
    case "upload": {
      const row = await database.kysely.selectFrom("uploads").select("id")
        .where("id", "=", thing.id).where("account", "=", account).executeTakeFirst();
      if (row !== undefined) return { looksOnly: false };
      break;
    }
    case "link": {
      const row = await database.kysely.selectFrom("links").select("notebook")
        .where("id", "=", thing.id).executeTakeFirst();
      if (row === undefined) break;
      return await demandNotebook(database, who, { id: row.notebook, right: "own" });
    }
    case "schedule": {
      const row = await database.kysely.selectFrom("schedules").select("notebook")
        .where("id", "=", thing.id).executeTakeFirst();
      if (row === undefined || row.notebook === null) break;
      return await demandNotebook(database, who, { id: row.notebook, right: "edit" });
    }
    case "result":
      if (await isShownTo(database, { key: thing.key, account })) return { looksOnly: true };
  }
  throw notFound(thing.type);
}

/** Whether a link's token still opens its notebook, which takes that its maker may share that still. */
export async function opensNotebook(
  database: Pick<Database, "kysely">,
  { token, now }: { readonly token: string; readonly now: Date },
): Promise<boolean> {
  const row = await database.kysely.selectFrom("links as link")
    .innerJoin("notebooks as notebook", "notebook.id", "link.notebook").select([
      "link.notebook",
      "link.maker",
    ])
    .where("link.hash", "=", hashSecret(token)).where("link.revoked_at", "is", null)
    .where((is) =>
      is.or([
        is("link.expires_at", "is", null),
        is("link.expires_at", ">", now.toISOString()),
      ])
    )
    .where("notebook.deleted_at", "is", null).executeTakeFirst();
  if (row === undefined || row.maker === null) return row !== undefined;
  const by = { type: "account", id: row.maker } as const;
  return await notebookRight(database, { notebook: row.notebook, by }) === "own";
}

/** Whether an account has sent a file. */
async function holdsFile(
  { kysely }: Pick<Database, "kysely">,
  { digest, account }: { readonly digest: string; readonly account: string },
): Promise<boolean> {
  const row = await kysely.selectFrom("dataset_holders").select("digest")
    .where("digest", "=", digest).where("account", "=", account).executeTakeFirst();
  return row !== undefined;
}

/** Returns the ids of the notebooks that an account has, or that are shared with it. */
export async function notebooksOf(
  database: Pick<Database, "query">,
  account: string,
): Promise<ReadonlySet<string>> {
  const rows = await database.query<{ id: string }>(
    "select id from daybook.notebooks where owner = $1 " +
      "union select notebook from daybook.notebook_people where account = $1",
    [account],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Returns the ids of the notebooks that an account has, or may edit. */
export async function notebooksEditedBy(
  database: Pick<Database, "query">,
  account: string,
): Promise<ReadonlySet<string>> {
  const rows = await database.query<{ id: string }>(
    "select id from daybook.notebooks where owner = $1 " +
      "union select notebook from daybook.notebook_people where account = $1 and verb = 'edit'",
    [account],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Returns the digests of the files that an account has sent. */
export async function filesOf(
  { kysely }: Pick<Database, "kysely">,
  account: string,
): Promise<ReadonlySet<string>> {
  const rows = await kysely.selectFrom("dataset_holders").select("digest")
    .where("account", "=", account).execute();
  return new Set(rows.map(({ digest }) => digest));
}

async function demandNotebook(
  database: Database,
  { by }: Who,
  { id, right }: { readonly id: string; readonly right: NotebookRight },
): Promise<{ readonly looksOnly: boolean }> {
  const has = await notebookRight(database, { notebook: id, by });
  if (has === "none") throw notFound("notebook");
  if (atLeast(has, right)) return { looksOnly: !atLeast(has, "edit") };
  throw new AppError(
    "NOT_GRANTED",
    `Cannot do this as the notebook must be yours to ${right}: current value is "${has}"`,
  );
}

async function isShownTo(
  database: Pick<Database, "query">,
  { key, account }: { readonly key: string; readonly account: string },
): Promise<boolean> {
  const rows = await database.query(
    // Who may only view is shown what the notebook shows, and runs since it was shared.
    "with showing as (" +
      "select notebook, null::timestamptz as at from daybook.shown where key = $1 union all " +
      "select r.notebook, r.started_at from daybook.run_cells c join daybook.runs r on r.id = c.run_id " +
      "where c.key = $1) " +
      "select 1 from showing s join daybook.notebooks n on n.id = s.notebook " +
      "where n.deleted_at is null and (n.owner = $2 or exists (" +
      "select from daybook.notebook_people p where p.notebook = n.id and p.account = $2 and " +
      "(p.verb = 'edit' or s.at is null or s.at >= p.shared_at))) limit 1",
    [key, account],
  );
  return rows.length > 0;
}

function notFound(type: Thing["type"]): AppError {
  return new AppError("NOT_FOUND", `Cannot find the ${type} as there is none of this name for you`);
}
