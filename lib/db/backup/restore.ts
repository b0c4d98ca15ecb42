/**
 * Puts an archive of the embedded database, and the files that belong to it, in the place of what is
 * there, which is moved aside and never removed.
 *
 * All of it is made beside the old, and read to its end, before anything old is touched. While things are
 * moved a mark says so: who is killed meanwhile leaves it, and nobody opens the workspace until it is
 * restored again.
 *
 * @module
 */
import { dirname, join } from "node:path";
import {
  type BegunRestore,
  findInterrupted,
  refuseInterrupted,
  restoreMark,
} from "@/lib/db/embedded/interrupted_restore.ts";
import { AppError } from "@/lib/errors.ts";
import { refuseFolder } from "@/lib/refuse_folder.ts";
import { directoryIn, takeFolder } from "./directory.ts";
import { removeAll, syncFile, syncFolder } from "./durable.ts";
import { type Listing, refuseArchive } from "./listing.ts";
import { BESIDE, placeFile } from "./mirror.ts";
import { readArchive, readListing } from "./read_archive.ts";

/** Where an archive is put. */
export interface RestoreOptions {
  /** The folder of the files. */
  readonly dataDirectory: string;
  /** The folder of the database and of its lock; on the same disk. */
  readonly databaseFolder: string;
  /** Names of files and folders of files beside the database: no other is written. */
  readonly names: readonly string[];
  /** Whether they are restored too; else they stay as they are. */
  readonly withFiles: boolean;
  readonly signal: AbortSignal;
  readonly now?: () => Date;
}

/** What was restored. */
export interface Restored {
  /** When the archive was made, in UTC. */
  readonly made: string;
  readonly files: number;
  /** Where that is which was there before; `null` where nothing was. */
  readonly aside: string | null;
}

const ACT = "restore a backup";

/** What is on its way; one that is left over was interrupted. */
const UNFINISHED = ".restoring-";

/**
 * Restores an archive.
 *
 * @throws AppError DATABASE_BUSY while Daybook runs, DATABASE_ERROR where files were being restored too
 * and now are not, BAD_FILE, FILE_NOT_FOUND, DISK_FULL, NO_RIGHTS, and what the signal does: all is as
 * it was then
 */
