/**
 * How often somebody may do something, counted here and now and then with other processes.
 *
 * A process decides by itself, without asking: it knows what it has let through, and what all had let
 * through when it last told of it. It tells of a key once `size / PARTS` of its uses are untold, or one
 * was refused. With n processes that tell every `t` seconds, a key has therefore at most
 * (n - 1) × (size / PARTS + what comes in `t` seconds) uses more than its rate; as all are counted in
 * the end, what was too much is waited for afterwards.
 *
 * Source: ITU-T I.371, the generic cell rate algorithm (virtual scheduling): a key is held by the one
 * moment at which it will have everything again, and uses of several processes add up in it.
 *
 * @module
 */
import type { Taken } from "./allowance.ts";
import type { Rate, Used } from "./rate_limit.ts";
import { Recent } from "./recent.ts";

/** Uses of a key that are told. */
export interface Untold extends Used {
  readonly rate: string;
  readonly key: string;
  /** Whether one was refused besides. */
  readonly refused: boolean;
}

/** Counts by rate and key. It is this process's own, starts full, and hears of other processes. */
export interface SharedAllowance {
  /** Uses one of the key's allowance, where any is left. */
  take(rate: Rate, key: string): Taken;
  /** Whether there is something to tell. */
  isDue(): boolean;
  /** Returns so many keys at most of which to tell, and counts them as told. */
  tell(): readonly Untold[];
  /** Hears when a key will have everything again, by the uses of all. */
  hear(told: Untold, fullAt: number): void;
  /** Takes back what could not be told. */
  untell(told: readonly Untold[]): void;
}

/** A key is told when this part of its rate is untold. */
const PARTS = 20;

/** Of twice as many keys those that were used longest ago are forgotten. */
const MOST_KEYS = 10_000;

/** One telling is no longer. */
const MOST_TOLD = 100;

interface Held {
  readonly rate: Rate;
  readonly key: string;
  /** When it will have everything again. */
  fullAt: number;
  uses: number;
  /** When the first of the untold uses was. */
  since: number;
  refused: boolean;
}

/** Makes one. `now` is in milliseconds since 1970. */
export function createSharedAllowance(now: () => number): SharedAllowance {
  const all = new Recent<Held>(MOST_KEYS);
  const due = new Set<Held>();

  function find(rate: Rate, key: string): Held {
    const name = `${rate.name} ${key}`;
    const found = all.get(name);
    if (found !== undefined) return found;
    const made: Held = { rate, key, fullAt: 0, uses: 0, since: 0, refused: false };
    all.set(name, made);
    return made;
  }

  /** Of more keys than are remembered nothing is told: from so many it is no use. */
  function mark(held: Held): void {
    if (due.size < MOST_KEYS) due.add(held);
  }

  function owe(held: Held, { uses, since }: Used): void {
    held.since = held.uses === 0 ? since : Math.min(held.since, since);
    held.uses += uses;
    if (held.uses >= held.rate.size / PARTS) mark(held);
  }

  return {
    take(rate, key) {
      const held = find(rate, key);
      const at = now();
      const full = Math.max(at, held.fullAt) + rate.refillMilliseconds;
      const tooLong = full - at - rate.size * rate.refillMilliseconds;
      if (tooLong > 0) {
        held.refused = true;
        mark(held);
        return { type: "refused", retryAfterSeconds: Math.ceil(tooLong / 1000) };
      }
      held.fullAt = full;
      owe(held, { uses: 1, since: at });
      return { type: "allowed" };
    },
    isDue: () => due.size > 0,
    tell() {
      return [...due].slice(0, MOST_TOLD).map((held): Untold => {
        const { rate: { name }, key, uses, since, refused } = held;
        Object.assign(held, { uses: 0, refused: false });
        due.delete(held);
        return { rate: name, key, uses, since, refused };
      });
    },
    hear({ rate, key }, fullAt) {
      const held = all.get(`${rate} ${key}`);
      // What was used meanwhile is not in it.
      if (held) held.fullAt = fullAt + held.uses * held.rate.refillMilliseconds;
    },
    untell(told) {
      for (const one of told) {
        const held = all.get(`${one.rate} ${one.key}`);
        if (held) owe(held, one);
      }
    },
  };
}
