/**
 * Files beside the archives: each once, however many archives it belongs to. On the disk of the
 * originals it is a second name of the same bytes and takes no room.
 *
 * An original is never written to once it has its name, only replaced or removed.
 *
 * @module
 */
import { dirname, join } from "node:path";
import { syncFile, syncFolder } from "./durable.ts";
import type { ListedFile } from "./listing.ts";

/** The folder of the files, in that of the archives. */
export const BESIDE = "files";

/** What lies in a data directory beside the database. */
export interface MirrorOptions {
  readonly dataDirectory: string;
  /** Names in it, of files or of folders of files. */
  readonly names: readonly string[];
  /** The folder of the archives. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** Takes what is new or was replaced; returns all that is there now, and how many were taken. */
export async function mirrorFiles(
  { dataDirectory, names, folder, signal }: MirrorOptions,
): Promise<{ readonly files: readonly ListedFile[]; readonly taken: number }> {
  const files: ListedFile[] = [];
  const changed = new Set<string>();
  let taken = 0;
  for (const path of await pathsOf(dataDirectory, names)) {
    signal.throwIfAborted();
    const from = join(dataDirectory, path);
    const to = join(folder, BESIDE, path);
    const original = await statOf(from);
    if (original === null) continue; // Removed meanwhile.
    if (!isSame(original, await statOf(to))) {
      await Deno.mkdir(dirname(to), { recursive: true, mode: 0o700 });
      if (!await placeFile(from, to)) continue;
      changed.add(dirname(to));
      taken++;
    }
    files.push({ path, bytes: original.size });
  }
  for (const one of changed) await syncFolder(one);
  return { files, taken };
}

/** Removes what is not among these paths; returns how many. */
export async function forgetFiles(folder: string, wanted: ReadonlySet<string>): Promise<number> {
  const root = join(folder, BESIDE);
  let removed = 0;
  const names = (await entriesOf(root)).map(({ name }) => name);
  for (const path of await pathsOf(root, names, { arriving: true })) {
    if (wanted.has(path)) continue;
    await Deno.remove(join(root, path));
    removed++;
  }
  return removed;
}

/**
 * Gives a file a second name, or copies it where that cannot be; all of it is there or what was
 * before. Returns whether the original was still there.
 */
export async function placeFile(from: string, to: string): Promise<boolean> {
  const partial = join(dirname(to), `.${crypto.randomUUID()}`);
  try {
    // A second name of a link would be a link, and what it leads to in no backup.
    const original = await Deno.realPath(from);
    await Deno.link(original, partial).catch(() => copyWhole(original, partial));
    await Deno.rename(partial, to);
    // Two names of the same bytes: the system then leaves both.
    await Deno.remove(partial).catch(ignoreMissing);
    return true;
  } catch (error) {
    await Deno.remove(partial).catch(ignoreMissing);
    if (error instanceof Deno.errors.NotFound && await statOf(from) === null) return false;
    throw error;
  }
}

async function copyWhole(from: string, to: string): Promise<void> {
  await Deno.copyFile(from, to);
  const { atime, mtime } = await Deno.stat(from);
  if (mtime !== null) await Deno.utime(to, atime ?? mtime, mtime);
  await syncFile(to);
}

/**
 * Whether a file was taken as it is now. What is sealed anew has its old length and time; that it
 * was replaced after it was copied is told by the time at which the system noted the change.
 */
function isSame(original: Deno.FileInfo, copy: Deno.FileInfo | null): boolean {
  if (copy === null) return false;
  if (original.ino !== null && original.ino === copy.ino && original.dev === copy.dev) return true;
  return original.size === copy.size && original.mtime?.getTime() === copy.mtime?.getTime() &&
    original.ctime !== null && copy.ctime !== null && original.ctime < copy.ctime;
}

/** The paths of files; the names of those that are still arriving begin with a dot. */
async function pathsOf(
  root: string,
  names: readonly string[],
  { arriving = false }: { readonly arriving?: boolean } = {},
): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const name of names) {
    const found = await statOf(join(root, name));
    if (found?.isFile) paths.push(name);
    if (!found?.isDirectory) continue;
    for (const { name: file, isFile } of await entriesOf(join(root, name))) {
      if (isFile && (arriving || !file.startsWith("."))) paths.push(`${name}/${file}`);
    }
  }
  return paths;
}

async function entriesOf(folder: string): Promise<readonly Deno.DirEntry[]> {
  try {
    return await Array.fromAsync(Deno.readDir(folder));
  } catch (error) {
    ignoreMissing(error);
    return [];
  }
}

async function statOf(path: string): Promise<Deno.FileInfo | null> {
  try {
    return await Deno.stat(path);
  } catch (error) {
    ignoreMissing(error);
    return null;
  }
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
