/**
 * Cuts the events of a file into pieces, and tells what they were.
 *
 * @module
 */
import type { Event, EventRejection } from "./event.ts";
import { type EventPiece, packPiece } from "./event_piece.ts";

/** So many events, and as many rejections, are stored at once: others get a turn in between. */
export const PIECE_EVENTS = 10_000;

/** So many names are told. */
const MOST_NAMES = 1000;

/** What is told of events. */
export interface EventsTold {
  readonly events: number;
  /** In the order of their names, so many at most. */
  readonly metrics: readonly string[];
  readonly sources: readonly string[];
  /** Microseconds from 1970; `null` where there are no events. */
  readonly first: number | null;
  readonly last: number | null;
}

/** Gives pieces as soon as they are full. */
export class PieceCutter {
  readonly #batch: string;
  readonly #zoneOf: (source: string) => string;
  readonly #give: (piece: EventPiece) => Promise<void>;
  #events: Event[] = [];
  #rejections: EventRejection[] = [];
  #pieces = 0;
  #given = 0;
  readonly #metrics = new Set<string>();
  readonly #sources = new Set<string>();
  #first = Infinity;
  #last = -Infinity;

  constructor(
    batch: string,
    zoneOf: (source: string) => string,
    give: (piece: EventPiece) => Promise<void>,
  ) {
    this.#batch = batch;
    this.#zoneOf = zoneOf;
    this.#give = give;
  }

  async add(events: readonly Event[], rejections: readonly EventRejection[]): Promise<void> {
    for (const { metric, source, time } of events) {
      if (this.#metrics.size < MOST_NAMES) this.#metrics.add(metric);
      if (this.#sources.size < MOST_NAMES) this.#sources.add(source);
      if (time < this.#first) this.#first = time;
      if (time > this.#last) this.#last = time;
    }
    this.#events = this.#events.length === 0 ? [...events] : this.#events.concat(events);
    this.#rejections = this.#rejections.concat(rejections);
    while (Math.max(this.#events.length, this.#rejections.length) > PIECE_EVENTS) {
      await this.#giveNext();
    }
  }

  /** Gives what is left, which may be nothing but the end of the batch. */
  async finish(): Promise<EventsTold> {
    await this.#giveNext();
    const isNone = this.#given === 0;
    return {
      events: this.#given,
      metrics: [...this.#metrics].sort(),
      sources: [...this.#sources].sort(),
      first: isNone ? null : this.#first,
      last: isNone ? null : this.#last,
    };
  }

  async #giveNext(): Promise<void> {
    const events = this.#events.slice(0, PIECE_EVENTS);
    const rejections = this.#rejections.slice(0, PIECE_EVENTS);
    this.#events = this.#events.slice(PIECE_EVENTS);
    this.#rejections = this.#rejections.slice(PIECE_EVENTS);
    const piece = packPiece({
      batch: this.#batch,
      number: this.#pieces++,
      events,
      rejections,
      zoneOf: this.#zoneOf,
    });
    this.#given += events.length;
    await this.#give(piece);
  }
}
