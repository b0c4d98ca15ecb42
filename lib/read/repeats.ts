/**
 * Tells which rows repeat an earlier one exactly.
 *
 * Each row is remembered by 64 bits of a seeded hash of its cells, in an open-addressing
 * table of 256 parts that double one at a time. The parts have unlike shares of the rows, so
 * that they fill up one after the other and the whole grows evenly: about 15 bytes a row, and
 * never a second copy of the whole. Among 10 million rows two that differ are taken for the
 * same with a probability of 3 in a million.
 *
 * Cost: O(bytes of the row) to hash, one or two memory accesses to look up.
 *
 * @module
 */

const PARTS = 256;
/** The bits of a hash that tell the part. */
const PART_BITS = 12;
const LOOKED_AHEAD = 512;
const FIRST_SLOTS = 64;
const FULLEST = 0.75;

/** The part of each beginning of a hash: the last part gets twice as many as the first. */
const SHARES = Uint8Array.from(
  { length: 1 << PART_BITS },
  // The share of the parts below x of 256 is 2^(x / 256) - 1.
  (_, beginning) => Math.floor(PARTS * Math.log2(1 + beginning / (1 << PART_BITS))),
);

/** Rows seen, by their hashes. */
export class RepeatTable {
  /** The hash of the row that was hashed last: two halves, never both 0. */
  high = 0;
  low = 0;
  readonly #seed: number;
  /** A hash is two numbers side by side; 0, 0 is an empty slot. */
  readonly #parts: Int32Array[] = firstParts();
  readonly #filled = new Int32Array(PARTS);
  #seen = 0;
  /** The bytes that were hashed last, to be read four at a time. */
  #view: DataView = new DataView(new ArrayBuffer(0));

  constructor(seed = 0x2f0b4c47) {
    this.#seed = seed;
  }

  /** Hashes bytes, 4 at a time in two lanes, into `high` and `low`. */
  hash(bytes: Uint8Array, start: number, end: number): void {
    if (bytes.buffer !== this.#view.buffer || bytes.byteOffset !== this.#view.byteOffset) {
      this.#view = new DataView(bytes.buffer, bytes.byteOffset);
    }
    const view = this.#view;
    let high = this.#seed ^ (end - start);
    let low = this.#seed ^ 0x7feb352d;
    let at = start;
    for (; at + 4 <= end; at += 4) {
      const word = view.getInt32(at, true);
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
    return this.#add(this.high, this.low);
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
        const repeat = this.#add(highs[row], lows[row]);
        repeats[row] = repeat ? 1 : 0;
        if (repeat) found++;
      }
    }
    return found;
  }

  #add(high: number, low: number): boolean {
    const part = SHARES[high >>> (32 - PART_BITS)];
    let slots = this.#parts[part];
    if (this.#filled[part] * 2 >= slots.length * FULLEST) slots = this.#grow(part);
    if (!insert(slots, high, low)) return true;
    this.#filled[part]++;
    return false;
  }

  #lookAhead(
    highs: Int32Array,
    lows: Int32Array,
    { from, to }: { readonly from: number; readonly to: number },
  ): void {
    let seen = 0;
    for (let row = from; row < to; row++) {
      const slots = this.#parts[SHARES[highs[row] >>> (32 - PART_BITS)]];
      seen ^= slots[(lows[row] << 1) & (slots.length - 1)];
    }
    // Kept, so that the loop is not taken for useless.
    this.#seen = seen;
  }

  /** Memory of the table. */
  get bytes(): number {
    return this.#parts.reduce((sum, part) => sum + part.byteLength, 0);
  }

  #grow(part: number): Int32Array {
    const before = this.#parts[part];
    const after = new Int32Array(2 * before.length);
    for (let slot = 0; slot < before.length; slot += 2) {
      if (before[slot] !== 0 || before[slot + 1] !== 0) {
        insert(after, before[slot], before[slot + 1]);
      }
    }
    this.#parts[part] = after;
    return after;
  }
}

/** Parts side by side: of most files they are large enough. */
function firstParts(): Int32Array[] {
  const length = 2 * FIRST_SLOTS;
  const all = new Int32Array(PARTS * length);
  return Array.from(
    { length: PARTS },
    (_, part) => all.subarray(part * length, (part + 1) * length),
  );
}

/** Puts a hash into its slot; false where it is there already. */
function insert(slots: Int32Array, high: number, low: number): boolean {
  // There is a power of two of slots, so the lowest bits tell where a hash belongs.
  const mask = slots.length - 1;
  let slot = (low << 1) & mask;
  while (slots[slot] !== 0 || slots[slot + 1] !== 0) {
    if (slots[slot] === high && slots[slot + 1] === low) return false;
    slot = (slot + 2) & mask;
  }
  slots[slot] = high;
  slots[slot + 1] = low;
  return true;
}

/** Spreads every bit over all; Source: MurmurHash3, fmix32. */
function mixed(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
