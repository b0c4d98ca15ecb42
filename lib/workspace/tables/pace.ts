/**
 * How fast something is made that nobody may have asked for yet.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";

/** The pace of what is made: in idle moments, until somebody waits for it. */
export class Pace {
  readonly #database: Database;
  readonly #signal: AbortSignal;
  readonly #hurried = Promise.withResolvers<void>();
  #isUrgent = false;

  /** The signal ends what is made at its next turn. */
  constructor(database: Database, signal: AbortSignal) {
    this.#database = database;
    this.#signal = signal;
  }

  /** Whether somebody waits for what is made. */
  get isUrgent(): boolean {
    return this.#isUrgent;
  }

  hurry(): void {
    this.#isUrgent = true;
    this.#hurried.resolve();
  }

  /** Waits until nobody else uses the database, or is held back no longer. */
  async turn(): Promise<void> {
    this.#signal.throwIfAborted();
    if (this.#isUrgent) return;
    const settled = new AbortController();
    const signal = AbortSignal.any([this.#signal, settled.signal]);
    const idle = this.#database.idle(signal);
    try {
      await Promise.race([idle, this.#hurried.promise]);
    } finally {
      settled.abort();
      idle.catch(() => {});
    }
  }
}

/** Something that is made once, and hurried where somebody waits for it. */
export class Piece<Value> {
  readonly made: Promise<Value>;
  readonly #pace: Pace;
  #value: Value | null = null;

  constructor(pace: Pace, make: (pace: Pace) => Promise<Value>) {
    this.#pace = pace;
    this.made = make(pace).then((value) => this.#value = value);
  }

  /** `null` until it is made. */
  get value(): Value | null {
    return this.#value;
  }

  hurry(): void {
    this.#pace.hurry();
  }
}