export async function restore(archive: string, options: RestoreOptions): Promise<Restored> {
  const { dataDirectory, databaseFolder, withFiles, signal } = options;
  const listing = await readListing(archive);
  if (withFiles) await requireFiles(archive, listing, options);
  const unfinished = join(dataDirectory, `${UNFINISHED}${crypto.randomUUID()}`);
  try {
    using _lock = await takeFolder(databaseFolder);
    if (!withFiles && findInterrupted(databaseFolder)?.withFiles === true) {
      refuseInterrupted(databaseFolder, "restore the database alone");
    }
    try {
      await removeUnfinished(dataDirectory);
      await Deno.mkdir(unfinished, { mode: 0o700 });
      await readArchive(archive, { into: join(unfinished, "database"), signal });
      if (withFiles) await placeFiles(archive, listing, { to: unfinished, signal });
      const aside = await exchange(unfinished, options);
      return { made: listing.made, files: withFiles ? listing.beside.length : 0, aside };
    } finally {
      await removeAll(unfinished);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw refuseFolder(error, ACT, dataDirectory);
  }
}

/** Refuses an archive whose files are not beside it. */
async function requireFiles(
  archive: string,
  { beside }: Listing,
  { names }: RestoreOptions,
): Promise<void> {
  const folder = join(dirname(archive), BESIDE);
  let missing = 0;
  for (const { path, bytes } of beside) {
    if (!names.includes(path.split("/")[0])) {
      throw refuseArchive(archive, "a path in it is none of Daybook's");
    }
    // What is beside an archive is never a link: one would lead out of the folder once it is restored.
    const found = await Deno.lstat(join(folder, path)).catch(() => null);
    if (found === null || !found.isFile || found.size !== bytes) missing++;
  }
  if (missing === 0) return;
  const message =
    `Cannot restore as the files that belong to the archive must be in "${folder}": ` +
    `current value is ${missing} of ${beside.length} missing or of another length`;
  throw new AppError("FILE_NOT_FOUND", message, {
    problems: [{
      severity: "error",
      code: "FILE_NOT_FOUND",
      message,
      place: { file: archive },
      remedy: `Copy the folder "${BESIDE}" there too, or restore the database with --without-files`,
    }],
  });
}

async function placeFiles(
  archive: string,
  { beside }: Listing,
  { to, signal }: { readonly to: string; readonly signal: AbortSignal },
): Promise<void> {
  const folders = new Set<string>();
  for (const { path } of beside) {
    signal.throwIfAborted();
    const target = join(to, path);
    await Deno.mkdir(dirname(target), { recursive: true, mode: 0o700 });
    if (!await placeFile(join(dirname(archive), BESIDE, path), target)) {
      throw refuseArchive(archive, "its files must stay where they are meanwhile");
    }
    folders.add(dirname(target));
  }
  for (const folder of folders) await syncFolder(folder);
}

/** Moves what is there aside, and the new in its place, the database at last. */
async function exchange(
  unfinished: string,
  { dataDirectory, databaseFolder, names, withFiles, now = () => new Date() }: RestoreOptions,
): Promise<string | null> {
  const stamp = now().toISOString().replaceAll(/[:.]/g, "-");
  const aside = join(dataDirectory, `replaced-${stamp}`);
  await Deno.mkdir(aside, { mode: 0o700 });
  const places = [
    ...(withFiles ? names.map((name) => [name, join(dataDirectory, name)]) : []),
    ["database", directoryIn(databaseFolder)],
  ];
  const moved: Move[] = [];
  const wasInterrupted = findInterrupted(databaseFolder) !== null;
  try {
    if (!wasInterrupted) await markBegun(databaseFolder, { aside, withFiles });
    for (const [name, place] of places) {
      await moveIfThere({ from: place, to: join(aside, name) }, moved);
      await moveIfThere({ from: join(unfinished, name), to: place }, moved);
    }
    for (const folder of [aside, databaseFolder, dataDirectory]) await syncFolder(folder);
  } catch (error) {
    await moveBack(moved, { aside, cause: error });
    await Deno.remove(aside);
    if (!wasInterrupted) await removeAll(restoreMark(databaseFolder));
    throw error;
  }
  await Deno.remove(restoreMark(databaseFolder));
  await syncFolder(databaseFolder);
  if (moved.some(({ to }) => dirname(to) === aside)) return aside;
  await Deno.remove(aside);
  return null;
}

/** Says on the disk that things are about to be moved. */
async function markBegun(databaseFolder: string, begun: BegunRestore): Promise<void> {
  const mark = restoreMark(databaseFolder);
  // What is cut off would tell nothing.
  await Deno.writeTextFile(`${mark}.new`, JSON.stringify(begun), { mode: 0o600 });
  await syncFile(`${mark}.new`);
  await Deno.rename(`${mark}.new`, mark);
  await syncFolder(databaseFolder);
}

/** A file or folder that got another name. */
interface Move {
  readonly from: string;
  readonly to: string;
}

/**
 * Undoes the moves, the last one first.
 *
 * @throws AppError NO_RIGHTS where one cannot be undone, which says where the rest of it is
 */
async function moveBack(
  moved: readonly Move[],
  { aside, cause }: { readonly aside: string; readonly cause: unknown },
): Promise<void> {
  const stuck: Move[] = [];
  for (const move of moved.toReversed()) {
    await Deno.rename(move.to, move.from).catch(() => stuck.push(move));
  }
  if (stuck.length === 0) return;
  const paths = stuck.map(({ from, to }) => dirname(to) === aside ? from : to);
  const message =
    `Cannot restore a backup as all must be put back where it was: current value is ` +
    `"${[...new Set(paths)].join('", "')}"`;
  const remedy = `What was there is in "${aside}": move it back by hand in place of what is there`;
  throw new AppError("NO_RIGHTS", message, {
    cause,
    problems: [{ severity: "error", code: "NO_RIGHTS", message, place: {}, remedy }],
  });
}

/** Moves what is there, and notes that it did. */
async function moveIfThere(move: Move, moved: Move[]): Promise<void> {
  try {
    await Deno.rename(move.from, move.to);
    moved.push(move);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

async function removeUnfinished(folder: string): Promise<void> {
  for await (const { name } of Deno.readDir(folder)) {
    if (name.startsWith(UNFINISHED)) await removeAll(join(folder, name));
  }
}
