/**
 * Reads dates, timestamps and times: ISO 8601 straight from its bytes.
 *
 * @module
 */
import { DAY_MICROSECONDS, daysOf, isDay, Zone } from "@/lib/read/values/calendar.ts";
import { Form } from "@/lib/read/values/date.ts";
import { isEpochMilliseconds, isEpochSeconds } from "@/lib/read/values/epoch.ts";
import { Body } from "@/lib/read/values/number.ts";
import type { CellGrid, ColumnBatch } from "./batch.ts";
import { Kind } from "./cell_scanner.ts";
import { isCompactDay } from "./evidence.ts";
import { ColumnReader, type ReaderContext } from "./reader.ts";

const DATE_BYTES = 10;
const TIMESTAMP_BYTES = 19;

/** Dates as days, timestamps as microseconds of UTC, times as microseconds from midnight. */
export class DateReader extends ColumnReader {
  /** The first and last value; the first is Infinity where there is none. */
  first = Infinity;
  last = -Infinity;
  /** The local times that the zone's clocks leave out, and those that they show twice. */
  readonly skipped = { count: 0, firstLine: 0 };
  readonly twice = { count: 0, firstLine: 0 };
  readonly #values: Float64Array;
  readonly #batch: ColumnBatch;
  readonly #zone: Zone;
  readonly type: "date" | "time" | "timestamp";
  /** The bytes of the last ISO day, as numbers, and what they came to. */
  #yearMonth = -1;
  #monthStart = 0;
  #monthDays = 0;

  constructor(context: ReaderContext, zone: Zone) {
    super(context);
    this.#values = new Float64Array(context.capacity);
    this.#zone = zone;
    const { type } = context.plan;
    this.type = type === "date" || type === "time" ? type : "timestamp";
    this.#batch = { type: this.type, values: this.#values, nulls: this.nulls };
  }

