/**
 * Groups and their aggregates, for rollups that are kept while a file is read.
 *
 * @module
 */
import type { ColumnBatch, RowBatch } from "./columns/batch.ts";
import { ExactSum } from "./columns/exact_sum.ts";
import { dayText, timestampText, timeText } from "./values/calendar.ts";
import { textOf } from "./values/bytes.ts";

const SAFE = 2 ** 52;
const POWERS = Float64Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);

/** Numbers the distinct values of a column from 0, in the order in which they come. */
export class Distinct {
  /** The values as text in Postgres' form; `null` for nothing. */
  readonly texts: (string | null)[] = [];
  readonly #numbers = new Map<number | string, number>();
  readonly #byHash = new Map<number, { readonly bytes: Uint8Array; readonly id: number }[]>();
  #nothing = -1;

  /** The number of the value in a row. */
  idOf(column: ColumnBatch, { bytes }: RowBatch, row: number): number {
    if (column.nulls[row] === 1) {
      if (this.#nothing < 0) this.#nothing = this.texts.push(null) - 1;
      return this.#nothing;
    }
    if (column.type === "text") return this.#textId(bytes, column.starts[row], column.ends[row]);
    const value = column.type === "decimal" || column.type === "integer"
      ? decimalTextOf(column, row)
      : column.values[row];
    let id = this.#numbers.get(value);
    if (id === undefined) {
      id = this.texts.push(typeof value === "string" ? value : textOfValue(column.type, value)) - 1;
      this.#numbers.set(value, id);
    }
    return id;
  }

  #textId(bytes: Uint8Array, start: number, end: number): number {
    let hash = end - start;
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at], 0x01000193);
    const found = this.#byHash.get(hash);
    if (found !== undefined) {
      for (const entry of found) if (equals(entry.bytes, bytes, { start, end })) return entry.id;
    }
    const id = this.texts.push(textOf(bytes, start, end)) - 1;
    const entry = { bytes: bytes.slice(start, end), id };
    if (found === undefined) this.#byHash.set(hash, [entry]);
    else found.push(entry);
    return id;
  }
}

function equals(
  known: Uint8Array,
  bytes: Uint8Array,
  { start, end }: { start: number; end: number },
): boolean {
  if (known.length !== end - start) return false;
  for (let at = 0; at < known.length; at++) if (known[at] !== bytes[start + at]) return false;
  return true;
}

function textOfValue(type: ColumnBatch["type"], value: number): string {
  switch (type) {
    case "boolean":
      return value === 1 ? "true" : "false";
    case "date":
      return dayText(value);
    case "time":
      return timeText(value);
    case "timestamp":
      return timestampText(value);
    default:
      return String(value);
  }
}

/** The value of a row as plain decimal text, without zeros at the end of its fraction. */
function decimalTextOf(
  column: Extract<ColumnBatch, { type: "integer" | "decimal" }>,
  row: number,
): string {
  const text = column.exact.get(row) ?? scaledText(column.values[row], column.scales[row]);
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** A whole number over ten to `scale`, as plain decimal text. */
function scaledText(scaled: number, scale: number): string {
  if (scale === 0) return String(scaled);
  const digits = String(Math.abs(scaled)).padStart(scale + 1, "0");
  const at = digits.length - scale;
  return `${scaled < 0 ? "-" : ""}${digits.slice(0, at)}.${digits.slice(at)}`;
}

/** Sum, count, least and greatest of one column in each group. */
export class GroupAggregates {
  counts = new Float64Array(1024);
  #sums = new Float64Array(1024);
  #scales = new Uint8Array(1024);
  #least = new Float64Array(1024);
  #greatest = new Float64Array(1024);
  #lost = new Float64Array(0);
  readonly #large = new Map<number, ExactSum>();
  #floats = false;

  /** Adds the value of a row to a group. */
  add(group: number, column: ColumnBatch, row: number): void {
    if (group >= this.counts.length) this.#grow(group);
    if (column.nulls[row] === 1) return;
    this.counts[group]++;
    if (column.type === "integer" || column.type === "decimal") {
      const exact = column.exact.size > 0 ? column.exact.get(row) : undefined;
      if (exact === undefined) {
        const scale = column.scales[row];
        this.#addScaled(group, column.values[row], scale);
        this.#range(group, column.values[row] / POWERS[scale]);
      } else {
        this.#largeOf(group).addText(exact);
        this.#range(group, Number(exact));
      }
    } else if (column.type === "float") {
      this.#addFloat(group, column.values[row]);
      this.#range(group, column.values[row]);
    }
  }

  /** The sum of a group as plain decimal text; `null` without a value. */
  sumText(group: number): string | null {
    if ((this.counts[group] ?? 0) === 0) return null;
    if (this.#floats) return String(this.#sums[group] + this.#lost[group]);
    const large = this.#large.get(group);
    if (large === undefined) return scaledText(this.#sums[group], this.#scales[group]);
    large.add(this.#sums[group], this.#scales[group]);
    this.#sums[group] = 0;
    return large.toText();
  }

  /** The least and greatest value of a group. */
  rangeText(group: number): readonly [string | null, string | null] {
    if ((this.counts[group] ?? 0) === 0) return [null, null];
    return [String(this.#least[group]), String(this.#greatest[group])];
  }

  #range(group: number, value: number): void {
    if (this.counts[group] === 1) {
      this.#least[group] = value;
      this.#greatest[group] = value;
    } else if (value < this.#least[group]) this.#least[group] = value;
    else if (value > this.#greatest[group]) this.#greatest[group] = value;
  }

  /** Brings the group's sum and the value to one scale, and keeps both below 2^52. */
  #addScaled(group: number, scaled: number, scale: number): void {
    let value = scaled;
    let sum = this.#sums[group];
    const before = this.#scales[group];
    if (scale < before) value *= POWERS[before - scale];
    else if (scale > before) {
      sum *= POWERS[scale - before];
      if (sum < SAFE && sum > -SAFE) this.#scales[group] = scale;
    }
    const total = sum + value;
    if (Math.abs(sum) < SAFE && Math.abs(value) < SAFE && Math.abs(total) < SAFE) {
      this.#sums[group] = total;
      return;
    }
    const large = this.#largeOf(group);
    large.add(this.#sums[group], before);
    large.add(scaled, scale);
    this.#sums[group] = 0;
    this.#scales[group] = scale;
  }

  #addFloat(group: number, value: number): void {
    this.#floats = true;
    if (this.#lost.length < this.counts.length) {
      const lost = new Float64Array(this.counts.length);
      lost.set(this.#lost);
      this.#lost = lost;
    }
    const before = this.#sums[group];
    const sum = before + value;
    this.#lost[group] += Math.abs(before) >= Math.abs(value)
      ? (before - sum) + value
      : (value - sum) + before;
    this.#sums[group] = sum;
  }

  #largeOf(group: number): ExactSum {
    let large = this.#large.get(group);
    if (large === undefined) {
      large = new ExactSum();
      this.#large.set(group, large);
    }
    return large;
  }

  #grow(group: number): void {
    const length = Math.max(2 * this.counts.length, group + 1);
    const larger = <T extends Float64Array | Uint8Array>(before: T, after: T): T => {
      after.set(before);
      return after;
    };
    this.counts = larger(this.counts, new Float64Array(length));
    this.#sums = larger(this.#sums, new Float64Array(length));
    this.#scales = larger(this.#scales, new Uint8Array(length));
    this.#least = larger(this.#least, new Float64Array(length));
    this.#greatest = larger(this.#greatest, new Float64Array(length));
  }
}
