/**
 * Writes rows in Postgres' binary COPY format, the quickest way in.
 *
 * One method a type, one call a value, in the order of the columns; a value is
 * written straight into a large buffer and nothing is allocated for it. Needs no
 * rights, since the processes that read files have none.
 *
 * Source: PostgreSQL documentation, COPY, "Binary Format"; numeric.c, numeric_recv().
 * Cost: O(bytes) time, one buffer of memory besides those that were taken.
 *
 * @module
 */

import { writeUtf8 } from "@/lib/utf8.ts";

/** Filled buffers of about this size were quickest to copy in. */
const CHUNK_BYTES = 1 << 20;

/** The signature, no flags, no extension. */
const HEADER = Uint8Array.of(
  ...[0x50, 0x47, 0x43, 0x4f, 0x50, 0x59, 0x0a, 0xff, 0x0d, 0x0a, 0x00],
  ...[0, 0, 0, 0],
  ...[0, 0, 0, 0],
);

/** Days and microseconds from 1970, where our counts start, to 2000, where Postgres' do. */
const EPOCH_DAYS = 10957;
const EPOCH_MICROSECONDS = EPOCH_DAYS * 86_400_000_000;

/** What ends the rows: a row of -1 columns. */
const TRAILER_BYTES = 2;

const TWO_POWER_32 = 4294967296;

/** Powers of ten which a double holds exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

const POSITIVE = 0x0000;
const NEGATIVE = 0x4000;
const NOT_A_NUMBER = 0xc000;

/** Joins the rows of several whole copies, each from a writer of its own, to the chunks of one. */
export function joinCopies(
  copies: readonly Uint8Array<ArrayBuffer>[],
): readonly Uint8Array<ArrayBuffer>[] {
  const last = copies.length - 1;
  return copies.map((copy, i) =>
    copy.subarray(i === 0 ? 0 : HEADER.length, i === last ? copy.length : -TRAILER_BYTES)
  );
}

/**
 * Rows in, chunks out. For every row `startRow()`, then one call a column; when
 * `full`, send what `take()` gives; at the end send what `finish()` gives. A chunk may end
 * anywhere between two values. Wrong counts of values are refused by Postgres alone.
 */
export class BinaryCopyWriter {
  readonly #columns: number;
  readonly #chunkBytes: number;
  readonly #capacity: number;
  readonly #spare: ArrayBuffer[] = [];
  #buffer: Uint8Array<ArrayBuffer>;
  #view: DataView<ArrayBuffer>;
  #position = 0;

  /** `columns` is the number of values in each row. */
  constructor(columns: number, options: { readonly chunkBytes?: number } = {}) {
    this.#columns = columns;
    this.#chunkBytes = options.chunkBytes ?? CHUNK_BYTES;
    // The slack takes what a row writes beyond the size at which the buffer counts as full.
    this.#capacity = this.#chunkBytes + (this.#chunkBytes >> 3) + 64;
    this.#buffer = new Uint8Array(this.#capacity);
    this.#view = new DataView(this.#buffer.buffer);
    this.#buffer.set(HEADER);
    this.#position = HEADER.length;
  }

  /** Whether it is time to `take()`; ask between rows. */
  get full(): boolean {
    return this.#position >= this.#chunkBytes;
  }

  /** Bytes written since the last `take()`. */
  get length(): number {
    return this.#position;
  }

  /** Returns what was written since the last call; it belongs to the caller from now on. */
  take(): Uint8Array<ArrayBuffer> {
    const chunk = this.#buffer.subarray(0, this.#position);
    this.#use(this.#spare.pop() ?? new ArrayBuffer(this.#capacity));
    this.#position = 0;
    return chunk;
  }

