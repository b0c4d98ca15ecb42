/**
 * The rows of a batch as events say them: which column is what, and what it holds in a row.
 *
 * @module
 */
import type { ColumnBatch, RowBatch } from "@/lib/read/columns/batch.ts";
import { offsetAt } from "@/lib/time_zone.ts";
import type { EventColumns } from "./columns.ts";
import { withoutZeros } from "./decimal_text.ts";
import type { Event } from "./event.ts";
import { type Dimension, eventKey } from "./event_key.ts";
import { type TextColumn, Utf8Texts } from "./utf8_texts.ts";

const DAY_MICROSECONDS = 86_400_000_000;

/** The metric of rows that name none. */
const DEFAULT_METRIC = "events_total";

/** Longer names do not fit the database's keys. */
export const LONGEST_NAME = 200;
/** Longer ids are refused. */
export const LONGEST_ID = 500;

/** What an event needs besides where it is. */
export interface RowWords {
  readonly source: string;
  readonly eventId: string | null;
  readonly metric: string;
  /** Plain decimal text, exact. */
  readonly decimal: string;
}

/** Which columns there are, and what they are. */
export interface EventRowsOptions {
  readonly columns: EventColumns;
  /** The names of dimensions in their order, as keys and rows have them. */
  readonly dimensions: readonly string[];
  /** Of rows that name none; `null` where each must. */
  readonly source: string | null;
  /** Returns the column of a name. */
  readonly columnOf: (name: string) => ColumnBatch;
}

/** The rows of a batch. */
export class EventRows {
  readonly #batch: RowBatch;
  readonly #source: string | null;
  readonly #time: TimeColumn;
  readonly #value: DecimalColumn;
  readonly #sources: TextColumn | null;
  readonly #metrics: TextColumn | null;
  readonly #ids: TextColumn | null;
  readonly #dimensions: readonly (readonly [name: string, column: TextColumn])[];
  readonly #texts: Utf8Texts;

  constructor(batch: RowBatch, { columns, dimensions, source, columnOf }: EventRowsOptions) {
    const textOf = (name: string | null) => name === null ? null : textColumn(columnOf(name));
    this.#batch = batch;
    this.#source = source;
    this.#time = timeColumn(columnOf(columns.time));
    this.#value = decimalColumn(columnOf(columns.value));
    this.#sources = textOf(columns.source);
    this.#metrics = textOf(columns.metric);
    this.#ids = textOf(columns.eventId);
    this.#dimensions = dimensions.map((name) => [name, textColumn(columnOf(name))] as const);
    const texts = [this.#sources, this.#metrics, this.#ids].filter((it) => it !== null);
    this.#texts = new Utf8Texts(batch, [...texts, ...this.#dimensions.map(([, it]) => it)]);
  }

  /** Whether a row is an event for certain, seen without making anything of it. */
  isPlain(row: number): boolean {
    const { nulls, values } = this.#value;
    return this.#time.nulls[row] === 0 && nulls[row] === 0 && !Number.isNaN(values[row]) &&
      (this.#sources === null || this.#source !== null && this.#sources.nulls[row] === 1
        ? this.#source !== null
        : this.#texts.isShort(this.#sources, row, LONGEST_NAME)) &&
      this.#isAbsentOrShort(this.#metrics, row, LONGEST_NAME) &&
      this.#isAbsentOrShort(this.#ids, row, LONGEST_ID);
  }

  /** The row's source; `null` where neither it nor the request names one. */
  sourceAt(row: number): string | null {
    return this.#texts.at(this.#sources, row) ?? this.#source;
  }

  metricAt(row: number): string {
    return this.#texts.at(this.#metrics, row) ?? DEFAULT_METRIC;
  }

  eventIdAt(row: number): string | null {
    return this.#texts.at(this.#ids, row);
  }

  hasTime(row: number): boolean {
    return this.#time.nulls[row] === 0;
  }

  /** The exact value as plain decimal text, "NaN" where it is no finite number; `null` where there is none. */
  decimalAt(row: number): string | null {
    return this.#value.nulls[row] === 1 ? null : decimalOf(this.#value, row);
  }

  /** Makes the event of a row that is good; its day is that of `zone`. */
  eventAt(row: number, { source, eventId, metric, decimal }: RowWords, zone: string): Event {
    const time = this.#time.values[row];
    const dimensions = this.#dimensionsAt(row);
    return {
      source,
      key: eventKey({ source, eventId, time, metric, dimensions }),
      eventId,
      time,
      day: dayOf(time, zone),
      metric,
      value: withoutZeros(decimal),
      dimensions,
      line: this.#batch.lines[row],
    };
  }

  /** Makes the event of a row that is plain. */
  plainEventAt(row: number, zone: string): Event {
    const words: RowWords = {
      source: this.sourceAt(row) ?? "",
      eventId: this.eventIdAt(row),
      metric: this.metricAt(row),
      decimal: decimalOf(this.#value, row),
    };
    return this.eventAt(row, words, zone);
  }

  #dimensionsAt(row: number): readonly Dimension[] {
    const dimensions: Dimension[] = [];
    for (const [name, column] of this.#dimensions) {
      const text = this.#texts.at(column, row);
      if (text !== null) dimensions.push([name, text]);
    }
    return dimensions;
  }

  #isAbsentOrShort(column: TextColumn | null, row: number, most: number): boolean {
    return column === null || column.nulls[row] === 1 || this.#texts.isShort(column, row, most);
  }
}

type TimeColumn = Extract<ColumnBatch, { readonly type: "time" | "timestamp" }>;
type DecimalColumn = Extract<ColumnBatch, { readonly exact: unknown }>;

function textColumn(column: ColumnBatch): TextColumn {
  if (column.type !== "text") throw new TypeError("Read otherwise");
  return column;
}

function timeColumn(column: ColumnBatch): TimeColumn {
  if (column.type !== "timestamp") throw new TypeError("Read otherwise");
  return column;
}

function decimalColumn(column: ColumnBatch): DecimalColumn {
  if (column.type !== "decimal") throw new TypeError("Read otherwise");
  return column;
}

function decimalOf({ values, scales, exact }: DecimalColumn, row: number): string {
  const value = values[row];
  if (Number.isNaN(value)) return exact.get(row) ?? "NaN";
  const scale = scales[row];
  if (scale === 0) return String(value);
  const digits = String(Math.abs(value)).padStart(scale + 1, "0");
  const point = digits.length - scale;
  return `${value < 0 ? "-" : ""}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** The day of a moment by a zone's clocks, counted from 1970. */
export function dayOf(time: number, zone: string): number {
  const offset = offsetAt(zone, Math.floor(time / 1000)) * 1000;
  return Math.floor((time + offset) / DAY_MICROSECONDS);
}
