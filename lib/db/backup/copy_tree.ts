/**
 * Copies a folder that is written to meanwhile: once as it is, and once more, while nothing writes,
 * what has changed since. So nobody waits for the first copy, however long it takes.
 *
 * @module
 */
import { join } from "node:path";
import type { ListedFile } from "./listing.ts";
import { removeAll } from "./durable.ts";

/** A file as it was when it was copied. */
interface Copied {
  readonly bytes: number;
  readonly changed: number;
  readonly copiedAt: number;
}

/** What a folder holds. */
export interface Tree {
  readonly directories: readonly string[];
  readonly files: readonly ListedFile[];
}

/** Clocks of files are coarse: who was written so shortly before a copy may have been after it. */
const COARSE_MILLISECONDS = 2000;

/** Copies one folder to another, again and again. */
export class TreeCopy {
  readonly #from: string;
  readonly #to: string;
  /** Names that are left out at the top. */
  readonly #without: readonly string[];
  readonly #copied = new Map<string, Copied>();

  constructor(from: string, to: string, without: readonly string[]) {
    this.#from = from;
    this.#to = to;
    this.#without = without;
  }

  /** Copies what is new or has changed, removes what is gone; tells what is in the copy. */
  async update(signal: AbortSignal): Promise<Tree> {
    const directories: string[] = [];
    const files: ListedFile[] = [];
    await Deno.mkdir(this.#to, { recursive: true, mode: 0o700 });
    for await (const { path, isDirectory } of this.#below("")) {
      signal.throwIfAborted();
      if (isDirectory) {
        await Deno.mkdir(join(this.#to, path), { recursive: true, mode: 0o700 });
        directories.push(path);
      } else {
        const bytes = await this.#copy(path);
        if (bytes !== null) files.push({ path, bytes });
      }
    }
    const there = new Set(files.map(({ path }) => path));
    for (const path of this.#copied.keys()) {
      if (there.has(path)) continue;
      this.#copied.delete(path);
      await removeAll(join(this.#to, path));
    }
    return { directories, files };
  }

  /** Copies a file where it has changed; returns its bytes, `null` where it is gone meanwhile. */
  async #copy(path: string): Promise<number | null> {
    const from = join(this.#from, path);
    try {
      const { size, mtime } = await Deno.stat(from);
      const changed = mtime?.getTime() ?? Infinity;
      const last = this.#copied.get(path);
      const isSame = last !== undefined && last.bytes === size && last.changed === changed &&
        changed < last.copiedAt - COARSE_MILLISECONDS;
      if (isSame) return size;
      const copiedAt = Date.now();
      await Deno.copyFile(from, join(this.#to, path));
      this.#copied.set(path, { bytes: size, changed, copiedAt });
      return size;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return null;
      throw error;
    }
  }

  async *#below(folder: string): AsyncGenerator<{ path: string; isDirectory: boolean }> {
    let entries: Deno.DirEntry[];
    try {
      entries = await Array.fromAsync(Deno.readDir(join(this.#from, folder)));
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return; // A dropped one.
      throw error;
    }
    for (const { name, isDirectory } of entries.sort((a, b) => a.name < b.name ? -1 : 1)) {
      if (folder === "" && this.#without.includes(name)) continue;
      const path = `${folder}${name}`;
      yield { path, isDirectory };
      if (isDirectory) yield* this.#below(`${path}/`);
    }
  }
}
