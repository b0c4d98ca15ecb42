/**
 * Explains the change of a measure by the segments of a dimension: those that brought most of it, the
 * others together, and how surprising each is.
 *
 * Segments stand by the size of what they brought. What is told of the others together is the sum of
 * what they brought each, so that neither a share nor the mix and rate of the whole depends on how
 * many are told; only their surprise is that of one segment, or else a dimension of many small
 * segments would be the most surprising by its noise alone. Of a ratio the surprise is the mean of
 * those of its numerators and denominators.
 *
 * Source: see contributions.ts, shares.ts and surprise.ts.
 * Cost: O(segments log segments) time, O(segments) memory.
 *
 * @module
 */
import {
  type Contributions,
  contributionsOf,
  orZero,
  ratioOf,
  type Segments,
  type Split,
} from "./contributions.ts";
import { sharesOf } from "./shares.ts";
import { surprisesOf } from "./surprise.ts";

/** One segment, or several together. */
export interface ExplainedGroup {
  /** The positions of its segments; more than one for the others together. */
  readonly segments: readonly number[];
  /** NaN where it has no rows, or a ratio nothing to divide by. */
  readonly before: number;
  readonly after: number;
  /** What it brought to the change of the whole: of a ratio its mix and rate. */
  readonly change: number;
  /** Of the change of the whole; `null` where that has hardly moved. */
  readonly share: number | null;
  /** `null` of a sum. */
  readonly effects: { readonly mix: number; readonly rate: number } | null;
  /** Bits, 0 to 1. */
  readonly surprise: number;
}

/** A dimension, with what moved most first and the others together last. */
export interface ExplainedDimension {
  /** The whole; NaN where a ratio has nothing to divide by. */
  readonly before: number;
  readonly after: number;
  readonly groups: readonly ExplainedGroup[];
  /** Bits, 0 to 1: of all groups. */
  readonly surprise: number;
}

/** Explains a measure; `top` segments are told by themselves. */
export function explainDimension(
  segments: Segments,
  { top }: { readonly top: number },
): ExplainedDimension {
  const found = contributionsOf(segments);
  const groups = groupUp(found.changes, top);
  const changes = sumsOf(found.changes, groups);
  const shares = sharesOf(changes);
  const effects = effectsOf(found, groups);
  const surprises = surprisesIn(segments, groups);
  return {
    before: found.before,
    after: found.after,
    groups: groups.map((members, i) => ({
      segments: members,
      ...amountsOf(segments, members),
      change: changes[i],
      share: shares === null ? null : shares[i],
      effects: effects === null ? null : { mix: effects.mix[i], rate: effects.rate[i] },
      surprise: surprises[i],
    })),
    surprise: surprises.reduce((sum, surprise) => sum + surprise, 0),
  };
}

/** Returns the positions in the order of what they moved; those beyond `top` are one group. */
function groupUp(changes: Float64Array, top: number): readonly (readonly number[])[] {
  const size = (i: number) => Math.abs(orZero(changes[i]));
  const order = Array.from(changes, (_, i) => i).sort((a, b) => size(b) - size(a) || a - b);
  // A group of one would hide its name for nothing.
  const told = order.length === top + 1 ? order : order.slice(0, top);
  const others = order.slice(told.length);
  return [...told.map((i) => [i]), ...(others.length === 0 ? [] : [others])];
}

function sumsOf(values: Float64Array, groups: readonly (readonly number[])[]): Float64Array {
  return Float64Array.from(
    groups,
    (members) => members.reduce((sum, i) => sum + values[i], 0),
  );
}

function effectsOf({ effects }: Contributions, groups: readonly (readonly number[])[]) {
  return effects === null
    ? null
    : { mix: sumsOf(effects.mix, groups), rate: sumsOf(effects.rate, groups) };
}

/** Adds up amounts; NaN where none of the segments has rows. */
function mergedOf(amounts: Float64Array, members: readonly number[]): number {
  return members.every((i) => Number.isNaN(amounts[i]))
    ? NaN
    : members.reduce((sum, i) => sum + orZero(amounts[i]), 0);
}

function amountsOf(segments: Segments, members: readonly number[]): Record<keyof Split, number> {
  const at = (side: keyof Split) => {
    switch (segments.type) {
      case "sum":
        return mergedOf(segments.amounts[side], members);
      case "ratio":
        return ratioOf(
          mergedOf(segments.numerators[side], members),
          mergedOf(segments.denominators[side], members),
        );
    }
  };
  return { before: at("before"), after: at("after") };
}

function surprisesIn(segments: Segments, groups: readonly (readonly number[])[]): Float64Array {
  const of = ({ before, after }: Split) =>
    surprisesOf({
      before: Float64Array.from(groups, (members) => mergedOf(before, members)),
      after: Float64Array.from(groups, (members) => mergedOf(after, members)),
    });
  switch (segments.type) {
    case "sum":
      return of(segments.amounts);
    case "ratio": {
      const other = of(segments.denominators);
      return of(segments.numerators).map((surprise, i) => (surprise + other[i]) / 2);
    }
  }
}
