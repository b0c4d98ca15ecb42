/**
 * Reads one date, time, or both, as written; the order of day and month is asked for later.
 *
 * Understood: year first with - / . or nothing between; three numbers of which the last
 * or the first may be a year of two digits; months by name in seven languages, with or
 * without a weekday; times with seconds, fraction, am or pm, Z or an offset.
 *
 * Cost: O(bytes); dates with names make a string, remembered for the next time.
 *
 * @module
 */
import type { DateOrder } from "@/lib/read/options.ts";
import { daysOf, fullYear, isDay } from "./calendar.ts";
import { isDigit, isLetter, textOf } from "./bytes.ts";
import { commonForm } from "./date_forms.ts";
import { monthOf, WEEKDAY } from "./months.ts";

/** How a date is written; a month stands for its first day. */
export const Form = { none: 0, yearFirst: 1, triple: 2, named: 3, time: 4, month: 5 } as const;

const COLON = 58;
const CACHED_NAMES = 20_000;
const encoder = new TextEncoder();

interface NamedDate {
  readonly year: number;
  readonly month: number;
  /** `null` where a month alone is named. */
  readonly day: number | null;
}

/** The date that was read last: one object, filled anew by each `scan`. */
export class DateScanner {
  form = 0;
  /** The three numbers as they stand; year, month, day where the form says which is which. */
  a = 0;
  b = 0;
  c = 0;
  /** Digits of the first and the last number. */
  aDigits = 0;
  cDigits = 0;
  /** Whether points part the numbers. */
  dotted = false;
  hasTime = false;
  /** Microseconds from midnight. */
  time = 0;
  /** Minutes ahead of UTC; NaN where none is given. */
  offset = NaN;

  readonly #names = new Map<string, NamedDate | null>();
  #at = 0;

