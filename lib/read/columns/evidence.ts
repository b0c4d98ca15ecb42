/**
 * What the values of one column say about its type, gathered over the whole file.
 *
 * Every value counts in the same way whatever the column was taken for while it was
 * read, so that what is decided at the end depends on the file alone.
 *
 * @module
 */
import { BODIES, Body } from "@/lib/read/values/number.ts";
import { Form } from "@/lib/read/values/date.ts";
import { isEpochMilliseconds, isEpochSeconds } from "@/lib/read/values/epoch.ts";
import { isDay } from "@/lib/read/values/calendar.ts";
import { isLetter } from "@/lib/read/values/bytes.ts";
import type { Word } from "@/lib/read/values/words.ts";
import { type CellScanner, hasDigit, Kind } from "./cell_scanner.ts";

/** More distinct odd texts than this are many. */
export const FEW_TEXTS = 3;

/** Counts of one column. Fields are public since readers count what they see most. */
export class Evidence {
  empty = 0;
  /** Numbers by the form of their digits. */
  readonly bodies = new Float64Array(BODIES);
  readonly units = new Map<string, number>();
  readonly powers = new Map<number, number>();
  /** Numbers that a sign follows which refers to a note. */
  marks = 0;
  /** Whole numbers of eight digits that are days, such as 20240131. */
  compactDays = 0;
  /** Whole numbers that are seconds, and milliseconds, since 1970. */
  epochSeconds = 0;
  epochMilliseconds = 0;
  /** Whole numbers that a double may not hold. */
  wide = 0;
  /** Whole numbers of four digits and more, without a thousands sign. */
  ungrouped = 0;

  /** Dates by the way they are written. */
  readonly forms = new Float64Array(6);
  /** Dates with the year first, or with a named month, whose day exists. */
  realDays = 0;
  /** Dates of three numbers that exist in each order, and in one of the two alone. */
  dmy = 0;
  mdy = 0;
  ymd = 0;
  dmyOnly = 0;
  mdyOnly = 0;
  /** Dates of three numbers with points between them. */
  dotted = 0;
  firstConstant = true;
  secondConstant = true;
  timed = 0;
  notMidnight = 0;
  offsets = 0;
  #first = -1;
  #second = -1;

  readonly words = new Map<Word, number>();
  /** Text without a digit, with one, and without digit and letter. */
  plainTexts = 0;
  codes = 0;
  symbols = 0;
  /** Text of at most three capitals, such as country codes. */
  capitals = 0;
  /** Whether there are more than a few distinct texts. */
  manyTexts = false;
  /** The hashes of the first distinct texts. */
  readonly #texts: number[] = [];

  /** Counts the cell that was scanned last. */
  add(cell: CellScanner, bytes: Uint8Array): void {
    switch (cell.kind) {
      case Kind.empty:
        this.empty++;
        break;
      case Kind.number:
        this.#addNumber(cell);
        break;
      case Kind.date:
        this.#addDate(cell);
        break;
      case Kind.word:
        if (cell.word !== null) this.words.set(cell.word, (this.words.get(cell.word) ?? 0) + 1);
        break;
      default:
        this.addText(bytes, cell, { digit: hasDigit(bytes, cell.start, cell.end), times: 1 });
    }
  }

  /** Counts a text that was met so many times; `digit` where it has one. */
  addText(
    bytes: Uint8Array,
    { start, end }: { readonly start: number; readonly end: number },
    { digit, times }: { readonly digit: boolean; readonly times: number },
  ): void {
    if (digit) this.codes += times;
    else if (isLetter(bytes[start]) || hasLetter(bytes, start, end)) {
      this.plainTexts += times;
      if (end - start <= 3 && isCapitals(bytes, start, end)) this.capitals += times;
    } else this.symbols += times;
    if (!this.manyTexts) this.#addDistinct(bytes, start, end);
  }

  #addDistinct(bytes: Uint8Array, start: number, end: number): void {
    let hash = 0x811c9dc5;
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at], 0x01000193);
    for (let index = 0; index < this.#texts.length; index++) {
      if (this.#texts[index] === hash) return;
    }
    this.#texts.push(hash);
    this.manyTexts = this.#texts.length > FEW_TEXTS;
  }

  /** Counts a plain whole number, as fast readers see it. */
  addInteger(value: number, digits: number): void {
    this.bodies[Body.integer]++;
    if (digits >= 4) {
      this.ungrouped++;
      if (digits === 8 && isCompactDay(value)) this.compactDays++;
      else if (isEpochSeconds(value)) this.epochSeconds++;
      else if (isEpochMilliseconds(value)) this.epochMilliseconds++;
    }
  }

  #addNumber({ number }: CellScanner): void {
    if (number.unit !== null) count(this.units, number.unit);
    if (number.power > 0) count(this.powers, number.power);
    if (number.marked) this.marks++;
    if (number.body !== Body.integer) {
      this.bodies[number.body]++;
      return;
    }
    if (!number.safe) this.wide++;
    const value = number.negative ? -number.mantissa : number.mantissa;
    this.addInteger(value, number.digits);
  }

  #addDate({ date }: CellScanner): void {
    this.forms[date.form]++;
    if (date.form === Form.time || date.form === Form.month) return;
    if (date.hasTime) {
      this.timed++;
      if (date.time > 0) this.notMidnight++;
      if (!Number.isNaN(date.offset)) this.offsets++;
    }
    if (date.form !== Form.triple) {
      if (isDay(date.a, date.b, date.c)) this.realDays++;
      return;
    }
    if (date.dotted) this.dotted++;
    const dayFirst = !Number.isNaN(date.days("dmy"));
    const monthFirst = !Number.isNaN(date.days("mdy"));
    if (dayFirst) this.dmy++;
    if (monthFirst) this.mdy++;
    if (dayFirst && !monthFirst) this.dmyOnly++;
    if (monthFirst && !dayFirst) this.mdyOnly++;
    if (date.cDigits === 2 && !Number.isNaN(date.days("ymd"))) this.ymd++;
    if (this.#first < 0) {
      this.#first = date.a;
      this.#second = date.b;
    }
    if (date.a !== this.#first) this.firstConstant = false;
    if (date.b !== this.#second) this.secondConstant = false;
  }

  /** Values that are not empty, words for nothing among them. */
  get values(): number {
    let sum = this.plainTexts + this.codes + this.symbols;
    for (const body of this.bodies) sum += body;
    for (const form of this.forms) sum += form;
    for (const times of this.words.values()) sum += times;
    return sum;
  }
}

/** Whether eight digits are a day between 1900 and 2100. */
export function isCompactDay(value: number): boolean {
  if (value < 19000101 || value > 21001231) return false;
  return isDay(Math.floor(value / 10000), Math.floor(value / 100) % 100, value % 100);
}

function count<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function hasLetter(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    // From U+00C0 on, and beyond the punctuation of U+2000 to U+2BFF.
    if (isLetter(byte) || (byte >= 0xc3 && byte !== 0xe2)) return true;
  }
  return false;
}

function isCapitals(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] < 65 || bytes[at] > 90) return false;
  return true;
}
