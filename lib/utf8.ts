/**
 * Short texts as UTF-8, many at a time.
 *
 * @module
 */

const encoder = new TextEncoder();

/** Longer texts are left to the platform, which is quicker with them. */
const SHORT = 64;

/**
 * Writes a text from `start` on, where `target` has room for three bytes a character; returns how many
 * bytes it took. Most short texts are ASCII, and a loop beats the platform there, which needs a
 * view of its own for each.
 */
export function writeUtf8(text: string, target: Uint8Array, start: number): number {
  const { length } = text;
  if (length > SHORT) return encode(text, target, start);
  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) return encode(text, target, start);
    target[start + i] = unit;
  }
  return length;
}

function encode(text: string, target: Uint8Array, start: number): number {
  return encoder.encodeInto(text, target.subarray(start)).written;
}
