/**
 * Stores the pieces of many clients: those that wait are stored together.
 *
 * One transaction runs at a time. A client alone waits for nobody; of a hundred at once the first
 * is stored alone, and all the others meanwhile become the next transaction. Where the database
 * ended meanwhile a piece is sent once more: what it had stored already is stored once.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import { Gathering } from "@/lib/gathering.ts";
import type { EventPiece } from "./event_piece.ts";
import { storeEvents } from "./store_events.ts";
import type { StoredPiece } from "./stored_piece.ts";

/** So many events are stored together at most, but for a piece that alone has more. */
export const MOST_TOGETHER = 20_000;

/** What all who bring events share. */
export class EventStore {
  readonly #database: Database;
  readonly #pieces: Gathering<EventPiece, StoredPiece>;

  constructor(database: Database) {
    this.#database = database;
    this.#pieces = new Gathering({
      together: (pieces) => storeEvents(database, pieces),
      alone: (piece) => this.#storeAlone(piece),
      count: countTogether,
    });
  }

  /**
   * Stores a piece: once it resolves the events are there, and where it rejects none is.
   * Pieces are stored in the order of the calls.
   *
   * @throws ZonesChanged
   */
  async store(piece: EventPiece): Promise<StoredPiece> {
    return await this.#pieces.ask(piece);
  }

  async #storeAlone(piece: EventPiece): Promise<StoredPiece> {
    try {
      return await this.#storeOnce(piece);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "PROCESS_ENDED") throw error;
      return await this.#storeOnce(piece);
    }
  }

  async #storeOnce(piece: EventPiece): Promise<StoredPiece> {
    const [stored] = await storeEvents(this.#database, [piece]);
    return stored;
  }
}

/** As many as fit, the first always; a name that is there already waits for the next turn. */
function countTogether(waiting: readonly EventPiece[]): number {
  const names = new Set<string>();
  let events = 0;
  const end = waiting.findIndex((piece) => {
    events += piece.events;
    const isLast = names.size > 0 && (events > MOST_TOGETHER || names.has(piece.batch));
    names.add(piece.batch);
    return isLast;
  });
  return end === -1 ? waiting.length : end;
}
