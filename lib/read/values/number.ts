/**
 * Reads the digits and signs of one number, whatever the country it comes from.
 *
 * A number is told apart by its body: which signs stand between its digits, and whether
 * they can be thousands signs, a decimal sign, or either ("1.234"). What an ambiguous
 * body is worth is decided for the whole column, so that is asked for later.
 *
 * Cost: O(bytes), no allocation but for what stands before and after the digits, once.
 *
 * @module
 */
import { isDigit, spaceAt, textOf } from "./bytes.ts";
import { type Decoration, readPrefix, readSuffix } from "./units.ts";

/** The forms of a number's digits. The names say the thousands sign, then the decimal sign. */
export const Body = {
  integer: 0,
  zeros: 1,
  long: 2,
  point: 3,
  comma: 4,
  eitherPoint: 5,
  eitherComma: 6,
  groupsPoint: 7,
  groupsComma: 8,
  groupsSpace: 9,
  groupsApostrophe: 10,
  groupsPointComma: 11,
  groupsCommaPoint: 12,
  groupsSpacePoint: 13,
  groupsSpaceComma: 14,
  groupsApostrophePoint: 15,
  groupsApostropheComma: 16,
  exponent: 17,
  exponentCode: 18,
  phone: 19,
} as const;

/** How many bodies there are. */
export const BODIES = 20;

const POINT = 46;
const COMMA = 44;
const APOSTROPHE = 39;
const SPACE = 32;
const UNDERSCORE = 95;

/** Above this many digits a double may not hold them. */
const SAFE_DIGITS = 15;
const LONGEST_INTEGER_DIGITS = 18;
const PHONE_DIGITS = 9;

/** The number that was read last: one object, filled anew by each `scan`. */
export class NumberScanner {
  body = 0;
  negative = false;
  unit: string | null = null;
  power = 0;
  /** Whether a sign that refers to a note follows. */
  marked = false;
  /** All digits as one whole number, exact where `digits` is at most 15. */
  mantissa = 0;
  /** Significant digits. */
  digits = 0;
  /** Digits after the last sign between digits. */
  lastGroup = 0;
  /** Where the digits start and end in the bytes. */
  start = 0;
  end = 0;

  readonly #prefixes = new Map<number, Decoration | null>();
  readonly #suffixes = new Map<number, Decoration | null>();

