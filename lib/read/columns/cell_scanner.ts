/**
 * Tells what a cell is: nothing, a number, a date or time, a word with a meaning, or text.
 *
 * This is a fact of the cell alone, whatever its column turns out to be.
 *
 * @module
 */
import { isDigit, isLetter, trimEnd, trimStart } from "@/lib/read/values/bytes.ts";
import { DateScanner } from "@/lib/read/values/date.ts";
import { dateWords } from "@/lib/read/values/months.ts";
import { NumberScanner } from "@/lib/read/values/number.ts";
import { leadingWords } from "@/lib/read/values/units.ts";
import { type Word, Words } from "@/lib/read/values/words.ts";
import { writeUtf8 } from "@/lib/utf8.ts";

/** What a cell can be. */
export const Kind = { empty: 0, number: 1, date: 2, word: 3, text: 4 } as const;

/** The cell that was scanned last: one object a file, filled anew by each `scan`. */
export class CellScanner {
  kind = 0;
  readonly number = new NumberScanner();
  readonly date = new DateScanner();
  word: Word | null = null;
  /** The cell without white space around it. */
  start = 0;
  end = 0;
  readonly #words: Words;
  /** What can begin with three letters: a word with a meaning, something with digits, or text alone. */
  readonly #beginnings: Uint8Array;
  #written = new Uint8Array(0);

  /** `nulls` stand for nothing besides the usual ones, `known` are words to be counted. */
  constructor(nulls: readonly string[] = [], known: readonly string[] = []) {
    this.#words = new Words(nulls, known);
    const isUsual = nulls.length + known.length === 0;
    this.#beginnings = isUsual ? USUAL_BEGINNINGS : beginningsOf(this.#words);
  }

  /** Whether a cell is text for certain, seen from its first letters; `digit` where it has one. */
  isPlainText(bytes: Uint8Array, start: number, end: number, digit: boolean): boolean {
    if (!isLetter(bytes[start])) return false;
    const beginning = this.#beginnings[beginningOf(bytes, start, end)];
    return beginning === 0 || (beginning === WITH_DIGITS && !digit);
  }

  /** Scans a cell that is a text already; `start` and `end` are of its UTF-8. */
  scanText(text: string): number {
    if (this.#written.length < 3 * text.length) this.#written = new Uint8Array(6 * text.length);
    return this.scan(this.#written, 0, writeUtf8(text, this.#written, 0));
  }

  /** Tells the kind of a cell and leaves its parts in the fields. */
  scan(bytes: Uint8Array, start: number, end: number): number {
    const from = trimStart(bytes, start, end);
    const to = trimEnd(bytes, from, end);
    this.start = from;
    this.end = to;
    this.word = null;
    this.kind = this.#scanTrimmed(bytes, from, to);
    return this.kind;
  }

  #scanTrimmed(bytes: Uint8Array, start: number, end: number): number {
    if (start === end) return Kind.empty;
    const digit = hasDigit(bytes, start, end);
    if (this.isPlainText(bytes, start, end, digit)) return Kind.text;
    this.word = this.#words.find(bytes, start, end);
    if (this.word !== null) return Kind.word;
    if (!digit && isLetter(bytes[start])) return Kind.text;
    const sign = signAlone(bytes, start, end);
    if (sign >= 0) {
      this.word = this.#words.find(bytes, sign, sign + 1);
      if (this.word !== null) return Kind.word;
    }
    if (end - start > 48) return Kind.text;
    if (this.number.scan(bytes, start, end)) return Kind.number;
    return this.date.scan(bytes, start, end) ? Kind.date : Kind.text;
  }
}

/** Kinds of beginnings. */
const WORD = 1;
const WITH_DIGITS = 2;

/** The first three letters as one number of 15 bits; what is no letter ends them. */
function beginningsOf(words: Words): Uint8Array {
  const beginnings = new Uint8Array(1 << 15);
  const encoder = new TextEncoder();
  const mark = (texts: readonly string[], kind: number) => {
    for (const text of texts) {
      const bytes = encoder.encode(text);
      if (isLetter(bytes[0])) beginnings[beginningOf(bytes, 0, bytes.length)] |= kind;
    }
  };
  mark(words.texts(), WORD);
  mark([...leadingWords(), ...dateWords()], WITH_DIGITS);
  return beginnings;
}

function beginningOf(bytes: Uint8Array, start: number, end: number): number {
  const first = bytes[start] & 31;
  if (start + 1 >= end || !isLetter(bytes[start + 1])) return first << 10;
  const second = bytes[start + 1] & 31;
  if (start + 2 >= end || !isLetter(bytes[start + 2])) return (first << 10) | (second << 5);
  return (first << 10) | (second << 5) | (bytes[start + 2] & 31);
}

/** Where the sign is that alone makes up a cell, as in "*****" or "$ -"; -1 where there is none. */
function signAlone(bytes: Uint8Array, start: number, end: number): number {
  const first = bytes[start];
  if (first > 127 || first < 48 || first === 63 || first === 95) {
    let at = start + 1;
    while (at < end && bytes[at] === first) at++;
    if (at === end) return start;
  }
  // Accountants write nothing as a currency and a dash.
  const currency = first === 36 ? 1 : first === 0xc2 ? 2 : first === 0xe2 ? 3 : 0;
  if (currency === 0) return -1;
  const at = trimStart(bytes, start + currency, end);
  return at === end - 1 && bytes[at] === 45 ? at : -1;
}

/** Whether a cell holds a digit. */
export function hasDigit(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (isDigit(bytes[at])) return true;
  return false;
}

/** Of the words that mean something in every file: a file is looked at by several scanners. */
const USUAL_BEGINNINGS = beginningsOf(new Words());