  /** Whether the trimmed cell is a date or time in form; the day need not exist. */
  scan(bytes: Uint8Array, start: number, end: number): boolean {
    if (this.#scanCommon(bytes, start, end)) return true;
    if (!mayBeRare(bytes, start, end)) return false;
    const common = commonForm(textOf(bytes, start, end));
    if (common === null) return false;
    const rewritten = encoder.encode(common);
    return this.#scanCommon(rewritten, 0, rewritten.length);
  }

  #scanCommon(bytes: Uint8Array, start: number, end: number): boolean {
    this.hasTime = false;
    this.time = 0;
    this.offset = NaN;
    this.form = Form.none;
    const length = end - start;
    if (length < 4 || length > 48) return false;
    this.#at = start;
    if (isDigit(bytes[start]) && this.#scanTime(bytes, start, end) && this.#at === end) {
      this.form = Form.time;
      return Number.isNaN(this.offset);
    }
    this.hasTime = false;
    this.time = 0;
    this.offset = NaN;
    if (!this.#scanNumbers(bytes, start, end) && !this.#scanNamed(bytes, start, end)) return false;
    if (this.#at === end) return true;
    const byte = bytes[this.#at];
    let from = this.#at + 1;
    if (byte === 44 || byte === 32 || byte === 84 || byte === 116 || byte === 58) {
      while (from < end && bytes[from] === 32) from++;
    } else return false;
    if (!this.#scanTime(bytes, from, end) || this.#at !== end) {
      this.form = Form.none;
      return false;
    }
    this.hasTime = true;
    return true;
  }

  /** Days from 1970 under an order, or NaN where the day does not exist. */
  days(order: DateOrder): number {
    if (this.form !== Form.triple) {
      return isDay(this.a, this.b, this.c) ? daysOf(this.a, this.b, this.c) : NaN;
    }
    if (this.aDigits > 2) return NaN;
    if (order === "ymd") {
      const year = fullYear(this.a, 2);
      return this.cDigits <= 2 && isDay(year, this.b, this.c) ? daysOf(year, this.b, this.c) : NaN;
    }
    const year = fullYear(this.c, this.cDigits);
    const month = order === "dmy" ? this.b : this.a;
    const day = order === "dmy" ? this.a : this.b;
    return isDay(year, month, day) ? daysOf(year, month, day) : NaN;
  }

  #number(bytes: Uint8Array, from: number, end: number): number {
    let value = 0;
    let at = from;
    while (at < end && at - from < 4 && isDigit(bytes[at])) value = value * 10 + bytes[at++] - 48;
    this.#at = at;
    return value;
  }

  #scanNumbers(bytes: Uint8Array, start: number, end: number): boolean {
    if (!isDigit(bytes[start])) return false;
    this.a = this.#number(bytes, start, end);
    this.aDigits = this.#at - start;
    const sign = bytes[this.#at];
    if (this.aDigits === 4 && isDigit(sign)) return this.#scanCompact(bytes, this.#at, end);
    if (this.#at >= end || (sign !== 45 && sign !== 47 && sign !== 46)) return false;
    if (this.aDigits === 3) return false;
    let from = this.#at + 1;
    this.dotted = sign === 46;
    this.b = this.#number(bytes, from, end);
    const digits = this.#at - from;
    if (this.aDigits === 4 && digits === 2 && this.#at === end && sign !== 46) {
      this.c = 1;
      this.form = Form.month;
      return isMonth(this.a, this.b);
    }
    if (digits < 1 || digits > 2 || this.#at >= end || bytes[this.#at] !== sign) return false;
    from = this.#at + 1;
    this.c = this.#number(bytes, from, end);
    this.cDigits = this.#at - from;
    if (this.#at < end && isDigit(bytes[this.#at])) return false;
    if (this.aDigits === 4) {
      this.form = Form.yearFirst;
      return this.cDigits === 1 || this.cDigits === 2;
    }
    this.form = Form.triple;
    return this.cDigits === 4 || this.cDigits === 2;
  }

  /** 20240131T235959, a form of ISO 8601; eight digits alone are a number. */
  #scanCompact(bytes: Uint8Array, from: number, end: number): boolean {
    const rest = this.#number(bytes, from, end);
    if (this.#at - from !== 4 || (bytes[this.#at] | 32) !== 116 || this.#at >= end) return false;
    this.b = Math.floor(rest / 100);
    this.c = rest % 100;
    this.form = Form.yearFirst;
    return true;
  }

  #scanNamed(bytes: Uint8Array, start: number, end: number): boolean {
    let letters = 0;
    let digits = 0;
    for (let at = start; at < end; at++) {
      if (isLetter(bytes[at]) || bytes[at] >= 0x80) letters++;
      else if (isDigit(bytes[at])) digits++;
    }
    if (letters < 3 || digits < 3) return false;
    const time = timePartOf(bytes, start, end);
    const text = textOf(bytes, start, time);
    let found = this.#names.get(text);
    if (found === undefined) {
      found = readNamed(text);
      if (this.#names.size < CACHED_NAMES) this.#names.set(text, found);
    }
    if (found === null) return false;
    this.a = found.year;
    this.b = found.month;
    this.c = found.day ?? 1;
    this.form = found.day === null ? Form.month : Form.named;
    this.#at = time;
    return true;
  }

  #scanTime(bytes: Uint8Array, start: number, end: number): boolean {
    let hour = this.#number(bytes, start, end);
    const hourDigits = this.#at - start;
    let minute = 0;
    let second = 0;
    let micros = 0;
    if (hourDigits === 4) {
      // The basic form, 2359 or 235959, which follows a compact date alone.
      if (this.form !== Form.yearFirst) return false;
      minute = hour % 100;
      hour = Math.floor(hour / 100);
      if (isDigit(bytes[this.#at]) && this.#at < end) second = this.#number(bytes, this.#at, end);
    } else {
      if (hourDigits < 1 || hourDigits > 2 || bytes[this.#at] !== COLON || this.#at >= end) {
        return false;
      }
      let from = this.#at + 1;
      minute = this.#number(bytes, from, end);
      if (this.#at - from !== 2) return false;
      if (bytes[this.#at] === COLON && this.#at < end) {
        from = this.#at + 1;
        second = this.#number(bytes, from, end);
        if (this.#at - from !== 2) return false;
      }
    }
    if ((bytes[this.#at] === 46 || bytes[this.#at] === 44) && this.#at < end) {
      let unit = 100_000;
      let at = this.#at + 1;
      if (!isDigit(bytes[at]) || at >= end) return false;
      while (at < end && isDigit(bytes[at])) {
        micros += (bytes[at++] - 48) * unit;
        unit = unit > 1 ? unit / 10 : 0;
      }
      this.#at = at;
    }
    if (this.#at < end) {
      const half = this.#scanHalf(bytes, this.#at, end);
      if (half !== 0) {
        if (hour < 1 || hour > 12) return false;
        hour = (hour % 12) + (half === 2 ? 12 : 0);
      }
      if (!this.#scanOffset(bytes, this.#at, end)) return false;
    }
    const midnight = hour === 24 && minute === 0 && second === 0;
    if ((hour > 23 && !midnight) || minute > 59 || second > 60) return false;
    this.time = ((hour * 60 + minute) * 60 + Math.min(second, 59)) * 1_000_000 + Math.floor(micros);
    return true;
  }

  /** 1 for am, 2 for pm, 0 for neither. */
  #scanHalf(bytes: Uint8Array, from: number, end: number): number {
    let at = from;
    while (at < end && bytes[at] === 32) at++;
    const first = bytes[at] | 32;
    if (at >= end || (first !== 97 && first !== 112)) return 0;
    at++;
    if (bytes[at] === 46) at++;
    if ((bytes[at] | 32) !== 109 || at >= end) return 0;
    at++;
    if (bytes[at] === 46 && at < end) at++;
    this.#at = at;
    return first === 97 ? 1 : 2;
  }

  #scanOffset(bytes: Uint8Array, from: number, end: number): boolean {
    let at = from;
    while (at < end && bytes[at] === 32) at++;
    if (at === end) return true;
    const text = textOf(bytes, at, end);
    this.#at = end;
    if (text === "Z" || text === "z" || text === "UTC" || text === "GMT") {
      this.offset = 0;
      return true;
    }
    const match = /^(?:UTC|GMT)?([+-])(\d{2}):?(\d{2})?$/.exec(text);
    if (match === null) return false;
    const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
    this.offset = match[1] === "-" ? -minutes : minutes;
    return minutes < 16 * 60;
  }
}

/** Whether a cell has the look of a form that is rewritten. */
function mayBeRare(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  if (length < 10 || length > 48) return false;
  // Years before a sign of three bytes, years behind a time, points between hour and minute.
  const eastAsian = isDigit(bytes[start + 3]) && bytes.subarray(start + 4, start + 6).some(isHigh);
  const yearLast = isLetter(bytes[start]) && isDigit(bytes[end - 1]) && isDigit(bytes[end - 4]);
  const dashed = bytes[start + 1] === 45 || bytes[start + 2] === 45;
  const spaced = bytes[start + 2] === 32 || bytes[start + 3] === 32;
  return eastAsian || yearLast || (isDigit(bytes[start]) && spaced) ||
    (isDigit(bytes[start]) && dashed && length > 15);
}

function isHigh(byte: number): boolean {
  return byte >= 0xe0;
}

/** Where the time begins in a date with names: before the spaces before its hour. */
function timePartOf(bytes: Uint8Array, start: number, end: number): number {
  const colon = bytes.subarray(start, end).indexOf(COLON);
  if (colon < 0) return end;
  let at = start + colon;
  while (at > start && isDigit(bytes[at - 1])) at--;
  // In "10/Oct/2000:13:55:36" the colon itself parts the year from the hour.
  if (at > start && bytes[at - 1] !== 32 && bytes[at - 1] !== 44) return start + colon;
  while (at > start && (bytes[at - 1] === 32 || bytes[at - 1] === 44)) at--;
  return at;
}

const DAY_FIRST =
  /^(\d{1,2})(?:st|nd|rd|th)?(?:\.|\s+de)?[\s\-/]*([^\d\s.,/\-]{3,})\.?(?:\s+de)?[\s,\-/]*(\d{2}|\d{4})$/u;
const MONTH_FIRST =
  /^([^\d\s.,/\-]{3,})\.?[\s\-/]*(\d{1,2})(?:st|nd|rd|th)?(?:,|\s|-|\/)\s*(\d{4}|\d{2})$/u;
const MONTH_ALONE = /^([^\d\s.,/\-]{3,})\.?[\s\-/,]+(\d{4})$/u;
const YEAR_FIRST = /^(\d{4})[\s\-/,]+([^\d\s.,/\-]{3,})\.?[\s\-/]+(\d{1,2})$/u;

/** As it is first: "March 5" begins like the French for Tuesday. */
function readNamed(text: string): NamedDate | null {
  const whole = text.trim();
  const found = readMonth(whole);
  if (found !== null) return found;
  const plain = whole.replace(WEEKDAY, "");
  return plain === whole ? null : readMonth(plain);
}

function readMonth(text: string): NamedDate | null {
  let match = DAY_FIRST.exec(text);
  if (match !== null) return namedOf(match[3], match[2], match[1]);
  match = MONTH_FIRST.exec(text);
  if (match !== null) return namedOf(match[3], match[1], match[2]);
  match = YEAR_FIRST.exec(text);
  if (match !== null) return namedOf(match[1], match[2], match[3]);
  match = MONTH_ALONE.exec(text);
  if (match === null || !isMonth(Number(match[2]), monthOf(match[1]))) return null;
  return { year: Number(match[2]), month: monthOf(match[1]), day: null };
}

/** Whether the year is one that people write of; other numbers are something else. */
function isMonth(year: number, month: number): boolean {
  return year >= 1900 && year <= 2100 && month >= 1 && month <= 12;
}

function namedOf(year: string, name: string, day: string): NamedDate | null {
  const month = monthOf(name);
  return month === 0
    ? null
    : { year: fullYear(Number(year), year.length), month, day: Number(day) };
}
