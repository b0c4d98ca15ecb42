/**
 * Backs the embedded database up while it serves, and takes what else a restored workspace needs.
 *
 * The files of Postgres are copied twice: as they are, and while nothing runs, what has changed
 * since. That copy is what a process killed at that moment would have left, from which Postgres
 * always starts. An archive is made of it, read again, and only then given its name.
 *
 * Cost: O(bytes of the database) time and room on the disk; nobody waits for more than a checkpoint
 * and the copy of what changed.
 *
 * @module
 */
import { join, resolve, sep } from "node:path";
import type { Database } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import { refuseFolder } from "@/lib/refuse_folder.ts";
import { type Tree, TreeCopy } from "./copy_tree.ts";
import { directoryIn } from "./directory.ts";
import { removeAll, syncFolder } from "./durable.ts";
import type { ListedFile } from "./listing.ts";
import { forgetFiles, mirrorFiles } from "./mirror.ts";
import { readArchive, readListing } from "./read_archive.ts";
import { writeArchive } from "./write_archive.ts";

/** What is backed up, and where to. */
export interface BackupOptions {
  /** The folder of the files. */
  readonly dataDirectory: string;
  /** The folder of the database and of its lock. */
  readonly databaseFolder: string;
  /** Names of files and folders of files beside the database. */
  readonly names: readonly string[];
  /** Where the archives go; made when it is missing. */
  readonly folder: string;
  /** Archives of so many days are left, of each day but the last its newest alone; 0 for all. */
  readonly kept: number;
  readonly signal: AbortSignal;
  readonly now?: () => Date;
}

/** What a backup came to. */
export interface BackupCounts {
  /** 0 on a server, which has tools of its own for it. */
  readonly archives: 0 | 1;
  readonly bytes: number;
  /** Files that are new beside the archives. */
  readonly files: number;
  /** Archives that were removed as there are newer ones. */
  readonly removed: number;
  /** So long statements had to wait. */
  readonly pause_milliseconds: number;
}

/** A backup, and its archive. */
export interface Backup {
  readonly counts: BackupCounts;
  /** `null` where there is none. */
  readonly archive: string | null;
}

const ACT = "write a backup";
const NOTHING: BackupCounts = {
  archives: 0,
  bytes: 0,
  files: 0,
  removed: 0,
  pause_milliseconds: 0,
};

/** What is on its way; one that is left over was interrupted. */
const UNFINISHED = ".unfinished-";

const ARCHIVE = /^daybook-\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}Z\.backup$/;

/** What the names of a day's archives have in common. */
const DAY_LENGTH = "daybook-2026-01-31".length;

/** Files that say who works on a directory of Postgres. */
const LOCKS = ["daybook.lock", "postmaster.pid"];

/**
 * Backs up; `null` for the database where no process works on it.
 *
 * @throws AppError BAD_USAGE where the folder is none, or one of what is backed up, DISK_FULL, NO_RIGHTS, and
 * what the signal does; no archive is left then
 */
export async function backUp(database: Database | null, options: BackupOptions): Promise<Backup> {
  const { folder, kept, signal, now = () => new Date() } = options;
  if (database?.kind === "server") return { counts: NOTHING, archive: null };
  refuseOwn(options);
  const unfinished = join(folder, `${UNFINISHED}${crypto.randomUUID()}`);
  try {
    await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
    await removeUnfinished(folder);
    await Deno.mkdir(unfinished, { mode: 0o700 });
    // A row may name a file that came, or has gone, while the rows were copied: both are taken.
    const before = await mirrorFiles(options);
    const made = now();
    const copy = join(unfinished, "database");
    const { tree, pause } = await copyDatabase(database, { ...options, to: copy });
    const after = await mirrorFiles(options);
    const listing = {
      format: 1,
      made: made.toISOString(),
      ...tree,
      beside: withoutRepeats([...before.files, ...after.files]),
    } as const;
    const partial = join(unfinished, "archive");
    const bytes = await writeArchive(listing, { from: copy, to: partial, signal });
    await readArchive(partial, { into: null, signal });
    const archive = join(folder, nameOf(made));
    await Deno.rename(partial, archive);
    await syncFolder(folder);
    const removed = kept === 0 ? 0 : await forgetOld(folder, kept);
    const counts = {
      archives: 1,
      bytes,
      files: before.taken + after.taken,
      removed,
      pause_milliseconds: pause,
    } as const;
    return { counts, archive };
  } catch (error) {
    signal.throwIfAborted();
    throw refuseFolder(error, ACT, folder);
  } finally {
    await removeAll(unfinished);
  }
}

