/**
 * Lets so many pieces of work go on at once; the others wait in order.
 *
 * @module
 */

/** Gives turns. */
export class Turns {
  readonly #size: number;
  readonly #waiting: (() => void)[] = [];
  #taken = 0;

  constructor(size: number) {
    this.#size = size;
  }

  /** Does the work when its turn comes; nothing is done where the signal aborts before. */
  async take<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    if (this.#taken >= this.#size) await new Promise<void>((go) => this.#waiting.push(go));
    else this.#taken++;
    try {
      signal.throwIfAborted();
      return await work();
    } finally {
      // The place is handed on, so nobody comes between.
      const next = this.#waiting.shift();
      if (next === undefined) this.#taken--;
      else next();
    }
  }
}