  read(grid: CellGrid): ColumnBatch {
    const { bytes, width, starts, ends, rows } = grid;
    const { column, evidence } = this.context;
    const type = this.type;
    const fast = type !== "time" && this.context.plainIsValue;
    const utc = this.#zone.name === "UTC";
    const values = this.#values;
    this.nulls.fill(0, 0, rows);
    let first = this.first;
    let last = this.last;
    for (let row = 0; row < rows; row++) {
      const cell = row * width + column;
      const start = starts[cell];
      const length = ends[cell] - start;
      let value = NaN;
      if (fast && (length === DATE_BYTES || length === TIMESTAMP_BYTES)) {
        const day = this.#isoDay(bytes, start);
        if (length === DATE_BYTES) value = type === "date" || !utc ? day : day * DAY_MICROSECONDS;
        else if (type === "timestamp") value = day * DAY_MICROSECONDS + isoTime(bytes, start + 10);
        if (!utc && type === "timestamp") {
          value = this.#toInstant(
            length === DATE_BYTES ? day * DAY_MICROSECONDS : value,
            grid.lines[row],
          );
        }
        if (value === value) {
          evidence.forms[Form.yearFirst]++;
          evidence.realDays++;
          if (length === TIMESTAMP_BYTES) {
            evidence.timed++;
            if (!isMidnight(bytes, start + 11)) evidence.notMidnight++;
          }
        }
      }
      if (value !== value) value = this.#readWritten(grid, row);
      if (value !== value) continue;
      values[row] = value;
      if (value < first) first = value;
      if (value > last) last = value;
    }
    this.first = first;
    this.last = last;
    return this.#batch;
  }

  /** The zone that times without an offset are taken to be in. */
  get zone(): string {
    return this.#zone.name;
  }

  /** Days of YYYY-MM-DD, or NaN where it is none or does not exist. */
  #isoDay(bytes: Uint8Array, start: number): number {
    if (bytes[start + 4] !== 45 || bytes[start + 7] !== 45) return NaN;
    const day = twoDigits(bytes, start + 8);
    const month = twoDigits(bytes, start + 5);
    const century = twoDigits(bytes, start);
    const year = twoDigits(bytes, start + 2);
    const yearMonth = (century * 100 + year) * 100 + month;
    if (yearMonth !== this.#yearMonth) {
      if (century < 0 || year < 0 || month < 0 || !isDay(century * 100 + year, month, 1)) {
        return NaN;
      }
      this.#yearMonth = yearMonth;
      this.#monthStart = daysOf(century * 100 + year, month, 1);
      this.#monthDays = 31;
      while (!isDay(century * 100 + year, month, this.#monthDays)) this.#monthDays--;
    }
    return day >= 1 && day <= this.#monthDays ? this.#monthStart + day - 1 : NaN;
  }

  /** The value of a cell in any form; NaN where it is nothing or does not fit. */
  #readWritten(grid: CellGrid, row: number): number {
    const cell = row * grid.width + this.context.column;
    if (this.isNothing(grid, cell)) {
      this.setNull(row);
      return NaN;
    }
    const { cells, plan } = this.context;
    if (cells.kind === Kind.number && cells.number.body === Body.integer) {
      const number = cells.number.negative ? NaN : cells.number.mantissa;
      const value = this.#numberAsDate(number, grid.lines[row]);
      if (value === value) return value;
    }
    if (cells.kind !== Kind.date) {
      this.rejectCell(grid, row, `Not a ${plan.type} where the column is ${plan.type}`);
      return NaN;
    }
    const { date } = cells;
    if (this.type === "time") {
      if (date.form === Form.time) return date.time;
      this.rejectCell(grid, row, "Not a time where the column is time");
      return NaN;
    }
    if (date.form === Form.time) {
      this.rejectCell(grid, row, `Not a ${plan.type} where the column is ${plan.type}`);
      return NaN;
    }
    const days = date.days(plan.order);
    if (days !== days) {
      this.rejectCell(grid, row, `No such day with the order ${ORDERS[plan.order]}`);
      return NaN;
    }
    if (this.type === "date") return days;
    const local = days * DAY_MICROSECONDS + date.time;
    return date.offset === date.offset
      ? local - date.offset * 60_000_000
      : this.#toInstant(local, grid.lines[row]);
  }

  #toInstant(local: number, line: number): number {
    const instant = this.#zone.toInstant(local);
    const { doubt } = this.#zone;
    if (doubt !== null) {
      const doubtful = doubt === "twice" ? this.twice : this.skipped;
      if (doubtful.count++ === 0) doubtful.firstLine = line;
    }
    return instant;
  }

  #numberAsDate(value: number, line: number): number {
    switch (this.context.plan.numbersAre) {
      case "s":
        return this.type === "date" ? Math.floor(value / 86_400) : value * 1_000_000;
      case "ms":
        return this.type === "date" ? Math.floor(value / 86_400_000) : value * 1000;
      case "either": {
        const seconds = isEpochSeconds(value)
          ? value
          : isEpochMilliseconds(value)
          ? value / 1000
          : NaN;
        return this.type === "date" ? Math.floor(seconds / 86_400) : Math.round(seconds * 1e6);
      }
      case "days": {
        if (!isCompactDay(value)) return NaN;
        const days = daysOf(Math.floor(value / 10000), Math.floor(value / 100) % 100, value % 100);
        return this.type === "date" ? days : this.#toInstant(days * DAY_MICROSECONDS, line);
      }
      case null:
        return NaN;
    }
  }
}

const ORDERS = { dmy: "day, month, year", mdy: "month, day, year", ymd: "year, month, day" };

/** -1 where either byte is no digit. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = bytes[at] - 48;
  const ones = bytes[at + 1] - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

/** Microseconds of "THH:MM:SS" or " HH:MM:SS", or NaN. */
function isoTime(bytes: Uint8Array, at: number): number {
  if ((bytes[at] !== 84 && bytes[at] !== 32) || bytes[at + 3] !== 58 || bytes[at + 6] !== 58) {
    return NaN;
  }
  const hour = twoDigits(bytes, at + 1);
  const minute = twoDigits(bytes, at + 4);
  const second = twoDigits(bytes, at + 7);
  return hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60
    ? ((hour * 60 + minute) * 60 + second) * 1_000_000
    : NaN;
}

function isMidnight(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 48 && bytes[at + 1] === 48 && bytes[at + 3] === 48 &&
    bytes[at + 4] === 48 && bytes[at + 6] === 48 && bytes[at + 7] === 48;
}
