/**
 * Where the load cells of a run find what they read: files in declared folders,
 * files that stand in for them, and connections that the settings name.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { basename, isAbsolute, join, relative, resolve } from "node:path";
import { AppError } from "@/lib/errors.ts";
import type { EventSources, Source, Sources } from "@/lib/steps/sources.ts";
import { readUploadName } from "@/lib/upload_name.ts";
import type { FileDigests, FileStamp } from "./digests.ts";
import { fetchRows } from "./fetch_rows.ts";

/** Where files and rows may come from, and where they are kept. */
export interface SourceOptions {
  /** Folders that may be read; a file is looked for in each, the notebook's own first. */
  readonly folders: readonly string[];
  /**
   * Folders of which nothing is read, wherever they lie: where Daybook keeps what is other people's.
   * Where there are any, files and folders that are hidden are not read either.
   */
  readonly closed?: readonly string[];
  /** URLs of Postgres databases by name. */
  readonly connections: ReadonlyMap<string, string>;
  /** Where rows are kept while they are read. */
  readonly temporary: string;
  /** Where `deno task upload` keeps files. */
  readonly uploads: string;
  /** So many rows are fetched from a connection at most; `null` for all. */
  readonly rowLimit: number | null;
  /** What a statement on a connection may take; absent for any time. */
  readonly statementLimitMilliseconds?: number;
  /** Digests that outlast one plan. */
  readonly digests?: FileDigests;
  /** The events that were sent; absent where no database keeps any. */
  readonly events?: EventSources;
  /** Is told of each file that is found, as it was then. */
  readonly seen?: (file: FileStamp) => void;
}

/** Makes the sources of one cell; `input` is a file that stands in for what the cell names. */
export function createSources(options: SourceOptions, input: string | null): Sources {
  const digests: Digests = {
    seen: new Map(),
    kept: options.digests ?? null,
    tell: options.seen ?? (() => {}),
  };
  const open = (path: string, name: string) => openFile(path, name, digests);
  /** What was asked of a connection is fetched once, so that what is loaded is what the key tells. */
  const fetched = new Map<string, Promise<Source>>();
  return {
    ...(input === null ? {} : { standIn: () => open(input, input) }),
    events: options.events,
    async file(path) {
      return await open(await findFile(path, options), path);
    },
    async upload(digest) {
      const name = await readUploadName(options.uploads, digest) ?? digest;
      return await open(await findUpload(digest, options), name);
    },
    async rows(connection, asked) {
      const url = options.connections.get(connection.toLowerCase());
      if (url === undefined) {
        throw new AppError(
          "NOT_GRANTED",
          `Cannot read from a connection that the settings do not name: ` +
            `current value is "${connection}"`,
          {
            problems: [{
              severity: "error",
              code: "NOT_GRANTED",
              message: `Cannot read from a connection that the settings do not name: ` +
                `current value is "${connection}"`,
              place: { key: "connection" },
              remedy: `Set CONNECTION_${connection.toUpperCase()} to its URL`,
            }],
          },
        );
      }
      const id = JSON.stringify([connection, asked.table, asked.query]);
      const { temporary, rowLimit, statementLimitMilliseconds } = options;
      const limits = { rowLimit, statementLimitMilliseconds };
      const rows = fetched.get(id) ?? fetchRows(url, { ...asked, temporary, ...limits });
      fetched.set(id, rows);
      return await rows;
    },
  };
}

