/**
 * Which uploaded files a notebook may load: those that somebody who has them put into it.
 *
 * That is written down when it is done, and does not hang on who may edit the notebook later. What
 * somebody else wrote into it stays unread, though the file's holder saves the notebook after that.
 *
 * It is asked while a notebook is planned, before any key is made of a file: so who knows a file's
 * digest finds no result of it either.
 *
 * @module
 */
import type { Database, Session } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import type { Notebook } from "@/lib/notebook/model.ts";
import type { Sources } from "@/lib/steps/sources.ts";
import type { Asker } from "@/lib/workspace/accounts/asker.ts";
import { uploadsIn } from "./grants.ts";

type Asked = Pick<Session, "query">;

/** Returns sources that refuse the files that nobody who has them put into the notebook. */
export function ownFiles(
  sources: Sources,
  { database, notebook, alsoFiles = NONE }: {
    readonly database: Pick<Database, "query">;
    readonly notebook: string;
    /** What whoever types a text may put there, before it is saved. */
    readonly alsoFiles?: FileNames;
  },
): Sources {
  return {
    ...sources,
    async upload(digest) {
      const found = await findPut(database, { notebook, digest });
      const name = found === undefined ? alsoFiles.get(digest) : found.name;
      if (name === undefined) throw refuse(digest);
      const source = await sources.upload(digest);
      // The same bytes may have come first from somebody else, by another name.
      return name === null ? source : { ...source, name };
    },
  };
}

/** Digests with the names that whoever put the files there gave them; `null` for that of the first. */
export type FileNames = ReadonlyMap<string, string | null>;

const NONE: FileNames = new Map();

/**
 * Returns the uploads that a text names, on a line of its own writing, and the one before it, if there
 * was any, did not: somebody else may have written what names one once a line around it is mended.
 */
export function uploadsAdded(before: Notebook | null, after: Notebook): readonly string[] {
  const all = [...uploadsIn(after)];
  if (before === null || all.length === 0) return all;
  const [known, old] = [uploadsIn(before), new Set(linesOf(before))];
  const written = linesOf(after).filter((line) => !old.has(line));
  return all.filter((digest) =>
    !known.has(digest) && written.some((line) => line.includes(digest))
  );
}

/** The lines of a text, however they are set: a form may have sent it with other ends of lines. */
function linesOf({ text }: Notebook): readonly string[] {
  return text.split("\n").map((line) => line.replaceAll(/\s+/g, " ").trim());
}

/** Returns those of some files that somebody has; nobody known has none. */
export async function filesHeld(
  database: Asked,
  digests: readonly string[],
  by: Asker | null,
): Promise<FileNames> {
  if (by === null || digests.length === 0) return NONE;
  const rows = await database.query<{ digest: string; name: string | null }>(
    `select asked.digest, h.name ${HELD}`,
    [digests, ...whoOf(by)],
  );
  return new Map(rows.map(({ digest, name }) => [digest, name]));
}

/** Lets a notebook load files, as far as whoever puts them there has them. */
export async function putFiles(
  database: Asked,
  { notebook, digests, by }: {
    readonly notebook: string;
    readonly digests: readonly string[];
    readonly by: Asker | null;
  },
): Promise<void> {
  if (by === null || digests.length === 0) return;
  await database.query(
    "insert into daybook.notebook_files (notebook, digest, put_by, put_at) " +
      `select $4, asked.digest, h.account, now() ${HELD} on conflict do nothing`,
    [digests, ...whoOf(by), notebook],
  );
}

/** Lets a copy load what the notebook may, as far as whoever copies it has that. */
export async function copyFiles(
  database: Asked,
  { from, to, by }: { readonly from: string; readonly to: string; readonly by: Asker | null },
): Promise<void> {
  const rows = await database.query<{ digest: string }>(
    "select distinct digest from daybook.notebook_files where notebook = $1",
    [from],
  );
  await putFiles(database, { notebook: to, digests: rows.map(({ digest }) => digest), by });
}

/** The files among `$1` that somebody has: `$2` is an account, `$3` whether it is the owner. */
const HELD = "from unnest($1::text[]) asked (digest) " +
  "left join lateral (select account, name from daybook.dataset_holders " +
  "where digest = asked.digest and account = $2) h on true " +
  "where h.account is not null or $3::bool or exists (" +
  "select from daybook.accounts where id = $2 and role = 'admin')";

function whoOf(by: Asker): readonly [account: string | null, isOwner: boolean] {
  return by.type === "owner" ? [null, true] : [by.id, false];
}

/** Whoever has all files by the right of the workspace stands behind what they put; others, while they have it. */
async function findPut(
  database: Asked,
  { notebook, digest }: { readonly notebook: string; readonly digest: string },
): Promise<{ readonly name: string | null } | undefined> {
  const [found] = await database.query<{ name: string | null }>(
    "select h.name from daybook.notebook_files f left join daybook.dataset_holders h " +
      "on h.digest = f.digest and h.account = f.put_by " +
      "where f.notebook = $1 and f.digest = $2 and (f.put_by is null or h.account is not null) " +
      "order by f.put_at, f.put_by limit 1",
    [notebook, digest],
  );
  return found;
}

/** Whether there is such a file is not told. */
function refuse(digest: string): AppError {
  const message = "Cannot find a file that the notebook may read: " +
    `current value is "${digest.slice(0, 12)}…"`;
  return new AppError("FILE_NOT_FOUND", message, {
    problems: [{
      severity: "error",
      code: "FILE_NOT_FOUND",
      message,
      place: { key: "upload" },
      remedy: "Whoever has uploaded the file can put it into the notebook",
    }],
  });
}
