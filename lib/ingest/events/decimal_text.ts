/**
 * Decimals as plain text, which loses nothing.
 *
 * @module
 */

/** So many characters hold no more digits than a double. */
const EXACT_CHARACTERS = 15;

/** Which of two decimals is greater, as `sort` asks. */
export function compareDecimals(one: string, other: string): number {
  if (one === other) return 0;
  // Rounding never turns two numbers round: those that differ as doubles differ so.
  const difference = Number(one) - Number(other);
  if (difference > 0 || difference < 0) return difference;
  if (Math.max(one.length, other.length) <= EXACT_CHARACTERS) return 0;
  const scale = Math.max(scaleOf(one), scaleOf(other));
  const [digits, others] = [digitsOf(one, scale), digitsOf(other, scale)];
  return digits < others ? -1 : digits > others ? 1 : 0;
}

/** The same number without zeros at its end. */
export function withoutZeros(text: string): string {
  if (!text.includes(".")) return text;
  const short = text.replace(/\.?0+$/, "");
  return short === "-0" || short === "-" ? "0" : short;
}

function scaleOf(text: string): number {
  const point = text.indexOf(".");
  return point === -1 ? 0 : text.length - point - 1;
}

function digitsOf(text: string, scale: number): bigint {
  return BigInt(text.replace(".", "") + "0".repeat(scale - scaleOf(text)));
}
