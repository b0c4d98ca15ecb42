/**
 * Remembers the short texts that a column repeats, so that each is looked at once.
 *
 * Columns of names and codes hold few texts many times. Up to 12 bytes a text is three numbers of
 * four bytes: its first, its last and those after the first; with its length they are the text,
 * so a hit is never wrong.
 *
 * Cost: three comparisons a cell; a column whose texts seldom repeat is given up on.
 *
 * @module
 */

const PLACES = 64;
const LONGEST_BYTES = 12;
/** Of a text of less than four bytes only these bits count. */
const MASKS = [0, 0xff, 0xffff, 0xffffff];
/** So many misses are looked at before hits must outnumber them. */
const TRIED = 4096;

/** Texts of one column, each with how often it was found since that was taken. */
export class KnownTexts {
  readonly #lengths = new Int32Array(PLACES);
  readonly #firsts = new Int32Array(PLACES);
  readonly #lasts = new Int32Array(PLACES);
  readonly #seconds = new Int32Array(PLACES);
  readonly #counts = new Float64Array(PLACES);
  readonly #bytes = new Uint8Array(PLACES * LONGEST_BYTES);
  #view: DataView = new DataView(new ArrayBuffer(0));
  #hits = 0;
  #misses = 0;
  #length = 0;
  #first = 0;
  #last = 0;
  #second = 0;

  /** Whether it pays to ask in this batch; `bytes` go on for at least 3 after the last text. */
  begin(bytes: Uint8Array): boolean {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return this.#misses < TRIED || this.#misses < this.#hits;
  }

  /** Whether a text is known; counts it if it is. */
  find(start: number, end: number): boolean {
    const view = this.#view;
    const length = end - start;
    if (length > LONGEST_BYTES) return false;
    let first = view.getInt32(start, true);
    if (length < 4) first &= MASKS[length];
    const last = length > 4 ? view.getInt32(end - 4, true) : 0;
    const second = length > 8 ? view.getInt32(start + 4, true) : 0;
    const place = placeOf(length, first, last);
    if (
      this.#lengths[place] === length && this.#firsts[place] === first &&
      this.#lasts[place] === last && this.#seconds[place] === second
    ) {
      this.#counts[place]++;
      return true;
    }
    this.#length = length;
    this.#first = first;
    this.#last = last;
    this.#second = second;
    return false;
  }

  /** Remembers the text that was not found just now, unless one that was found has its place. */
  learn(bytes: Uint8Array, start: number, end: number): void {
    this.#misses++;
    if (end - start > LONGEST_BYTES) return;
    const place = placeOf(this.#length, this.#first, this.#last);
    if (this.#counts[place] > 0) return;
    this.#lengths[place] = this.#length;
    this.#firsts[place] = this.#first;
    this.#lasts[place] = this.#last;
    this.#seconds[place] = this.#second;
    this.#bytes.set(bytes.subarray(start, end), place * LONGEST_BYTES);
  }

  /** Takes the counts: each text that was found, and how often. */
  take(receive: (text: Uint8Array, times: number) => void): void {
    for (let place = 0; place < PLACES; place++) {
      const times = this.#counts[place];
      if (times === 0) continue;
      const start = place * LONGEST_BYTES;
      receive(this.#bytes.subarray(start, start + this.#lengths[place]), times);
      this.#hits += times;
      this.#counts[place] = 0;
    }
  }
}

function placeOf(length: number, first: number, last: number): number {
  const mixed = Math.imul(first ^ (last * 5) ^ length, 0x9e3779b1);
  return mixed >>> 26; // of 64 places
}
