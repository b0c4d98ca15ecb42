/**
 * What was used lately, up to a total weight.
 *
 * @module
 */

interface Kept<Value> {
  readonly value: Value;
  readonly weight: number;
}

/** Keeps values; those that were used longest ago go first. */
export class Recent<Key, Value> {
  readonly #limit: number;
  readonly #kept = new Map<Key, Kept<Value>>();
  #weight = 0;

  /** `limit` is what all weights may add up to. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  find(key: Key): Value | null {
    const found = this.#kept.get(key);
    if (found === undefined) return null;
    this.#kept.delete(key);
    this.#kept.set(key, found);
    return found.value;
  }

  keep(key: Key, value: Value, weight = 1): void {
    this.forget(key);
    this.#kept.set(key, { value, weight });
    this.#weight += weight;
    for (const oldest of this.#kept.keys()) {
      if (this.#weight <= this.#limit || oldest === key) return;
      this.forget(oldest);
    }
  }

  forget(key: Key): void {
    const found = this.#kept.get(key);
    this.#kept.delete(key);
    this.#weight -= found?.weight ?? 0;
  }
}
