/**
 * Numbers as plain digits.
 *
 * @module
 */

/** Longer results stay as they were written. */
const MAX_PLACES = 400;

/**
 * Rewrites a number in scientific notation as plain digits, without losing
 * one: `1.5e3` is `1500`, `5E-7` is `0.0000005`. Others are returned as they are.
 */
export function plainNumber(text: string): string {
  const match = /^([+-]?)(\d*)\.?(\d*)[eE]([+-]?\d+)$/.exec(text);
  if (match === null) return text;
  const [, sign, whole, fraction, exponent] = match;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (Math.abs(point) > MAX_PLACES) return text;
  const minus = sign === "-" ? "-" : "";
  if (point <= 0) return trimmed(minus, "0", "0".repeat(-point) + digits);
  return trimmed(minus, digits.slice(0, point).padEnd(point, "0"), digits.slice(point));
}

function trimmed(minus: string, whole: string, fraction: string): string {
  const shortWhole = whole.replace(/^0+(?=\d)/, "");
  const shortFraction = fraction.replace(/0+$/, "");
  return shortFraction === "" ? minus + shortWhole : `${minus}${shortWhole}.${shortFraction}`;
}
