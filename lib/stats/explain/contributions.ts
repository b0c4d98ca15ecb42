/**
 * Splits the change of a total between two times among its segments, so that the parts add up to it.
 *
 * A sum: a segment brings its amount after less its amount before.
 *
 * A ratio R = Σ numerators / Σ denominators: with w the segment's part of all denominators and r its
 * own ratio, a bar for the mean of before and after and Δ for the move between them,
 *
 *     rate = w̄ Δr         what the segment's own ratio moved
 *     mix  = (r̄ - R̄) Δw   what it moved to weigh more or less than the others
 *
 * Σ (mix + rate) = ΔR, without a remainder: R̄ only shares out among the segments what ΣΔw = 0 leaves
 * open, so that growing brings something where a segment is better than the whole, and costs
 * something where it is worse. A segment that was not there before, or is not after, has no move of
 * its ratio: all that it brings is mix.
 *
 * Source: E. M. Kitagawa, Components of a difference between two rates, Journal of the American
 * Statistical Association 50 (1955), 1168-1194.
 * Cost: O(segments) time and memory.
 *
 * @module
 */

/** An amount a segment before and after; NaN where a segment has no rows, which adds nothing. */
export interface Split {
  readonly before: Float64Array;
  readonly after: Float64Array;
}

/** A measure by segments, all in one order. */
export type Segments =
  | { readonly type: "sum"; readonly amounts: Split }
  | { readonly type: "ratio"; readonly numerators: Split; readonly denominators: Split };

/** What each segment brought, in their order. */
export interface Contributions {
  /** The whole; NaN where a ratio has nothing to divide by. */
  readonly before: number;
  readonly after: number;
  /** NaN where the whole is. */
  readonly changes: Float64Array;
  /** What `changes` are made of; `null` of a sum. */
  readonly effects: { readonly mix: Float64Array; readonly rate: Float64Array } | null;
}

/** Splits the change of a measure. */
export function contributionsOf(segments: Segments): Contributions {
  switch (segments.type) {
    case "sum":
      return ofSum(segments.amounts);
    case "ratio":
      return ofRatio(segments);
  }
}

/** Returns the sum of all amounts that there are. */
export function totalOf(amounts: Float64Array): number {
  return amounts.reduce((sum, amount) => sum + orZero(amount), 0);
}

/** Returns the amount, 0 for a segment without rows. */
export function orZero(amount: number): number {
  return Number.isNaN(amount) ? 0 : amount;
}

function ofSum({ before, after }: Split): Contributions {
  return {
    before: totalOf(before),
    after: totalOf(after),
    changes: after.map((amount, i) => orZero(amount) - orZero(before[i])),
    effects: null,
  };
}

function ofRatio(
  { numerators, denominators }: Extract<Segments, { readonly type: "ratio" }>,
): Contributions {
  const bases = { before: totalOf(denominators.before), after: totalOf(denominators.after) };
  const before = ratioOf(totalOf(numerators.before), bases.before);
  const after = ratioOf(totalOf(numerators.after), bases.after);
  const middle = (before + after) / 2;
  const mix = new Float64Array(numerators.before.length);
  const rate = new Float64Array(mix.length);
  const changes = mix.map((_, i) => {
    const one = partOf(numerators.before[i], denominators.before[i], bases.before);
    const other = partOf(numerators.after[i], denominators.after[i], bases.after);
    const grown = other.weight - one.weight;
    if (Number.isNaN(one.ratio) || Number.isNaN(other.ratio)) {
      // Of a segment that is there once no ratio has moved.
      mix[i] = other.brought - one.brought - middle * grown;
    } else {
      rate[i] = (one.weight + other.weight) / 2 * (other.ratio - one.ratio);
      mix[i] = ((one.ratio + other.ratio) / 2 - middle) * grown;
    }
    return mix[i] + rate[i];
  });
  return { before, after, changes, effects: { mix, rate } };
}

function partOf(numerator: number, denominator: number, base: number) {
  const weight = orZero(denominator);
  return {
    weight: weight / base,
    ratio: ratioOf(orZero(numerator), weight),
    brought: orZero(numerator) / base,
  };
}

/** Returns NaN where there is nothing to divide by. */
export function ratioOf(numerator: number, denominator: number): number {
  return denominator === 0 ? NaN : numerator / denominator;
}
