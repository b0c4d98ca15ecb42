/**
 * Random numbers that are the same on every machine.
 *
 * Source: mulberry32 by Tommy Ettinger (public domain); Knuth's product method for
 * Poisson counts; the Box-Muller transform.
 *
 * @module
 */

/** A stream of random numbers. */
export interface Random {
  /** Uniform from 0 to below 1. */
  next(): number;
  /** A whole number from `from` to `to`, both of them in. */
  whole(from: number, to: number): number;
  /** Normal with mean 0 and standard deviation 1. */
  normal(): number;
  /** A count with this mean, at most some hundreds. */
  count(mean: number): number;
  /** One of the items, by their weights. */
  pick<const T>(items: readonly (readonly [item: T, weight: number])[]): T;
}

/** Makes the stream of a seed. */
export function makeRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    whole: (from, to) => from + Math.floor(next() * (to - from + 1)),
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    count: (mean) => {
      const limit = Math.exp(-mean);
      let count = 0;
      for (let product = next(); product > limit; product *= next()) count++;
      return count;
    },
    pick: (items) => {
      let rest = next() * items.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [item, weight] of items) {
        rest -= weight;
        if (rest < 0) return item;
      }
      return items[items.length - 1][0];
    },
  };
}

/** Returns the days from the first on, `YYYY-MM-DD`. */
export function daysFrom(first: string, count: number): readonly string[] {
  const start = Date.parse(`${first}T00:00:00Z`);
  return Array.from(
    { length: count },
    (_, i) => new Date(start + i * 86_400_000).toISOString().slice(0, 10),
  );
}
