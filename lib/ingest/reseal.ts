/**
 * Seals files anew that an earlier key has sealed, while they are read and others arrive.
 *
 * Each file is sealed beside itself and then put in its own place at once, so that there is always
 * a whole one. What is sealed by the key of now is left as it is: where this was interrupted, the
 * next time goes on.
 *
 * Cost: O(bytes) time of the files that are sealed anew, memory of two chunks.
 *
 * @module
 */
import { join } from "node:path";
import { SEALED_HEAD_BYTES, sealedKeyId, type Sealer } from "@/lib/crypto/sealing.ts";
import { AppError } from "@/lib/errors.ts";
import { refuseFolder } from "@/lib/refuse_folder.ts";

const ACT = "seal files anew";
const CHUNK_BYTES = 1 << 18;

/** Files of this suffix are sealed. */
const SUFFIX = ".sealed";

/** Files of this beginning are on their way; one that is left over is whole nowhere. */
const PARTIAL = ".reseal-";

/** What became of the files of a folder. */
export interface Resealed {
  readonly resealed: number;
  /** The key of now had sealed them already. */
  readonly kept: number;
  /** Names of those that did not open, with the reason: they are as they were. */
  readonly failed: readonly { readonly name: string; readonly error: AppError }[];
}

/** Seals anew what is in a folder; one that is not there is empty. @throws AppError as the signal does */
export async function resealFiles(
  folder: string,
  sealer: Sealer,
  signal: AbortSignal,
): Promise<Resealed> {
  const failed: { name: string; error: AppError }[] = [];
  let resealed = 0;
  let kept = 0;
  for (const name of await sealedIn(folder)) {
    signal.throwIfAborted();
    try {
      const path = join(folder, name);
      if (await keyOf(path) === sealer.keyId) kept++;
      else if (await reseal(path, { folder, sealer, signal })) resealed++;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof Deno.errors.NotFound) continue; // Removed meanwhile: nothing is left to seal.
      if (!(error instanceof AppError)) throw refuseFolder(error, ACT, folder);
      failed.push({ name, error });
    }
  }
  return { resealed, kept, failed };
}

/** The names of the sealed files; what an interrupted time left over is removed. */
async function sealedIn(folder: string): Promise<readonly string[]> {
  const names: string[] = [];
  try {
    for await (const { name } of Deno.readDir(folder)) {
      if (name.startsWith(PARTIAL)) await removeFile(join(folder, name));
      else if (name.endsWith(SUFFIX)) names.push(name);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw refuseFolder(error, ACT, folder);
  }
  return names.sort();
}

async function keyOf(path: string): Promise<string | null> {
  using file = await Deno.open(path);
  const head = new Uint8Array(SEALED_HEAD_BYTES);
  let filled = 0;
  while (filled < head.length) {
    const length = await file.read(head.subarray(filled)) ?? 0;
    if (length === 0) break;
    filled += length;
  }
  return sealedKeyId(head.subarray(0, filled));
}

/** Puts a file in its own place, sealed by the key of now; `false` where it is gone by then. */
async function reseal(
  path: string,
  { folder, sealer, signal }: {
    readonly folder: string;
    readonly sealer: Sealer;
    readonly signal: AbortSignal;
  },
): Promise<boolean> {
  const partial = join(folder, `${PARTIAL}${crypto.randomUUID()}`);
  try {
    {
      using written = await Deno.open(partial, { write: true, createNew: true, mode: 0o600 });
      for await (const chunk of sealer.seal(sealer.open(piecesOf(path)))) {
        signal.throwIfAborted();
        for (let at = 0; at < chunk.length;) at += await written.write(chunk.subarray(at));
      }
      await written.sync();
    }
    // How long it is kept counts from when it came.
    const { atime, mtime } = await Deno.stat(path);
    if (mtime !== null) await Deno.utime(partial, atime ?? mtime, mtime);
    await Deno.rename(partial, path);
    return true;
  } catch (error) {
    await removeFile(partial);
    throw error;
  }
}

async function* piecesOf(path: string): AsyncGenerator<Uint8Array> {
  using file = await Deno.open(path);
  for (
    let chunk = new Uint8Array(CHUNK_BYTES), length;
    (length = await file.read(chunk)) !== null;
    chunk = new Uint8Array(CHUNK_BYTES)
  ) yield chunk.subarray(0, length);
}

async function removeFile(path: string): Promise<void> {
  await Deno.remove(path).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
}
