/**
 * Entries of the catalogue that are kept in memory for a while.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import type { Key } from "@/lib/notebook/run/keys.ts";
import type { StoredResult } from "@/lib/notebook/run/result.ts";
import { findResults } from "@/lib/notebook/run/store.ts";
import { Recent } from "./recent.ts";

type Found = ReadonlyMap<Key, StoredResult>;

/** Entries that are kept in memory. */
const KEPT = 500;

/** Entries are looked up again after so long: results may have been evicted meanwhile. */
export const KNOWN_MILLISECONDS = 10 * 60 * 1000;

/** Looks results up. */
export class KnownResults {
  readonly #database: Database;
  #recent = new Recent<Key, StoredResult>(KEPT);
  #since = Date.now();

  constructor(database: Database) {
    this.#database = database;
  }

  /** Returns an entry that is in memory, or `null`. */
  peek(key: Key): StoredResult | null {
    return this.#recent.find(key);
  }

  /** Takes note of a new entry. */
  learn(result: StoredResult): void {
    this.#recent.keep(result.key, result);
  }

  /** Returns what is in memory, and asks the database for the rest. */
  async find(keys: readonly Key[]): Promise<Found> {
    if (Date.now() - this.#since > KNOWN_MILLISECONDS) {
      this.#recent = new Recent(KEPT);
      this.#since = Date.now();
    }
    const known = new Map<Key, StoredResult>();
    for (const key of keys) {
      const result = this.#recent.find(key);
      if (result !== null) known.set(key, result);
    }
    const missing = keys.filter((key) => !known.has(key));
    return new Map([...known, ...await this.findNow(missing)]);
  }

  /** Returns what the database has now. */
  async findNow(keys: readonly Key[]): Promise<Found> {
    const found = await findResults(this.#database, keys);
    for (const key of keys) {
      const result = found.get(key);
      if (result === undefined) this.#recent.forget(key);
      else this.#recent.keep(key, result);
    }
    return found;
  }
}
