/**
 * Finds the files that notebooks name: in declared folders, and nowhere else.
 *
 * The real path decides, since a link may lead out of a folder. Where things are on the server is told to nobody.
 *
 * @module
 */
import { basename, isAbsolute, join, relative, resolve } from "node:path";
import type { AppError } from "@/lib/errors.ts";
import { refuseFile } from "./refuse_file.ts";

/** Which folders may be read. */
export interface Folders {
  /** A file is looked for in each, the notebook's own first. */
  readonly folders: readonly string[];
  /**
   * Folders of which nothing is read, wherever they lie: where Daybook keeps what is other people's.
   * Where there are any, files and folders that are hidden are not read either.
   */
  readonly closed?: readonly string[];
}

/**
 * Returns the real path of a file that a notebook names.
 *
 * @throws AppError FILE_NOT_FOUND; FILE_NOT_ALLOWED wherever it would be elsewhere, whether it is there or not
 */
export async function findFile(path: string, options: Folders): Promise<string> {
  const { folders } = options;
  const named = isAbsolute(path) ? [path] : folders.map((folder) => join(folder, path));
  const candidates = named.filter(await withinAny(folders));
  // Whether there is a file elsewhere is not told.
  if (candidates.length === 0) throw refuseElsewhere(path);
  for (const candidate of candidates) {
    const found = await realPath(candidate, path);
    if (found === null) continue;
    // The real path decides: a link may lead out of a declared folder.
    for (const folder of folders) {
      const real = await realPath(folder);
      if (real === null || !isInside(found, real)) continue;
      if (!await isClosed(found, { real, closed: options.closed ?? [] })) return found;
    }
    throw refuseElsewhere(path);
  }
  throw refuseFile(
    "FILE_NOT_FOUND",
    `Cannot read a file that does not exist: current value is "${path.replaceAll(NUL, "\ufffd")}"`,
    // Where these are on the server is nobody's business who reads the notebook.
    { remedy: `It was looked for in ${folders.map(folderName).join(" and ")}` },
  );
}

function folderName(folder: string): string {
  return `the folder "${basename(resolve(folder))}"`;
}

/** Returns what tells, by its words alone, whether a path is within one of some folders. */
async function withinAny(folders: readonly string[]): Promise<(path: string) => boolean> {
  const real = await Promise.all(folders.map((folder) => realPath(folder)));
  const all = [...folders.map((folder) => resolve(folder)), ...real.filter((one) => one !== null)];
  return (path) => all.some((folder) => isInside(resolve(path), folder));
}

function refuseElsewhere(path: string): AppError {
  return refuseFile(
    "FILE_NOT_ALLOWED",
    `Cannot read a file outside of the declared folders: current value is "${
      path.replaceAll(NUL, "\ufffd")
    }"`,
    { remedy: "Move the file beside the notebook, or name its folder in NOTEBOOK_FOLDERS" },
  );
}

/** Whether a file of a declared folder is none of a notebook's business all the same. */
async function isClosed(
  path: string,
  { real, closed }: { readonly real: string; readonly closed: readonly string[] },
): Promise<boolean> {
  for (const folder of closed) {
    const found = await realPath(folder);
    if (found !== null && isInside(path, found)) return true;
  }
  return closed.length > 0 &&
    relative(real, path).split(/[/\\]/).some((part) => part.startsWith("."));
}

/** Returns the path of a file that was uploaded. @throws AppError FILE_NOT_FOUND */
export async function findUpload(digest: string, uploads: string): Promise<string> {
  const path = await realPath(join(uploads, digest), digest);
  if (path !== null) return path;
  throw refuseFile(
    "FILE_NOT_FOUND",
    `Cannot read an upload that is not here: current value is "${digest.slice(0, 12)}…"`,
    { key: "upload", remedy: "Keep it with deno task upload FILE, or name a file" },
  );
}

/** No system has a file with it in its name, nor may Postgres keep it in a text. */
const NUL = "\0";

/** Returns where a path leads; `null` where to nothing. `name` is what is told of it: not where it is. */
async function realPath(path: string, name = basename(path)): Promise<string | null> {
  if (path.includes(NUL)) return null;
  try {
    return await Deno.realPath(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return null;
    }
    if (error instanceof Deno.errors.FilesystemLoop || isTooLong(error)) return null;
    if (error instanceof Deno.errors.PermissionDenied || error instanceof Deno.errors.NotCapable) {
      throw refuseFile(
        "NO_RIGHTS",
        `Cannot read a file without the right to: current value is "${name}"`,
        { remedy: "Give this user the right to read it" },
      );
    }
    throw error;
  }
}

/** Deno has no class for a name that is longer than any file's. */
function isTooLong(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENAMETOOLONG";
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === "" || (!way.startsWith("..") && !isAbsolute(way));
}
