/**
 * The scale that a series is judged on: one where its noise is as large everywhere.
 *
 * - `log`: amounts above 0, whose noise grows with them.
 * - `count`: 2 asinh √(0.02 (x / unit + 3/8)), which is near √x for small counts, whose noise is √x, and
 *   near log x for large ones, whose noise grows with them.
 * - `ratio`: log(x / (1 - x)) of shares between 0 and 1.
 * - `plain`: the values themselves, where they fall below 0.
 *
 * Source: Anscombe: The transformation of Poisson, binomial and negative-binomial data (1948).
 *
 * @module
 */

/** A scale, and the way back from it. */
export interface Scale {
  readonly name: "log" | "count" | "ratio" | "plain";
  /** NaN where the scale has no place for a value. */
  to(value: number): number;
  from(place: number): number;
  /** No noise is smaller: a share of the amount, or a part of what counts have by nature. */
  least(level: number): number;
}

/** 1 / the mean from which on the noise of a count grows with it rather than with its root. */
const DISPERSION = 0.02;

/** Anscombe's shift, which keeps the noise of small counts even. */
const SHIFT = 3 / 8;

/** Amounts that are 0 more often have no logarithm. */
const ZERO_SHARE = 0.05;

/** A middle amount counts as this many where amounts near 0 are counted. */
const UNITS = 50;

/** Shares of a level, and of what noise a count has by nature, that noise does not fall below. */
const LEAST_SHARE = 0.004;
const LEAST_OF_COUNT = 0.5;

/** Returns the scale that suits values, which are looked at without gaps. */
export function scaleFor(values: Float64Array): Scale {
  const known = values.filter(Number.isFinite);
  if (known.some((value) => value < 0)) return PLAIN;
  const positive = known.filter((value) => value > 0).sort();
  if (known.every((value) => Number.isInteger(value) && value < 1e6)) return countScale(1);
  if (positive.length < (1 - ZERO_SHARE) * known.length || positive.length === 0) {
    return countScale((positive[positive.length >> 1] ?? 1) / UNITS);
  }
  return known.every((value) => value < 1) ? RATIO : LOG;
}

const PLAIN: Scale = {
  name: "plain",
  to: (value) => value,
  from: (place) => place,
  least: (level) => LEAST_SHARE * Math.abs(level),
};

const LOG: Scale = {
  name: "log",
  to: (value) => value > 0 ? Math.log(value) : NaN,
  from: Math.exp,
  least: () => LEAST_SHARE,
};

const RATIO: Scale = {
  name: "ratio",
  to: (value) => value > 0 && value < 1 ? Math.log(value / (1 - value)) : NaN,
  from: (place) => 1 / (1 + Math.exp(-place)),
  least: () => LEAST_SHARE,
};

function countScale(unit: number): Scale {
  return {
    name: "count",
    to: (value) =>
      value >= 0 ? 2 * Math.asinh(Math.sqrt(DISPERSION * (value / unit + SHIFT))) : NaN,
    from: (place) =>
      Math.max(0, (Math.sinh(Math.max(0, place) / 2) ** 2 / DISPERSION - SHIFT) * unit),
    // A count's noise is √mean; on this scale the slope at the mean makes it √(dispersion / (1 + …)).
    least: (level) =>
      Math.max(
        LEAST_SHARE,
        LEAST_OF_COUNT * Math.sqrt(DISPERSION) / Math.cosh(Math.max(0, level) / 2),
      ),
  };
}
