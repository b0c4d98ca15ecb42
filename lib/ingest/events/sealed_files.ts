/**
 * What was received, as files whose bytes are sealed while they arrive: nothing is on the disk
 * that a reader without the key could read.
 *
 * A file is known by a digest of its bytes that is made with a key, so that it tells nothing of
 * short ones; the same bytes are one file.
 *
 * @module
 */
import { join } from "node:path";
import type { Sealer } from "@/lib/crypto/sealing.ts";
import { AppError } from "@/lib/errors.ts";
import { refuseOwnFolder } from "@/lib/refuse_folder.ts";
import { TOO_LARGE_REMEDY } from "./file_asked.ts";

const ACT = "keep what was received";
const CHUNK_BYTES = 1 << 18;
const SUFFIX = ".sealed";

/** A file that was kept. */
export interface SealedFile {
  /** 64 hexadecimal digits. */
  readonly digest: string;
  /** Before they were sealed. */
  readonly bytes: number;
}

/** A file whose bytes are all there. */
export interface ArrivedFile {
  /** Gives it its name, by which it lasts. */
  keep(): Promise<SealedFile>;
}

/** The files of a folder. */
export class SealedFiles {
  readonly #folder: string;
  readonly #sealer: Sealer;

  constructor(folder: string, sealer: Sealer) {
    this.#folder = folder;
    this.#sealer = sealer;
  }

  /**
   * Takes what comes; all of it is on the disk then, and lasts once it is kept.
   *
   * @throws AppError EMPTY_BODY, FILE_TOO_LARGE, DISK_FULL, NO_RIGHTS; what `chunks` throws
   */
  async arrive(chunks: AsyncIterable<Uint8Array>, limitBytes: number): Promise<ArrivedFile> {
    const path = join(this.#folder, `.${crypto.randomUUID()}`);
    const hash = this.#sealer.digest();
    let bytes = 0;
    const counted = async function* () {
      for await (const chunk of chunks) {
        bytes += chunk.length;
        if (bytes > limitBytes) throw refuseLength(limitBytes);
        hash.update(chunk);
        yield chunk;
      }
    };
    try {
      await this.#write(path, counted());
      if (bytes === 0) throw refuseEmpty();
    } catch (error) {
      await Deno.remove(path).catch(() => {}); // What stopped it is told.
      throw error instanceof AppError ? error : refuseOwnFolder(error, ACT, this.#folder);
    }
    const digest = hash.digest("hex");
    return {
      keep: async () => {
        await Deno.rename(path, this.#path(digest));
        return { digest, bytes };
      },
    };
  }

  /** Opens what was kept. Reading throws as the sealer does. @throws AppError FILE_NOT_FOUND */
  async open(digest: string): Promise<ReadableStream<Uint8Array>> {
    const file = await Deno.open(this.#path(digest)).catch((error) => {
      if (error instanceof Deno.errors.NotFound) throw refuseMissing(digest);
      throw refuseOwnFolder(error, "read what was received", this.#folder);
    });
    const sealed = async function* () {
      using open = file;
      for (
        let chunk = new Uint8Array(CHUNK_BYTES), length;
        (length = await open.read(chunk)) !== null;
        chunk = new Uint8Array(CHUNK_BYTES)
      ) yield chunk.subarray(0, length);
    };
    return ReadableStream.from(this.#sealer.open(sealed()));
  }

  /** Whether what was kept is here. */
  async has(digest: string): Promise<boolean> {
    return await Deno.stat(this.#path(digest)).then(() => true, () => false);
  }

  /** Removes what was kept; nothing to remove is as good. */
  async remove(digest: string): Promise<void> {
    await Deno.remove(this.#path(digest)).catch(timeIfGone);
  }

  /** The digests of files that were written before a moment. */
  async *writtenBefore(moment: Date): AsyncGenerator<string> {
    for await (const name of this.#names()) {
      if (name.startsWith(".") || !name.endsWith(SUFFIX)) continue;
      const { mtime } = await Deno.stat(join(this.#folder, name)).catch(timeIfGone);
      if (mtime !== null && mtime < moment) yield name.slice(0, -SUFFIX.length);
    }
  }

  /** Removes what arrived in part before this process: nobody sends the rest of it. */
  async removePartial(): Promise<void> {
    for await (const name of this.#names()) {
      if (name.startsWith(".")) await Deno.remove(join(this.#folder, name)).catch(timeIfGone);
    }
  }

  /** The names in the folder; none where there is no folder yet. */
  async *#names(): AsyncGenerator<string> {
    try {
      for await (const { name } of Deno.readDir(this.#folder)) yield name;
    } catch (error) {
      timeIfGone(error);
    }
  }

  async #write(path: string, plain: AsyncIterable<Uint8Array>): Promise<void> {
    using file = await this.#create(path);
    for await (const chunk of this.#sealer.seal(plain)) {
      for (let at = 0; at < chunk.length;) at += await file.write(chunk.subarray(at));
    }
    await file.sync();
  }

  /** Makes a file, and the folder where there is none yet. */
  async #create(path: string): Promise<Deno.FsFile> {
    const options = { write: true, createNew: true, mode: 0o600 };
    try {
      return await Deno.open(path, options);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      await Deno.mkdir(this.#folder, { recursive: true, mode: 0o700 });
      return await Deno.open(path, options);
    }
  }

  #path(digest: string): string {
    return join(this.#folder, `${digest}${SUFFIX}`);
  }
}

/** What is gone has no time; anything else is thrown. */
function timeIfGone(error: unknown): { readonly mtime: null } {
  if (error instanceof Deno.errors.NotFound) return { mtime: null };
  throw error;
}

function refuseEmpty(): AppError {
  return new AppError(
    "EMPTY_BODY",
    "Cannot take events as what is sent must hold some: current value is 0 bytes",
  );
}

function refuseLength(limit: number): AppError {
  const code = "FILE_TOO_LARGE";
  const message =
    `Cannot take so much at once as it may have ${limit} bytes: current value is more`;
  return new AppError(code, message, {
    problems: [{ severity: "error", code, message, place: {}, remedy: TOO_LARGE_REMEDY }],
  });
}

function refuseMissing(digest: string): AppError {
  return new AppError(
    "FILE_NOT_FOUND",
    `Cannot read what was received as it is not here: current value is "${digest.slice(0, 12)}…"`,
  );
}
