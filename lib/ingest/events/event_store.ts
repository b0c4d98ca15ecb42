/**
 * Stores the pieces of many clients: those that wait are stored together.
 *
 * One transaction runs at a time. A client alone waits for nobody; of a hundred at once the first
 * is stored alone, and all the others meanwhile become the next transaction. Where that fails its
 * pieces are stored one by one, so that nobody is refused for another's sake. Where the database
 * ended meanwhile they are sent once more: what it had stored already is stored once.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import type { EventPiece } from "./event_piece.ts";
import { storeEvents } from "./store_events.ts";
import type { StoredPiece } from "./stored_piece.ts";

/** So many events are stored together at most, but for a piece that alone has more. */
export const MOST_TOGETHER = 20_000;

interface Waiting {
  readonly piece: EventPiece;
  readonly resolve: (stored: StoredPiece) => void;
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
   * Stores a piece: once it resolves the events are there, and where it rejects none is.
   * Pieces are stored in the order of the calls.
   *
   * @throws ZonesChanged
   */
  store(piece: EventPiece): Promise<StoredPiece> {
    const { promise, resolve, reject } = Promise.withResolvers<StoredPiece>();
    this.#waiting.push({ piece, resolve, reject });
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
    const end = this.#waiting.findIndex(({ piece }) => {
      events += piece.events;
      const isLast = names.size > 0 && (events > MOST_TOGETHER || names.has(piece.batch));
      names.add(piece.batch);
      return isLast;
    });
    return end === -1 ? this.#waiting.length : end;
  }

  /** Whether several pieces were stored in one transaction. */
  async #storeTogether(together: readonly Waiting[]): Promise<boolean> {
    if (together.length === 1) return false;
    try {
      const stored = await storeEvents(this.#database, together.map(({ piece }) => piece));
      together.forEach(({ resolve }, i) => resolve(stored[i]));
      return true;
    } catch {
      // Whose fault it was shows when each is stored alone.
      return false;
    }
  }

  async #storeAlone({ piece, resolve, reject }: Waiting): Promise<void> {
    try {
      const [stored] = await this.#storeOnce(piece);
      resolve(stored);
    } catch (error) {
      reject(error);
    }
  }

  async #storeOnce(piece: EventPiece): Promise<readonly StoredPiece[]> {
    try {
      return await storeEvents(this.#database, [piece]);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "PROCESS_ENDED") throw error;
      return await storeEvents(this.#database, [piece]);
    }
  }
}
