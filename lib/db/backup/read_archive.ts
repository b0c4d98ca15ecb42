/**
 * Reads an archive, and believes none of it until its last line.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { AppError } from "@/lib/errors.ts";
import { syncFolder } from "./durable.ts";
import { type Listing, parseListing, refuseArchive } from "./listing.ts";

/** A listing of a million files beside is as long as that. */
const MOST_LISTING_BYTES = 1 << 28;

/** A SHA-256 in hexadecimal with a line's end. */
const LAST_LINE_BYTES = 65;

const NEW_LINE = 10;

/** Reads what an archive says of itself, and no further. @throws AppError BAD_FILE, FILE_NOT_FOUND */
export async function readListing(path: string): Promise<Listing> {
  const bytes = new Bytes(path);
  try {
    return (await listingOf(bytes, path)).listing;
  } finally {
    await bytes.close();
  }
}

/**
 * Reads all of it, into a folder that is made, or into none; what is in the folder is to be thrown
 * away where this throws.
 *
 * @throws AppError BAD_FILE where it is damaged, FILE_NOT_FOUND, and what the signal does
 */
export async function readArchive(
  path: string,
  { into, signal }: { readonly into: string | null; readonly signal: AbortSignal },
): Promise<Listing> {
  const bytes = new Bytes(path);
  try {
    const { listing, line } = await listingOf(bytes, path);
    const hash = createHash("sha256").update(line);
    const mode = 0o700; // Postgres refuses a directory that others may read.
    if (into !== null) {
      await Deno.mkdir(into, { mode });
      for (const directory of listing.directories) {
        await Deno.mkdir(join(into, directory), { mode });
      }
    }
    for (const listed of listing.files) {
      using file = into === null
        ? null
        : await Deno.open(join(into, listed.path), { write: true, createNew: true, mode: 0o600 });
      for (let left = listed.bytes; left > 0;) {
        signal.throwIfAborted();
        const chunk = await bytes.some(left);
        hash.update(chunk);
        for (let at = 0; file !== null && at < chunk.length;) {
          at += await file.write(chunk.subarray(at));
        }
        left -= chunk.length;
      }
      await file?.sync();
    }
    if (into !== null) {
      for (const folder of ["", ...listing.directories]) await syncFolder(join(into, folder));
    }
    const last = new TextDecoder().decode(await bytes.exactly(LAST_LINE_BYTES));
    if (last !== `${hash.digest("hex")}\n` || !await bytes.ended()) {
      throw refuseArchive(path, "it must be as it was written");
    }
    return listing;
  } finally {
    await bytes.close();
  }
}

async function listingOf(
  bytes: Bytes,
  path: string,
): Promise<{ readonly listing: Listing; readonly line: Uint8Array }> {
  const line = await bytes.line(MOST_LISTING_BYTES);
  return { line, listing: parseListing(new TextDecoder().decode(line), path) };
}

/** The bytes of an archive, as they were before gzip. */
class Bytes {
  readonly #path: string;
  #reader: ReadableStreamDefaultReader<Uint8Array> | null = null;
  #rest: Uint8Array = new Uint8Array();

  constructor(path: string) {
    this.#path = path;
  }

  /** Returns the next bytes, from 1 to so many. */
  async some(most: number): Promise<Uint8Array> {
    if (this.#rest.length === 0 && !await this.#fill()) throw this.#damaged();
    const part = this.#rest.subarray(0, most);
    this.#rest = this.#rest.subarray(part.length);
    return part;
  }

  async exactly(count: number): Promise<Uint8Array> {
    const all = new Uint8Array(count);
    for (let at = 0; at < count;) {
      const part = await this.some(count - at);
      all.set(part, at);
      at += part.length;
    }
    return all;
  }

  /** Returns a line with its end. */
  async line(mostBytes: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    for (let length = 0; length < mostBytes;) {
      const part = await this.some(mostBytes - length);
      const end = part.indexOf(NEW_LINE) + 1;
      parts.push(end === 0 ? part : part.subarray(0, end));
      if (end > 0) {
        const rest = new Uint8Array(part.length - end + this.#rest.length);
        rest.set(part.subarray(end));
        rest.set(this.#rest, part.length - end);
        this.#rest = rest;
        return new Uint8Array(await new Blob(parts as Uint8Array<ArrayBuffer>[]).arrayBuffer());
      }
      length += part.length;
    }
    throw this.#damaged();
  }

  /** Whether nothing is left. */
  async ended(): Promise<boolean> {
    return this.#rest.length === 0 && !await this.#fill();
  }

  async close(): Promise<void> {
    await this.#reader?.cancel().catch(() => {}); // What it was stopped by is told.
  }

  /** Reads on; `false` at the end. */
  async #fill(): Promise<boolean> {
    this.#reader ??= await this.#open();
    while (true) {
      const { value, done } = await this.#reader.read().catch((error) => {
        throw error instanceof Deno.errors.PermissionDenied ? error : this.#damaged();
      });
      if (done) return false;
      if (value.length === 0) continue;
      this.#rest = value;
      return true;
    }
  }

  async #open(): Promise<ReadableStreamDefaultReader<Uint8Array>> {
    const file = await Deno.open(this.#path).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      throw new AppError(
        "FILE_NOT_FOUND",
        `Cannot read an archive that is not there: current value is "${this.#path}"`,
      );
    });
    return file.readable.pipeThrough(new DecompressionStream("gzip")).getReader();
  }

  #damaged(): AppError {
    return refuseArchive(this.#path, "it must be whole");
  }
}
