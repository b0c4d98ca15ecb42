/**
 * How often somebody may do something: an allowance that is used up and comes back with time.
 *
 * @module
 */

/** An answer to `take`. */
export type Taken =
  | { readonly type: "allowed" }
  | { readonly type: "refused"; readonly retryAfterSeconds: number };

/** Counts by key, such as a link's id. It is this process's own and starts full. */
export interface Allowance {
  /** Uses one of the key's allowance, where any is left. */
  take(key: string): Taken;
  /** Gives one back that turned out to be no use of it. */
  giveBack(key: string): void;
}

/** What an allowance is made with. */
export interface AllowanceOptions {
  /** So many at once. */
  readonly size: number;
  /** After so long one comes back. */
  readonly refillMilliseconds: number;
  readonly now: () => number;
}

/** More keys than this are not remembered: those that were used longest ago are forgotten. */
const MOST_KEYS = 10_000;

/** Makes an allowance. */
export function createAllowance({ size, refillMilliseconds, now }: AllowanceOptions): Allowance {
  /** When each key's allowance will be full again, those used longest ago first; else it is full. */
  const fullAt = new Map<string, number>();
  const fullOf = (key: string) => Math.max(now(), fullAt.get(key) ?? 0);

  function keep(key: string, at: number): void {
    fullAt.delete(key);
    if (at > now()) fullAt.set(key, at);
    const [oldest] = fullAt.keys();
    if (fullAt.size > MOST_KEYS) fullAt.delete(oldest);
  }

  return {
    take(key) {
      const full = fullOf(key) + refillMilliseconds;
      const tooLong = full - now() - size * refillMilliseconds;
      if (tooLong > 0) return { type: "refused", retryAfterSeconds: Math.ceil(tooLong / 1000) };
      keep(key, full);
      return { type: "allowed" };
    },
    giveBack: (key) => keep(key, fullOf(key) - refillMilliseconds),
  };
}