async function findFile(path: string, options: SourceOptions): Promise<string> {
  const { folders } = options;
  const named = isAbsolute(path) ? [path] : folders.map((folder) => join(folder, path));
  const candidates = named.filter(await withinAny(folders));
  // Whether there is a file elsewhere is not told.
  if (candidates.length === 0) throw refuseElsewhere(path);
  for (const candidate of candidates) {
    const found = await realPath(candidate);
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
  const real = await Promise.all(folders.map(realPath));
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

async function findUpload(digest: string, { uploads }: SourceOptions): Promise<string> {
  const path = await realPath(join(uploads, digest));
  if (path !== null) return path;
  throw refuseFile(
    "FILE_NOT_FOUND",
    `Cannot read an upload that is not here: current value is "${digest.slice(0, 12)}…"`,
    { key: "upload", remedy: "Keep it with deno task upload FILE, or name a file" },
  );
}

/** No system has a file with it in its name, nor may Postgres keep it in a text. */
const NUL = "\0";

async function realPath(path: string): Promise<string | null> {
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
        `Cannot read a file without the right to: current value is "${path}"`,
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

/** What is known of the bytes of files. */
interface Digests {
  /** By path, each with what the file was like when it was read for it. */
  readonly seen: Map<string, { readonly stamp: string; readonly digest: string }>;
  readonly kept: FileDigests | null;
  readonly tell: (file: FileStamp) => void;
}

/** Reads the file once for its digest, and again when it has changed; it is opened anew to be loaded. */
async function openFile(path: string, name: string, digests: Digests): Promise<Source> {
  const found = await statFile(path, name);
  const file = fileStamp(path, found);
  const { stamp } = file;
  digests.tell(file);
  const open = () => streamOf(path, { name, stamp });
  let known = digests.seen.get(path);
  if (known?.stamp !== stamp) {
    const digest = await findDigest(file, { kept: digests.kept, name });
    // The cell's key was made of what the file held when it was read first.
    if (known !== undefined && known.digest !== digest) throw refuseChanged(name);
    known = { stamp, digest };
    digests.seen.set(path, known);
  }
  return { name: basename(name), bytes: found.size, digest: known.digest, open };
}

async function findDigest(
  file: FileStamp,
  { kept, name }: { readonly kept: FileDigests | null; readonly name: string },
): Promise<string> {
  const known = kept?.find(file) ?? null;
  if (known !== null) return known;
  const digest = await digestOf(file, name);
  kept?.keep(file, digest);
  return digest;
}

/**
 * Digests a file. Waiting for each piece would take three times as long as the digest, so pieces
 * are read at once, and others have their turn after every few of them.
 */
async function digestOf({ path, stamp }: FileStamp, name: string): Promise<string> {
  using file = await openForReading(path, name);
  const hash = createHash("sha256");
  const piece = new Uint8Array(CHUNK_BYTES);
  for (let pieces = 1;; pieces++) {
    const length = file.readSync(piece);
    if (length === null) break;
    hash.update(piece.subarray(0, length));
    if (pieces % PIECES_IN_A_TURN === 0) await new Promise((resolve) => setTimeout(resolve));
  }
  if (stampOf(file.statSync()) !== stamp) throw refuseChanged(name);
  return hash.digest("hex");
}

/** Tells how a file is now; `null` where there is none that can be told of. */
export async function stampFile(path: string): Promise<FileStamp | null> {
  try {
    return fileStamp(path, await Deno.stat(path));
  } catch {
    return null; // Whoever reads it is told why.
  }
}

function fileStamp(path: string, found: Deno.FileInfo): FileStamp {
  return { path, stamp: stampOf(found), changedAt: found.mtime?.getTime() ?? null };
}

/** Returns what changes when the file does. */
function stampOf({ size, mtime, ino }: Deno.FileInfo): string {
  return `${size} ${mtime?.getTime()} ${ino}`;
}

/** Opens a file. @throws AppError FILE_NOT_FOUND, NO_RIGHTS, BAD_FILE with what to do */
export async function openForReading(path: string, name: string): Promise<Deno.FsFile> {
  // Opening a pipe waits for who writes into it.
  await statFile(path, name);
  return await told(name, () => Deno.open(path));
}

/** Tells what a path leads to, where that is a file. */
async function statFile(path: string, name: string): Promise<Deno.FileInfo> {
  const found = await told(name, () => Deno.stat(path));
  if (found.isFile) return found;
  throw refuseFile(
    "BAD_FILE",
    `Cannot read ${
      found.isDirectory ? "a folder" : "a device or a pipe"
    } as a file: current value is "${name}"`,
    { remedy: found.isDirectory ? "Name a file in it" : "Write what it gives into a file first" },
  );
}

/** Asks the system of a file, and tells in words what it refuses. */
async function told<Result>(name: string, ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      throw refuseFile(
        "FILE_NOT_FOUND",
        `Cannot read a file that does not exist: current value is "${name}"`,
        { remedy: "Check the name of the file" },
      );
    }
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

/** So many pieces are digested before others have their turn: about 10 milliseconds. */
const PIECES_IN_A_TURN = 64;
const CHUNK_BYTES = 1 << 18;

/** Reads in larger chunks than `FsFile.readable`, which costs less per byte on its way. */
function streamOf(
  path: string,
  { name, stamp }: { readonly name: string; readonly stamp: string },
): ReadableStream<Uint8Array> {
  let file: Deno.FsFile | null = null;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      file ??= await openForReading(path, name);
      const chunk = new Uint8Array(CHUNK_BYTES);
      const length = await file.read(chunk);
      if (length === null) {
        const ended = stampOf(await file.stat());
        file.close();
        // The key was made for other bytes: the result must not get it.
        if (ended !== stamp) throw refuseChanged(name);
        controller.close();
      } else controller.enqueue(chunk.subarray(0, length));
    },
    cancel: () => file?.close(),
  }, { highWaterMark: 2 });
}

function refuseChanged(name: string): AppError {
  return refuseFile(
    "BAD_FILE",
    `Cannot load a file that changes while it is read: current value is "${name}"`,
    { remedy: "Run it again when the file is written" },
  );
}

function refuseFile(
  code: "FILE_NOT_FOUND" | "FILE_NOT_ALLOWED" | "NO_RIGHTS" | "BAD_FILE",
  message: string,
  { key = "file", remedy }: { readonly key?: string; readonly remedy: string | null },
): AppError {
  return new AppError(code, message, {
    problems: [{ severity: "error", code, message, place: { key }, remedy }],
  });
}
