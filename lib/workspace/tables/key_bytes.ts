/**
 * Values of a column as bytes whose order is that of the values.
 *
 * Postgres sends an array of any type in binary, each value behind its length: whole numbers, days
 * and moments as signed numbers with the highest byte first, floats as IEEE 754 has them, decimals
 * as groups of four digits, texts in UTF-8, whose order by bytes is that by code points. What
 * differs from an order by bytes is turned here, the way back is never needed.
 *
 * @module
 */
import type { ColumnType } from "@/lib/frame/schema.ts";

/** Keys of rows, in the rows' own order. A key that begins like another, but is longer, is behind it. */
export interface Keys {
  readonly length: number;
  readonly bytes: Uint8Array;
  /** Where each row's key begins, and in the end where the last one ends. */
  readonly starts: Uint32Array;
  /** 1 for a row without a value. */
  readonly nulls: Uint8Array;
}

/** All keys together may take so much; they are needed for as long as rows are sorted. */
const MOST_BYTES = 64 * 1024 * 1024;

/** Nobody sorts by longer texts. In bytes. */
export const LONGEST_KEY = 500;

/** Before the first value of an array: dimensions, whether there are nulls, type, length, lowest index. */
const HEADER_BYTES = 20;

/** Calls `take` for each value of an array; where it is null, its length is -1. Returns their number. */
export function eachValue(
  array: Uint8Array,
  take: (index: number, at: number, length: number) => void,
): number {
  if (array.length < HEADER_BYTES) return 0;
  const view = new DataView(array.buffer, array.byteOffset, array.byteLength);
  const count = view.getUint32(12);
  let at = HEADER_BYTES;
  for (let index = 0; index < count; index++) {
    const length = view.getInt32(at);
    take(index, at + 4, length);
    at += 4 + Math.max(0, length);
  }
  return count;
}

/** Collects the keys of a column whose rows come in slices. */
export class KeyWriter {
  readonly #type: ColumnType;
  readonly #starts: Uint32Array;
  readonly #nulls: Uint8Array;
  #bytes: Uint8Array;
  #used = 0;
  #rows = 0;
  #fits = true;

  /** For exactly so many rows. */
  constructor(type: ColumnType, rows: number) {
    this.#type = type;
    this.#starts = new Uint32Array(rows + 1);
    this.#nulls = new Uint8Array(rows);
    this.#bytes = new Uint8Array(Math.min(MOST_BYTES, rows * 8 + LONGEST_KEY * 2));
  }

  /** Adds the values of an array. Returns whether the keys fit so far: if not, no more are of use. */
  add(array: Uint8Array): boolean {
    const view = new DataView(array.buffer, array.byteOffset, array.byteLength);
    eachValue(array, (_, at, length) => {
      if (!this.#fits || this.#rows >= this.#nulls.length) {
        this.#fits = false;
        return;
      }
      this.#starts[this.#rows] = this.#used;
      if (length < 0) this.#nulls[this.#rows] = 1;
      else if (length > LONGEST_KEY || !this.#hasRoom(length + 8)) this.#fits = false;
      else this.#write(view, at, length);
      this.#starts[++this.#rows] = this.#used;
    });
    return this.#fits;
  }

  /** Returns the keys, or `null` where they did not fit, or were not those of all rows. */
  keys(): Keys | null {
    const length = this.#rows;
    if (!this.#fits || length !== this.#nulls.length) return null;
    return { length, bytes: this.#bytes, starts: this.#starts, nulls: this.#nulls };
  }

  #hasRoom(bytes: number): boolean {
    const needed = this.#used + bytes;
    if (needed <= this.#bytes.length) return true;
    if (needed > MOST_BYTES) return false;
    const wider = new Uint8Array(Math.min(MOST_BYTES, Math.max(needed, this.#bytes.length * 2)));
    wider.set(this.#bytes);
    this.#bytes = wider;
    return true;
  }

  #write(view: DataView, at: number, length: number): void {
    if (this.#type === "decimal") return this.#writeDecimal(view, at);
    const start = this.#used;
    for (let index = 0; index < length; index++) this.#put(view.getUint8(at + index));
    switch (this.#type) {
      case "integer":
      case "date":
      case "time":
      case "timestamp":
        this.#bytes[start] ^= 0x80;
        return;
      case "float":
        return this.#turnFloat(view.getFloat64(at), start);
      case "boolean":
      case "text":
        return;
    }
  }

  /** Not a number is above all others; below zero a greater magnitude is a smaller number. */
  #turnFloat(value: number, start: number): void {
    const bytes = this.#bytes.subarray(start, start + 8);
    if (Number.isNaN(value)) bytes.fill(0xff);
    else if (value === 0) bytes.fill(0).fill(0x80, 0, 1);
    else if (value > 0) bytes[0] ^= 0x80;
    else for (let index = 0; index < 8; index++) bytes[index] ^= 0xff;
  }

  /** Sign, power of 10,000, digits; those of a number below zero turned round, and ended. */
  #writeDecimal(view: DataView, at: number): void {
    const digits = view.getUint16(at);
    const sign = view.getUint16(at + 4);
    const special = SPECIAL_DECIMALS.get(sign);
    if (special !== undefined) return this.#put(special);
    if (digits === 0) return this.#put(0x80);
    const turn = sign === 0 ? 0 : 0xff;
    this.#put(sign === 0 ? 0x81 : 0x7f);
    const power = view.getInt16(at + 2) + 0x8000;
    this.#put((power >> 8) ^ turn);
    this.#put((power & 0xff) ^ turn);
    for (let index = 0; index < digits * 2; index++) {
      this.#put(view.getUint8(at + 8 + index) ^ turn);
    }
    if (sign !== 0) this.#put(0xff);
  }

  #put(byte: number): void {
    this.#bytes[this.#used++] = byte;
  }
}

/** By what stands in place of the sign: not a number, and both infinities. */
const SPECIAL_DECIMALS: ReadonlyMap<number, number> = new Map([
  [0xc000, 0xff],
  [0xd000, 0xfe],
  [0xf000, 0x00],
]);
