/**
 * Days, months and zones as counts from 1970.
 *
 * @module
 */

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export const DAY_MICROSECONDS = 86_400_000_000;

/** Two digits from here on are of the last century, as POSIX has it. */
const PIVOT = 69;

/** Whether the day exists. */
export function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1 || year < 1 || year > 9999) return false;
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= MONTH_DAYS[month - 1] + (leap ? 1 : 0);
}

/**
 * Days from 1970-01-01 to a day of the proleptic Gregorian calendar.
 *
 * Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
 */
export function daysOf(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) +
    dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** Two digits as the year they mean; four as they are. */
export function fullYear(year: number, digits: number): number {
  if (digits > 2) return year;
  return year < PIVOT ? 2000 + year : 1900 + year;
}

/** `YYYY-MM-DD` of days from 1970. */
export function dayText(days: number): string {
  return new Date(days * 86_400_000).toISOString().slice(0, 10);
}

/** ISO 8601 in UTC of microseconds from 1970, with a fraction only where there is one. */
export function timestampText(microseconds: number): string {
  const seconds = Math.floor(microseconds / 1_000_000);
  const fraction = microseconds - seconds * 1_000_000;
  const text = new Date(seconds * 1000).toISOString().slice(0, 19);
  return fraction === 0 ? `${text}Z` : `${text}.${fractionText(fraction)}Z`;
}

/** `HH:MM:SS` of microseconds from midnight, with a fraction only where there is one. */
export function timeText(microseconds: number): string {
  return timestampText(microseconds).slice(11, -1);
}

function fractionText(microseconds: number): string {
  return String(microseconds).padStart(6, "0").replace(/0+$/, "");
}

/** Tells how far local time is ahead of UTC; one zone, remembered by the hour. */
export class Zone {
  readonly name: string;
  readonly #format: Intl.DateTimeFormat | null;
  readonly #offsets = new Map<number, number>();
  /** What is odd about the local time of the last `toInstant()`: the clock never or twice shows it. */
  doubt: "skipped" | "twice" | null = null;

  /** @throws {RangeError} for a zone that is not known. */
  constructor(name: string) {
    this.name = name;
    this.#format = name === "UTC" ? null : new Intl.DateTimeFormat("en-US", {
      timeZone: name,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  }

  /**
   * The instant of a local time, both in microseconds from 1970. A time that the clock
   * skips is taken with the offset from before; one that it shows twice is the first.
   */
  toInstant(local: number): number {
    if (this.#format === null) return local;
    this.doubt = null;
    if (local !== local) return NaN;
    const early = this.#offsetAt(local - DAY_MICROSECONDS);
    const late = this.#offsetAt(local + DAY_MICROSECONDS);
    if (early === late) return local - early;
    const before = local - early;
    const after = local - late;
    const isBefore = before + this.#offsetAt(before) === local;
    const isAfter = after + this.#offsetAt(after) === local;
    if (isBefore === isAfter) this.doubt = isBefore ? "twice" : "skipped";
    return isAfter && !isBefore ? after : before;
  }

  /** Offsets change at whole quarters of an hour of UTC only. */
  #offsetAt(instant: number): number {
    const quarter = Math.floor(instant / 900_000_000);
    let offset = this.#offsets.get(quarter);
    if (offset === undefined) {
      offset = this.#compute(quarter * 900_000);
      this.#offsets.set(quarter, offset);
      if (this.#offsets.size > 200_000) this.#offsets.clear();
    }
    return offset;
  }

  #compute(milliseconds: number): number {
    const parts = new Map(
      (this.#format?.formatToParts(milliseconds) ?? []).map((part) => [part.type, part.value]),
    );
    const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type) ?? 0);
    const seconds = daysOf(part("year"), part("month"), part("day")) * 86_400 +
      part("hour") * 3600 + part("minute") * 60 + part("second");
    return seconds * 1_000_000 - milliseconds * 1000;
  }
}
