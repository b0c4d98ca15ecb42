/**
 * Remembers what was used last, in constant time: between `most` and twice as many keys.
 *
 * A map that drops its oldest key each time steps over all that it dropped before. Here the keys that
 * were used since the last turn are one map, and those of the turn before another, which goes as a whole.
 *
 * @module
 */

/** Values by key, of which those that were used longest ago are forgotten. */
export class Recent<Value> {
  readonly #most: number;
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();

  constructor(most: number) {
    this.#most = most;
  }

  /** Returns a value, which counts as a use. */
  get(key: string): Value | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: string, value: Value): void {
    if (this.#young.size >= this.#most && !this.#young.has(key)) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
  }

  delete(key: string): void {
    this.#young.delete(key);
    this.#old.delete(key);
  }
}
