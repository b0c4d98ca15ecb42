/**
 * Opens files that were found, with a digest of what they hold: a result must not get the key of other bytes.
 *
 * Cost: O(bytes) for a digest that is not known yet, in small turns.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { basename } from "node:path";
import type { AppError } from "@/lib/errors.ts";
import type { Source } from "@/lib/steps/sources.ts";
import type { FileDigests, FileStamp } from "./digests.ts";
import { refuseFile } from "./refuse_file.ts";

/** What is known of the bytes of files. */
export interface Digests {
  /** By path, each with what the file was like when it was read for it. */
  readonly seen: Map<string, { readonly stamp: string; readonly digest: string }>;
  readonly kept: FileDigests | null;
  readonly tell: (file: FileStamp) => void;
}

/** Reads the file once for its digest, and again when it has changed; it is opened anew to be loaded. */
export async function openFile(path: string, name: string, digests: Digests): Promise<Source> {
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