  /** Gives back the buffer of a chunk that was sent, to be written again. */
  recycle(chunk: Uint8Array<ArrayBuffer>): void {
    if (chunk.buffer.byteLength === this.#capacity) this.#spare.push(chunk.buffer);
  }

  /** Ends the rows and returns the last chunk; nothing may be written then. */
  finish(): Uint8Array<ArrayBuffer> {
    this.#reserve(2);
    this.#view.setInt16(this.#position, -1);
    this.#position += 2;
    return this.#buffer.subarray(0, this.#position);
  }

  /** Begins a row. */
  startRow(): void {
    this.#reserve(2);
    this.#view.setInt16(this.#position, this.#columns);
    this.#position += 2;
  }

  null(): void {
    this.#reserve(4);
    this.#view.setInt32(this.#position, -1);
    this.#position += 4;
  }

  /** An int8 from a whole number below 2^53 in size. */
  integer(value: number): void {
    this.#long(value);
  }

  /** A float8. */
  float(value: number): void {
    this.#reserve(12);
    this.#view.setInt32(this.#position, 8);
    this.#view.setFloat64(this.#position + 4, value);
    this.#position += 12;
  }

  boolean(value: boolean): void {
    this.#reserve(5);
    this.#view.setInt32(this.#position, 1);
    this.#buffer[this.#position + 4] = value ? 1 : 0;
    this.#position += 5;
  }

  /** A date from its days since 1970-01-01. */
  date(days: number): void {
    this.#reserve(8);
    this.#view.setInt32(this.#position, 4);
    this.#view.setInt32(this.#position + 4, days - EPOCH_DAYS);
    this.#position += 8;
  }

  /** A time of day from its microseconds since midnight. */
  time(microseconds: number): void {
    this.#long(microseconds);
  }

  /** A timestamptz from its microseconds since 1970-01-01T00:00Z. */
  timestamp(microseconds: number): void {
    this.#long(microseconds - EPOCH_MICROSECONDS);
  }

  /**
   * A numeric with `scale` digits (0 to 22) after the point, from its value times
   * 10^scale: a whole number below 2^53 in size. -1250 with scale 2 is -12.50.
   */
  decimal(scaled: number, scale: number): void {
    const size = Math.abs(scaled);
    let whole = size;
    let rest = 0;
    if (scale > 0) {
      // Exact: below 2^53 the rounded quotient never reaches the next whole number.
      whole = Math.floor(size / POWERS[scale]);
      rest = size - whole * POWERS[scale];
    }
    const start = this.#startNumeric(16);
    const weight = this.#wholeDigits(whole);
    this.#fractionDigits(rest, scale);
    this.#endNumeric(start, weight, scaled < 0 ? NEGATIVE : POSITIVE, scale);
  }

  /**
   * A numeric of any length from plain decimal text ("-12.50"), or NaN.
   *
   * @throws {RangeError} on anything else, such as an exponent.
   */
  decimalText(text: string): void {
    if (text === "NaN") {
      this.#endNumeric(this.#startNumeric(0), 0, NOT_A_NUMBER, 0);
      return;
    }
    const match = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text);
    const whole = match?.[2] ?? "";
    const fraction = match?.[3] ?? "";
    if (match === null || whole.length + fraction.length === 0) {
      throw new RangeError(`Cannot write a decimal as plain digits: current value is "${text}"`);
    }
    const groups = Math.ceil(whole.length / 4);
    const digits = whole.padStart(groups * 4, "0") +
      fraction.padEnd(Math.ceil(fraction.length / 4) * 4, "0");
    const start = this.#startNumeric(digits.length / 4);
    for (let at = 0; at < digits.length; at += 4) {
      this.#digit(Number(digits.slice(at, at + 4)));
    }
    const sign = match[1] === "-" ? NEGATIVE : POSITIVE;
    this.#endNumeric(start, groups - 1, sign, fraction.length);
  }

  /** A text from the bytes from `start` up to `end`, which are UTF-8 without NUL. */
  text(bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    this.#reserve(4 + length);
    this.#view.setInt32(this.#position, length);
    this.#position += 4;
    if (length > 48) {
      this.#buffer.set(bytes.subarray(start, end), this.#position);
      this.#position += length;
      return;
    }
    // A loop beats set() here, which needs a new view for each value.
    const buffer = this.#buffer;
    let position = this.#position;
    for (let at = start; at < end; at++) buffer[position++] = bytes[at];
    this.#position = position;
  }

  /** A text from a string without NUL. */
  string(text: string): void {
    this.#reserve(4 + text.length * 3);
    const written = writeUtf8(text, this.#buffer, this.#position + 4);
    this.#view.setInt32(this.#position, written);
    this.#position += 4 + written;
  }

  /** A bytea from a string in which each character is a byte. */
  byteString(bytes: string): void {
    const { length } = bytes;
    this.#reserve(4 + length);
    this.#view.setInt32(this.#position, length);
    const start = this.#position + 4;
    for (let i = 0; i < length; i++) this.#buffer[start + i] = bytes.charCodeAt(i);
    this.#position = start + length;
  }

  #long(value: number): void {
    this.#reserve(12);
    this.#view.setInt32(this.#position, 8);
    this.#view.setInt32(this.#position + 4, Math.floor(value / TWO_POWER_32));
    this.#view.setInt32(this.#position + 8, value | 0);
    this.#position += 12;
  }

  /** Leaves room for the head of a numeric; its digits (base 10,000) follow. */
  #startNumeric(digits: number): number {
    this.#reserve(12 + 2 * digits);
    const start = this.#position;
    this.#position += 12;
    return start;
  }

  /** Writes the digits before the point; returns the first one's weight, -1 where there are none. */
  #wholeDigits(whole: number): number {
    let weight = -1;
    for (let unit = 1; unit <= whole; unit *= 10000) weight++;
    let rest = whole;
    for (let power = weight; power >= 0; power--) {
      const unit = POWERS[4 * power];
      const digit = Math.floor(rest / unit);
      rest -= digit * unit;
      this.#digit(digit);
    }
    return weight;
  }

  #fractionDigits(fraction: number, scale: number): void {
    let rest = fraction;
    for (let left = scale; rest > 0; left -= 4) {
      if (left < 4) {
        this.#digit(rest * POWERS[4 - left]);
        return;
      }
      const unit = POWERS[left - 4];
      const digit = Math.floor(rest / unit);
      rest -= digit * unit;
      this.#digit(digit);
    }
  }

  #digit(value: number): void {
    this.#view.setInt16(this.#position, value);
    this.#position += 2;
  }

  #endNumeric(start: number, weight: number, sign: number, scale: number): void {
    const view = this.#view;
    const bytes = this.#position - start - 4;
    view.setInt32(start, bytes);
    view.setInt16(start + 4, (bytes - 8) >> 1);
    view.setInt16(start + 6, weight);
    view.setUint16(start + 8, sign);
    view.setInt16(start + 10, scale);
  }

  #reserve(bytes: number): void {
    if (this.#position + bytes > this.#buffer.length) this.#grow(bytes);
  }

  #grow(bytes: number): void {
    const filled = this.#buffer.subarray(0, this.#position);
    this.#use(new ArrayBuffer(Math.max(2 * this.#buffer.length, this.#position + bytes)));
    this.#buffer.set(filled);
  }

  #use(buffer: ArrayBuffer): void {
    this.#buffer = new Uint8Array(buffer);
    this.#view = new DataView(buffer);
  }
}
