/**
 * What an archive of the database says of itself: its first line, which is JSON.
 *
 * @module
 */
import { z } from "zod";
import { AppError } from "@/lib/errors.ts";

/** A file by its path below a folder, with slashes. */
export interface ListedFile {
  readonly path: string;
  readonly bytes: number;
}

/** What an archive holds, and what belongs to it. */
export interface Listing {
  readonly format: 1;
  /** When it was made, in UTC. */
  readonly made: string;
  /** Of the database, each before what is in it. */
  readonly directories: readonly string[];
  /** Of the database: their bytes follow in this order. */
  readonly files: readonly ListedFile[];
  /** What lies beside the archives and belongs to it: no byte of it is in here. */
  readonly beside: readonly ListedFile[];
}

const listed = z.object({ path: z.string(), bytes: z.int().min(0) });
const shape = z.object({
  format: z.literal(1),
  made: z.iso.datetime(),
  directories: z.array(z.string()),
  files: z.array(listed),
  beside: z.array(listed),
});

/** Reads the first line. @throws AppError BAD_FILE, also where a path leads out of its folder */
export function parseListing(line: string, file: string): Listing {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw refuseArchive(file, "its first line is not that of one");
  }
  const { data, success } = shape.safeParse(value);
  if (!success) throw refuseArchive(file, "its first line is not one that this Daybook reads");
  const { directories, files, beside } = data;
  const paths = [...directories, ...files.map(({ path }) => path)];
  for (const path of [...paths, ...beside.map(({ path }) => path)]) {
    if (!isBelow(path)) {
      throw refuseArchive(file, "a path in it leads out of its folder, or is too long");
    }
  }
  if (new Set(paths).size < paths.length) throw refuseArchive(file, "a path is in it twice");
  requireFolders(data, file);
  return data;
}

/** Refuses paths that cannot all be made: in a folder that is not there, or in what is a file. */
function requireFolders({ directories, files, beside }: Listing, file: string): void {
  const folders = new Set([""]);
  for (const path of directories) {
    if (!folders.has(folderOf(path))) throw refuseArchive(file, "a path in it has no folder");
    folders.add(path);
  }
  if (files.some(({ path }) => !folders.has(folderOf(path)))) {
    throw refuseArchive(file, "a path in it has no folder");
  }
  const besides = new Set(beside.map(({ path }) => path));
  if (besides.size < beside.length) throw refuseArchive(file, "a path is in it twice");
  for (const path of besides) {
    for (let above = folderOf(path); above !== ""; above = folderOf(above)) {
      if (besides.has(above)) throw refuseArchive(file, "a path in it is below a file");
    }
  }
}

/** The path of the folder that holds a path; empty at the top. */
function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** The refusal of an archive that is none, or not whole. */
export function refuseArchive(file: string, rule: string): AppError {
  const message = `Cannot read an archive as ${rule}: current value is "${file}"`;
  return new AppError("BAD_FILE", message);
}

/** Longer ones are none of Daybook's, and no system takes them for sure. */
const MOST_PATH_CHARACTERS = 200;

/** Whether a path stays in its folder on every system. */
function isBelow(path: string): boolean {
  // deno-lint-ignore no-control-regex -- a path that ends early for the system is refused too
  return path.length <= MOST_PATH_CHARACTERS && !/[\\:\x00-\x1f]/.test(path) &&
    path.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}
