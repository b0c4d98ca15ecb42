/**
 * Stores the batches of many clients: those that wait are stored together.
 *
 * One transaction runs at a time. A client alone waits for nobody; of a hundred at once the first
 * is stored alone, and all the others meanwhile become the next transaction. Where that fails its
 * batches are stored one by one, so that nobody is refused for another's sake.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import { type EventBatch, type StoredBatch, storeEvents } from "./store_events.ts";

/** So many events are stored together at most, but for a batch that alone has more. */
export const MOST_TOGETHER = 20_000;

interface Waiting {
  readonly batch: EventBatch;
  readonly resolve: (stored: StoredBatch) => void;
  readonly reject: (error: unknown) => void;
}

/** What all who bring events share. */
export class EventStore {
  readonly #database: Database;
  #waiting: Waiting[] = [];
  #isRunning = false;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Stores a batch: once it resolves the events are there, and where it rejects none is.
   * Batches are stored in the order of the calls.
   */
  store(batch: EventBatch): Promise<StoredBatch> {
    const { promise, resolve, reject } = Promise.withResolvers<StoredBatch>();
    this.#waiting.push({ batch, resolve, reject });
    if (!this.#isRunning) this.#run();
    return promise;
  }

  /** Stores until nobody waits; throws nothing, since each is told by its own promise. */
  async #run(): Promise<void> {
    this.#isRunning = true;
    try {
      while (this.#waiting.length > 0) {
        const together = this.#waiting.splice(0, this.#countTogether());
        const isStored = await this.#storeTogether(together);
        if (!isStored) { for (const one of together) await this.#storeAlone(one); }
      }
    } finally {
      this.#isRunning = false;
    }
  }

  /** As many as fit, the first always; a name that is there already waits for the next turn. */
  #countTogether(): number {
    const names = new Set<string>();
    let events = 0;
    const end = this.#waiting.findIndex(({ batch }) => {
      events += batch.events.length;
      const isLast = names.size > 0 && (events > MOST_TOGETHER || names.has(batch.batch));
      names.add(batch.batch);
      return isLast;
    });
    return end === -1 ? this.#waiting.length : end;
  }

  /** Whether several batches were stored in one transaction. */
  async #storeTogether(together: readonly Waiting[]): Promise<boolean> {
    if (together.length === 1) return false;
    try {
      const stored = await storeEvents(this.#database, together.map(({ batch }) => batch));
      together.forEach(({ resolve }, i) => resolve(stored[i]));
      return true;
    } catch {
      // Whose fault it was shows when each is stored alone.
      return false;
    }
  }

  async #storeAlone({ batch, resolve, reject }: Waiting): Promise<void> {
    try {
      const [stored] = await storeEvents(this.#database, [batch]);
      resolve(stored);
    } catch (error) {
      reject(error);
    }
  }
}