  /** Whether the trimmed cell is a number; if so, the fields tell which. */
  scan(bytes: Uint8Array, start: number, end: number): boolean {
    let from = start;
    let packed = 0;
    let length = 0;
    while (from < end && !isDigit(bytes[from])) {
      const byte = bytes[from];
      if (byte === POINT && from + 1 < end && isDigit(bytes[from + 1])) break;
      const space = spaceAt(bytes, from, end);
      if (space === 0) {
        if (++length > 6) return false;
        packed = packed * 256 + byte;
      }
      from += space === 0 ? 1 : space;
    }
    if (from === end) return false;
    let to = end;
    let packedEnd = 0;
    let lengthEnd = 0;
    while (to > from && !isDigit(bytes[to - 1])) {
      const byte = bytes[to - 1];
      if (byte === POINT && isDigit(bytes[to - 2]) && lengthEnd === 0) break;
      if (++lengthEnd > 6) return false;
      packedEnd = packedEnd * 256 + byte;
      to--;
    }
    const before = length === 0 ? NOTHING : this.#prefix(packed, bytes, start, from);
    if (before === null) return false;
    const after = lengthEnd === 0 ? NOTHING : this.#suffix(packedEnd, bytes, to, end);
    if (after === null || before.opens !== after.closes) return false;
    if (before.unit !== null && after.unit !== null && before.unit !== after.unit) return false;
    const signs = Number(before.negative) + Number(after.negative) + Number(before.opens);
    if (signs > 1) return false;
    this.negative = signs === 1;
    this.unit = before.unit ?? after.unit;
    this.power = after.power;
    this.marked = after.marked;
    this.start = from;
    this.end = to;
    if (!this.#scanBody(bytes, from, to)) return false;
    if (before.plus && this.body === Body.integer && this.digits >= PHONE_DIGITS) {
      this.body = Body.phone;
    }
    return true;
  }

  /** Digits and signs alone. */
  #scanBody(bytes: Uint8Array, start: number, end: number): boolean {
    let mantissa = 0;
    let digits = 0;
    let run = 0;
    let firstRun = -1;
    let firstSign = 0;
    let lastSign = 0;
    let signs = 0;
    let groups = true;
    let indian = true;
    const leadingZero = bytes[start] === 48;
    let at = start;
    while (at < end) {
      const byte = bytes[at];
      if (isDigit(byte)) {
        mantissa = mantissa * 10 + (byte - 48);
        if (mantissa > 0) digits++;
        run++;
        at++;
        continue;
      }
      const sign = signAt(bytes, at, end);
      if (sign === 0) {
        if ((byte | 32) === 101) {
          return this.#scanExponent(bytes, at, { end, signs, lastSign, run });
        }
        return false;
      }
      if (signs === 0) {
        firstRun = run;
        firstSign = sign;
        if (run < 1 || run > 3) groups = false;
      } else {
        if (lastSign !== firstSign) return false;
        if (run !== 3) groups = false;
        // 12,34,567.50: groups of two, and one of three before the fraction.
        if (run !== (sign === firstSign ? 2 : 3)) indian = false;
      }
      lastSign = sign;
      signs++;
      run = 0;
      at += sign === SPACE ? spaceAt(bytes, at, end) : sign === APOSTROPHE ? quoteAt(bytes, at) : 1;
    }
    this.mantissa = mantissa;
    this.digits = digits;
    this.lastGroup = signs === 0 ? 0 : run;
    this.body = Body.integer;
    if (signs === 0) {
      if (leadingZero && run > 1) this.body = Body.zeros;
      else if (digits > LONGEST_INTEGER_DIGITS) this.body = Body.long;
      return true;
    }
    if (signs === 1) return this.#oneSign(firstSign, firstRun, { run, leadingZero });
    if (lastSign === firstSign) {
      const lakh = indian && firstSign === COMMA && firstRun >= 1 && firstRun <= 2;
      if (run !== 3 || leadingZero || !(groups || lakh)) return false;
      this.body = GROUPED[firstSign];
      return this.body !== undefined;
    }
    return this.#groupsAndFraction(firstSign, lastSign, { groups, indian, firstRun });
  }

