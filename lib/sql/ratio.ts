/**
 * Follows through an expression which two sums a measure is one over the other of: what does not add
 * up by itself can be put together again from them, for any segments.
 *
 * @module
 */
import { isConstant, type Ratio, type Typed } from "./context.ts";

/** Returns what a calculation with numbers is the ratio of; `undefined` where it is none. */
export function ratioOf(left: Typed, sign: string, right: Typed): Ratio | undefined {
  if (sign === "/") {
    if (isSum(left) && isSum(right)) return { numerator: left.sql, denominator: right.sql };
    // Whole numbers would lose what a division leaves over: the other side is scaled instead.
    return isConstant(right) && left.ratio !== undefined
      ? { ...left.ratio, denominator: `(${left.ratio.denominator} * ${right.sql})` }
      : undefined;
  }
  if (sign !== "*") return undefined;
  const [ratio, scale] = isConstant(right) ? [left.ratio, right] : [right.ratio, left];
  return ratio === undefined || !isConstant(scale)
    ? undefined
    : { ...ratio, numerator: `(${ratio.numerator} * ${scale.sql})` };
}

function isSum({ aggregate, additivity }: Typed): boolean {
  return aggregate && additivity === "additive";
}
