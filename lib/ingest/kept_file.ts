/**
 * Files that are kept by the SHA-256 of their bytes, which arrive in pieces.
 *
 * Until they are all there they are in a file of another name, which lasts as long as
 * is wanted: after a restart what it holds is read again for its digest.
 *
 * @module
 */
import { createHash, type Hash } from "node:crypto";
import { join } from "node:path";
import { AppError } from "@/lib/errors.ts";
import { Interruption } from "@/lib/process/interruption.ts";
import { refuseOwnFolder } from "@/lib/refuse_folder.ts";
import { removeUploadName, writeUploadName } from "@/lib/upload_name.ts";

const ACT = "keep a file";
const CHUNK_BYTES = 1 << 18;

/** The folder may be in one that other users of the machine can look into. */
const OWN = { create: true, mode: 0o600 };

/** Returns the folder of the files that were uploaded, by their digest. */
export function uploadsFolder({ dataDirectory }: { readonly dataDirectory: string }): string {
  return join(dataDirectory, "uploads");
}

/** How bytes are added. */
export interface AppendOptions {
  /** The file may hold so many in all. */
  readonly limitBytes: number;
  readonly signal: AbortSignal;
}

/** A file that is still arriving. */
export class PartialFile {
  readonly #folder: string;
  readonly #path: string;
  readonly #hash: Hash;
  #received: number;

  private constructor(folder: string, path: string) {
    this.#folder = folder;
    this.#path = path;
    this.#hash = createHash("sha256");
    this.#received = 0;
  }

  /** Goes on with what there is of this id; that may be nothing. @throws AppError */
  static async open(folder: string, id: string): Promise<PartialFile> {
    const partial = new PartialFile(folder, partialPath(folder, id));
    try {
      await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
      using file = await Deno.open(partial.#path, { ...OWN, read: true, write: true });
      const chunk = new Uint8Array(CHUNK_BYTES);
      for (let length; (length = await file.read(chunk)) !== null;) {
        partial.#hash.update(chunk.subarray(0, length));
        partial.#received += length;
      }
    } catch (error) {
      throw refuseOwnFolder(error, ACT, folder);
    }
    return partial;
  }

  /** So many bytes are kept. */
  get received(): number {
    return this.#received;
  }

  /**
   * Adds bytes to the end; those that came before an error are kept, and the file must be
   * opened anew to go on.
   *
   * @throws AppError FILE_TOO_LARGE, DISK_FULL, NO_RIGHTS; what the signal and `chunks` throw
   */
  async append(
    chunks: AsyncIterable<Uint8Array>,
    { limitBytes, signal }: AppendOptions,
  ): Promise<void> {
    // Who sends may be silent for ever.
    const stopped = new Interruption();
    const stop = () => stopped.interrupt(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop);
    const arriving = chunks[Symbol.asyncIterator]();
    try {
      using file = await Deno.open(this.#path, { append: true });
      while (true) {
        const { value: chunk, done } = await stopped.over(arriving.next());
        if (done) break;
        if (this.#received + chunk.length > limitBytes) throw refuseLength(limitBytes);
        for (let at = 0; at < chunk.length;) at += await file.write(chunk.subarray(at));
        this.#hash.update(chunk);
        this.#received += chunk.length;
      }
      await file.sync();
    } catch (error) {
      // What is left is wanted by nobody; a sender that is silent is not waited for.
      arriving.return?.().catch(() => {});
      throw error instanceof AppError ? error : refuseOwnFolder(error, ACT, this.#folder);
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }

  /** Keeps the file by its digest, which is returned; there is nothing to add then. */
  async keep(name: string): Promise<string> {
    const digest = this.#hash.digest("hex");
    try {
      await writeUploadName(this.#folder, digest, name);
      await Deno.rename(this.#path, join(this.#folder, digest));
    } catch (error) {
      throw refuseOwnFolder(error, ACT, this.#folder);
    }
    return digest;
  }
}

/** Copies bytes to the name of their digest, which is returned; all are there or none. */
export async function keepBytes(
  chunks: AsyncIterable<Uint8Array>,
  { folder, name, signal }: {
    readonly folder: string;
    readonly name: string;
    readonly signal: AbortSignal;
  },
): Promise<string> {
  const id = crypto.randomUUID();
  try {
    const partial = await PartialFile.open(folder, id);
    await partial.append(chunks, { limitBytes: Infinity, signal });
    return await partial.keep(name);
  } catch (error) {
    await removePartial(folder, id).catch(() => {}); // What stopped the copy is told.
    throw error;
  }
}

/** Opens a file that was kept. @throws AppError FILE_NOT_FOUND */
export async function openKept(
  folder: string,
  digest: string,
): Promise<ReadableStream<Uint8Array>> {
  const file = await Deno.open(join(folder, digest)).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) {
      throw refuseOwnFolder(error, "read a file", folder);
    }
    throw new AppError(
      "FILE_NOT_FOUND",
      `Cannot read an upload that is not here: current value is "${digest.slice(0, 12)}…"`,
    );
  });
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const chunk = new Uint8Array(CHUNK_BYTES);
      const length = await file.read(chunk);
      if (length === null) {
        file.close();
        controller.close();
      } else controller.enqueue(chunk.subarray(0, length));
    },
    cancel: () => file.close(),
  }, { highWaterMark: 1 });
}

/** Tells how much of a file has arrived, 0 where nothing is there. */
export async function receivedBytes(folder: string, id: string): Promise<number> {
  try {
    return (await Deno.stat(partialPath(folder, id))).size;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return 0;
    throw error;
  }
}

/** Removes what has arrived; nothing to remove is as good. */
export async function removePartial(folder: string, id: string): Promise<void> {
  await removeFile(partialPath(folder, id));
}

/** Removes a file that was kept; nothing to remove is as good. */
export async function removeKept(folder: string, digest: string): Promise<void> {
  await removeFile(join(folder, digest));
  await removeUploadName(folder, digest);
}

async function removeFile(path: string): Promise<void> {
  try {
    await Deno.remove(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

function partialPath(folder: string, id: string): string {
  return join(folder, `.${id}`);
}

function refuseLength(limit: number): AppError {
  return new AppError(
    "FILE_TOO_LARGE",
    `Cannot keep more bytes than the ${limit} that were announced or may be: current value is more`,
  );
}