  #oneSign(
    sign: number,
    firstRun: number,
    { run, leadingZero }: { run: number; leadingZero: boolean },
  ): boolean {
    const either = run === 3 && firstRun >= 1 && firstRun <= 3 && !leadingZero;
    if (sign === POINT) this.body = either ? Body.eitherPoint : Body.point;
    else if (sign === COMMA) {
      if (run === 0 || firstRun === 0) return false;
      this.body = either ? Body.eitherComma : Body.comma;
    } else {
      if (!either) return false;
      this.body = GROUPED[sign];
    }
    return true;
  }

  #groupsAndFraction(
    thousands: number,
    decimal: number,
    shape: { groups: boolean; indian: boolean; firstRun: number },
  ): boolean {
    if (decimal !== POINT && decimal !== COMMA) return false;
    const lakh = shape.indian && thousands === COMMA && shape.firstRun >= 1 && shape.firstRun <= 2;
    if (!shape.groups && !lakh) return false;
    const body = GROUPED_FRACTION.get(thousands * 256 + decimal);
    if (body === undefined) return false;
    this.body = body;
    return true;
  }

  #scanExponent(
    bytes: Uint8Array,
    at: number,
    { end, signs, lastSign, run }: { end: number; signs: number; lastSign: number; run: number },
  ): boolean {
    if (signs > 1 || (signs === 1 && lastSign !== POINT && lastSign !== COMMA)) return false;
    if (signs === 0 && run === 0) return false;
    let from = at + 1;
    const signed = bytes[from] === 43 || bytes[from] === 45;
    if (signed) from++;
    if (from >= end) return false;
    for (let digit = from; digit < end; digit++) if (!isDigit(bytes[digit])) return false;
    const value = Number(textOf(bytes, this.start, end).replace(",", "."));
    const code = (signs === 0 && !signed) || !Number.isFinite(value);
    this.body = code ? Body.exponentCode : Body.exponent;
    this.mantissa = value;
    this.digits = 0;
    this.lastGroup = 0;
    return true;
  }

  #prefix(packed: number, bytes: Uint8Array, start: number, end: number): Decoration | null {
    if (packed === MINUS) return NEGATIVE;
    let found = this.#prefixes.get(packed);
    if (found === undefined) {
      found = readPrefix(textOf(bytes, start, end).replace(/\s+/g, ""));
      this.#prefixes.set(packed, found);
    }
    return found;
  }

  #suffix(packed: number, bytes: Uint8Array, start: number, end: number): Decoration | null {
    let found = this.#suffixes.get(packed);
    if (found === undefined) {
      found = readSuffix(textOf(bytes, start, end));
      if (this.#suffixes.size < 10_000) this.#suffixes.set(packed, found);
    }
    return found;
  }

  /** The digits as text with a point before the fraction, exact whatever their number. */
  decimalText(bytes: Uint8Array, scale: number): string {
    const all = textOf(bytes, this.start, this.end).replace(/[^0-9]/g, "");
    const padded = all.padStart(scale + 1, "0");
    const text = scale === 0
      ? padded
      : `${padded.slice(0, -scale)}.${padded.slice(padded.length - scale)}`;
    return this.negative ? `-${text}` : text;
  }

  /** Whether a double holds the digits. */
  get safe(): boolean {
    return this.digits <= SAFE_DIGITS || this.mantissa <= Number.MAX_SAFE_INTEGER;
  }
}

const MINUS = 45;

const NOTHING: Decoration = {
  negative: false,
  plus: false,
  opens: false,
  closes: false,
  unit: null,
  power: 0,
  marked: false,
};
const NEGATIVE: Decoration = { ...NOTHING, negative: true };

const GROUPED: Readonly<Record<number, number>> = {
  [POINT]: Body.groupsPoint,
  [COMMA]: Body.groupsComma,
  [SPACE]: Body.groupsSpace,
  [APOSTROPHE]: Body.groupsApostrophe,
  [UNDERSCORE]: Body.groupsApostrophe,
};

const GROUPED_FRACTION = new Map<number, number>([
  [POINT * 256 + COMMA, Body.groupsPointComma],
  [COMMA * 256 + POINT, Body.groupsCommaPoint],
  [SPACE * 256 + POINT, Body.groupsSpacePoint],
  [SPACE * 256 + COMMA, Body.groupsSpaceComma],
  [APOSTROPHE * 256 + POINT, Body.groupsApostrophePoint],
  [APOSTROPHE * 256 + COMMA, Body.groupsApostropheComma],
]);

/** Which sign stands between digits here, all spaces and apostrophes being one; 0 for none. */
function signAt(bytes: Uint8Array, at: number, end: number): number {
  const byte = bytes[at];
  if (byte === POINT || byte === COMMA || byte === APOSTROPHE || byte === UNDERSCORE) return byte;
  if (quoteAt(bytes, at) === 3) return APOSTROPHE;
  return spaceAt(bytes, at, end) > 0 ? SPACE : 0;
}

/** Bytes of an apostrophe: 1, or 3 for the typographic one. */
function quoteAt(bytes: Uint8Array, at: number): number {
  return bytes[at] === 0xe2 && bytes[at + 1] === 0x80 && bytes[at + 2] === 0x99 ? 3 : 1;
}
