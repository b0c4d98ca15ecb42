/**
 * Tells which rows repeat an earlier one exactly.
 *
 * Each row is remembered by 64 bits of a seeded hash of its cells, in an open-addressing
 * table of 256 parts that grow by two fifths, one at a time: 11 to 16 bytes a row, and never a
 * second copy of the whole. Among 10 million rows two that differ are taken for the same
 * with a probability of 3 in a million.
 *
 * Cost: O(bytes of the row) to hash, one or two memory accesses to look up.
 *
 * @module
 */

const PARTS = 256;
const LOOKED_AHEAD = 512;
const FIRST_SLOTS = 64;
const FULLEST = 0.7;
const GROWTH = 1.4;

/** Rows seen, by their hashes. */
export class RepeatTable {
  /** The hash of the row that was hashed last: two halves, never both 0. */
  high = 0;
  low = 0;
  readonly #seed: number;
  readonly #parts: Int32Array[] = [];
  readonly #filled = new Int32Array(PARTS);
  #seen = 0;

  constructor(seed = 0x2f0b4c47) {
    this.#seed = seed;
  }

  /** Hashes bytes, 4 at a time in two lanes, into `high` and `low`. */
  hash(bytes: Uint8Array, start: number, end: number): void {
    let high = this.#seed ^ (end - start);
    let low = this.#seed ^ 0x7feb352d;
    let at = start;
    for (; at + 4 <= end; at += 4) {
      const word = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
      high = Math.imul(high ^ word, 0x9e3779b1);
      high ^= high >>> 15;
      low = Math.imul((low << 5) ^ (low >>> 27) ^ word, 0x85ebca6b);
    }
    let rest = 0x5bd1e995;
    for (; at < end; at++) rest = (rest << 8) ^ bytes[at];
    high = Math.imul(high ^ rest, 0x9e3779b1);
    low = Math.imul((low << 5) ^ (low >>> 27) ^ rest, 0x85ebca6b);
    this.high = mixed(high ^ (low >>> 16));
    this.low = mixed(low ^ Math.imul(high, 0xc2b2ae35));
    if (this.high === 0 && this.low === 0) this.low = 1;
  }

  /** Remembers the row hashed last, and tells whether it was there. */
  add(): boolean {
    const part = this.high >>> 24;
    const slots = this.#parts[part] ?? (this.#parts[part] = new Int32Array(2 * FIRST_SLOTS));
    if (!insert(slots, this.high, this.low)) return true;
    this.#filled[part]++;
    if (this.#filled[part] * 2 > slots.length * FULLEST) this.#grow(part);
    return false;
  }

  /**
   * Remembers the rows of these hashes in turn, those of `skip` aside, and marks which
   * were there. Places are looked at first for some hundred rows at once: a processor
   * waits for many distant memory cells together as long as for one.
   */
  addAll(
    { highs, lows }: { readonly highs: Int32Array; readonly lows: Int32Array },
    rows: number,
    { skip, repeats }: { readonly skip: Uint8Array; readonly repeats: Uint8Array },
  ): number {
    let found = 0;
    for (let from = 0; from < rows; from += LOOKED_AHEAD) {
      const to = Math.min(rows, from + LOOKED_AHEAD);
      this.#lookAhead(highs, lows, { from, to });
      for (let row = from; row < to; row++) {
        if (skip[row] === 1) continue;
        this.high = highs[row];
        this.low = lows[row];
        const repeat = this.add();
        repeats[row] = repeat ? 1 : 0;
        if (repeat) found++;
      }
    }
    return found;
  }

  #lookAhead(
    highs: Int32Array,
    lows: Int32Array,
    { from, to }: { readonly from: number; readonly to: number },
  ): void {
    let seen = 0;
    for (let row = from; row < to; row++) {
      const slots = this.#parts[highs[row] >>> 24];
      if (slots !== undefined) seen ^= slots[slotOf(slots, lows[row])];
    }
    // Kept, so that the loop is not taken for useless.
    this.#seen = seen;
  }

  /** Memory of the table. */
  get bytes(): number {
    return this.#parts.reduce((sum, part) => sum + part.byteLength, 0);
  }

  #grow(part: number): void {
    const before = this.#parts[part];
    const after = new Int32Array(2 * Math.ceil(before.length * GROWTH / 2));
    for (let slot = 0; slot < before.length; slot += 2) {
      if (before[slot] !== 0 || before[slot + 1] !== 0) {
        insert(after, before[slot], before[slot + 1]);
      }
    }
    this.#parts[part] = after;
  }
}

/** Puts a hash into its slot; false where it is there already. */
function insert(slots: Int32Array, high: number, low: number): boolean {
  let slot = slotOf(slots, low);
  while (slots[slot] !== 0 || slots[slot + 1] !== 0) {
    if (slots[slot] === high && slots[slot + 1] === low) return false;
    slot += 2;
    if (slot === slots.length) slot = 0;
  }
  slots[slot] = high;
  slots[slot + 1] = low;
  return true;
}

/** Where a hash belongs: its lower half as a share of the table. */
function slotOf(slots: Int32Array, low: number): number {
  return 2 * Math.floor((low >>> 0) * (slots.length >> 1) / 4294967296);
}

/** Spreads every bit over all; Source: MurmurHash3, fmix32. */
function mixed(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
