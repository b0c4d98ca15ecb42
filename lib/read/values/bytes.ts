/**
 * Looking at cells as bytes.
 *
 * @module
 */

const decoder = new TextDecoder();

/** Bytes 0 to 9. */
export function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}

/** Bytes A to Z and a to z. */
export function isLetter(byte: number): boolean {
  const lower = byte | 32;
  return lower >= 97 && lower <= 122;
}

/** The text of a cell. */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  return decoder.decode(bytes.subarray(start, end));
}

/** How many bytes of white space start here: a space, a tab, a line end or a no-break space. */
export function spaceAt(bytes: Uint8Array, at: number, end: number): number {
  const byte = bytes[at];
  if (byte === 32 || (byte >= 9 && byte <= 13)) return 1;
  if (byte === 0xc2 && at + 1 < end && bytes[at + 1] === 0xa0) return 2;
  if (byte === 0xe2 && at + 2 < end && bytes[at + 1] === 0x80) {
    // No-break, figure, thin and hair spaces are what numbers are grouped with.
    const last = bytes[at + 2];
    if (last === 0xaf || (last >= 0x80 && last <= 0x8a)) return 3;
  }
  return 0;
}

/** The first place from `start` that is no white space, at most `end`. */
export function trimStart(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const space = spaceAt(bytes, at, end);
    if (space === 0) return at;
    at += space;
  }
  return end;
}

/** The place after the last byte that is no white space, at least `start`. */
export function trimEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = end;
  while (at > start) {
    const byte = bytes[at - 1];
    if (byte === 32 || (byte >= 9 && byte <= 13)) at--;
    else if (byte >= 0x80 && at - 2 >= start && spaceAt(bytes, at - 2, at) === 2) at -= 2;
    else if (byte >= 0x80 && at - 3 >= start && spaceAt(bytes, at - 3, at) === 3) at -= 3;
    else break;
  }
  return at;
}