/** Refuses a folder in what is backed up: each backup would be in the next one. @throws AppError BAD_USAGE */
function refuseOwn({ dataDirectory, databaseFolder, names, folder }: BackupOptions): void {
  const own = [databaseFolder, ...names.map((name) => join(dataDirectory, name))];
  if (!own.some((path) => `${resolve(folder)}${sep}`.startsWith(`${resolve(path)}${sep}`))) return;
  const message = `Cannot ${ACT} as its folder must be none of those that are backed up: ` +
    `current value is "${folder}"`;
  const remedy = "Choose another folder";
  throw new AppError("BAD_USAGE", message, {
    problems: [{ severity: "error", code: "BAD_USAGE", message, place: {}, remedy }],
  });
}

async function copyDatabase(
  database: Database | null,
  { databaseFolder, to, signal }: Pick<BackupOptions, "databaseFolder" | "signal"> & {
    readonly to: string;
  },
): Promise<{ readonly tree: Tree; readonly pause: number }> {
  const copy = new TreeCopy(directoryIn(databaseFolder), to, LOCKS);
  if (database === null) return { tree: await copy.update(signal), pause: 0 };
  await database.query("checkpoint", [], { background: true });
  await copy.update(signal);
  return await database.transaction(async (session) => {
    const start = performance.now();
    await session.query("checkpoint");
    // Its one connection is lent to this transaction: nothing else runs.
    const tree = await copy.update(signal);
    return { tree, pause: Math.round(performance.now() - start) };
  }, { signal, background: true });
}

/** Removes archives that are not to be kept, and files that belong to none that is left. */
async function forgetOld(folder: string, kept: number): Promise<number> {
  const archives = await archivesIn(folder);
  const left = archivesLeft(archives, kept);
  const old = archives.filter((name) => !left.includes(name));
  for (const name of old) await Deno.remove(join(folder, name));
  const wanted = new Set<string>();
  for (const name of left) {
    const listing = await readListing(join(folder, name)).catch(() => null);
    // Nobody knows what belongs to one that cannot be read: nothing is forgotten.
    if (listing === null) return old.length;
    for (const { path } of listing.beside) wanted.add(path);
  }
  await forgetFiles(folder, wanted);
  return old.length;
}

/**
 * Returns which archives are left: where one was made again and again on a day, because something
 * else went wrong or by hand, the days before it are not lost for that.
 */
function archivesLeft(archives: readonly string[], kept: number): readonly string[] {
  const days = Map.groupBy(archives, (name) => name.slice(0, DAY_LENGTH)).values().toArray();
  const past = days.slice(0, -1).map((ofDay) => ofDay.slice(-1));
  return [...past, ...days.slice(-1)].slice(-kept).flat();
}

/** The names of the archives in a folder, the oldest first. */
async function archivesIn(folder: string): Promise<readonly string[]> {
  const names = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
  return names.filter((name) => ARCHIVE.test(name)).sort();
}

async function removeUnfinished(folder: string): Promise<void> {
  for await (const { name } of Deno.readDir(folder)) {
    if (name.startsWith(UNFINISHED)) await removeAll(join(folder, name));
  }
}

function withoutRepeats(files: readonly ListedFile[]): readonly ListedFile[] {
  return [...new Map(files.map((file) => [file.path, file])).values()];
}

/** `daybook-2026-01-31T04-00-00Z.backup`: names sort as times do. */
function nameOf(made: Date): string {
  return `daybook-${made.toISOString().slice(0, 19).replaceAll(":", "-")}Z.backup`;
}
