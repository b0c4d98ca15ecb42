/**
 * Makes an event of each row that was read, or says why it is none.
 *
 * A row needs a time and a value; its metric is `events_total` and its source that of the
 * request where it names none. Its day is that of its source's zone. Times without an offset were
 * read in one zone, so rows of sources in other zones are put aside: read once more with each
 * of `otherZones`, they come out right, and each row comes out once.
 *
 * @module
 */
import type { ColumnSchema } from "@/lib/frame/schema.ts";
import { AppError } from "@/lib/errors.ts";
import type { ColumnBatch, RowBatch } from "@/lib/read/columns/batch.ts";
import type { BatchEvent } from "@/lib/read/read_batches.ts";
import { offsetAt } from "@/lib/time_zone.ts";
import type { EventColumns } from "./columns.ts";
import { withoutZeros } from "./decimal_text.ts";
import type { Event, EventRejection } from "./event.ts";
import { type Dimension, eventKey } from "./event_key.ts";
import { type TextColumn, Utf8Texts } from "./utf8_texts.ts";

const DAY_MICROSECONDS = 86_400_000_000;

/** The metric of rows that name none. */
const DEFAULT_METRIC = "events_total";

/** Longer names do not fit the database's keys. */
const LONGEST_NAME = 200;
const LONGEST_ID = 500;
/** Digits of a value; the database takes more, nobody means more. */
const LONGEST_VALUE = 1000;

/** How rows are judged. */
export interface JudgeOptions {
  readonly columns: EventColumns;
  /** Of rows that name none; `null` where each must. */
  readonly source: string | null;
  /** The zone in which times without an offset were read. */
  readonly zone: string;
  readonly zoneOf: (source: string) => string;
  /** Whether these rows are read once more, for `zone` alone; what has no source was told before. */
  readonly isAgain?: boolean;
  /** Whether events are counted and not made, which takes a fraction of the time. */
  readonly isCounting?: () => boolean;
}

/** What comes out of rows, in order. */
export type Judged =
  /** Forget all that came before: the reader found that it must read otherwise. */
  | { readonly type: "begin" }
  | {
    readonly type: "rows";
    /** Those that were made. */
    readonly events: readonly Event[];
    /** So many rows are events, made or counted. */
    readonly good: number;
    readonly rejections: readonly EventRejection[];
  }
  | { readonly type: "done"; readonly otherZones: ReadonlySet<string> };

/** Judges what `readBatches` gives under the options of `readingOfColumns`. */
export async function* judgeRows(
  batches: AsyncIterable<BatchEvent>,
  options: JudgeOptions,
): AsyncGenerator<Judged> {
  let judge: RowJudge | null = null;
  /** Until the reader has told what it could not read of the same rows. */
  let held: RowsJudged | null = null;
  for await (const event of batches) {
    switch (event.type) {
      case "table":
        held = null;
        judge = new RowJudge(event.columns, options);
        yield { type: "begin" };
        break;
      case "batch":
        if (held !== null) yield rowsOf(held);
        held = (judge ?? raiseOrder()).judge(event.batch);
        break;
      case "rejected":
        yield rowsOf(withReader(held ?? NOTHING, event.rejections, options));
        held = null;
        break;
      case "progress":
        break;
      case "done":
        if (held !== null) yield rowsOf(held);
        yield { type: "done", otherZones: (judge ?? raiseOrder()).otherZones };
    }
  }
}

interface RowsJudged {
  readonly events: readonly Event[];
  readonly good: number;
  readonly rejections: readonly EventRejection[];
  /** Lines of rows that are for other zones. */
  readonly aside: ReadonlySet<number>;
}

const NOTHING: RowsJudged = { events: [], good: 0, rejections: [], aside: new Set() };

class RowJudge {
  readonly otherZones = new Set<string>();
  readonly #options: JudgeOptions;
  readonly #places: ReadonlyMap<string, number>;
  /** In the order of their names, as keys and rows have them. */
  readonly #dimensions: readonly string[];
  readonly #zones = new Map<string, string>();

  constructor(columns: readonly ColumnSchema[], options: JudgeOptions) {
    this.#options = options;
    this.#places = new Map(columns.map(({ name }, index) => [name, index]));
    this.#dimensions = options.columns.dimensions.toSorted((one, other) => one < other ? -1 : 1);
  }

  judge(batch: RowBatch): RowsJudged {
    const { columns: roles, source: ownSource, zone, isAgain = false } = this.#options;
    const isCounting = this.#options.isCounting?.() ?? false;
    const time = this.#columnOf(batch, roles.time);
    const value = this.#columnOf(batch, roles.value);
    if (time.type !== "timestamp" || value.type !== "decimal") {
      throw new TypeError("Read otherwise");
    }
    const sourceColumn = this.#textsOf(batch, roles.source);
    const metricColumn = this.#textsOf(batch, roles.metric);
    const idColumn = this.#textsOf(batch, roles.eventId);
    const dimensionColumns = this.#dimensions.map((name) => this.#textsOf(batch, name));
    const texts = new Utf8Texts(
      batch,
      [sourceColumn, metricColumn, idColumn, ...dimensionColumns].filter((it) => it !== null),
    );
    const events: Event[] = [];
    const rejections: EventRejection[] = [];
    const aside = new Set<number>();
    let good = 0;
    for (let row = 0; row < batch.rows; row++) {
      const line = batch.lines[row];
      const source = texts.at(sourceColumn, row) ?? ownSource;
      const eventId = texts.at(idColumn, row);
      const metric = texts.at(metricColumn, row) ?? DEFAULT_METRIC;
      const zoneOfRow = source === null || source.length > LONGEST_NAME
        ? null
        : this.#zoneOf(source);
      if (zoneOfRow === null ? isAgain : zoneOfRow !== zone) {
        if (zoneOfRow !== null) this.otherZones.add(zoneOfRow);
        aside.add(line);
        continue;
      }
      const bad = rejections.length;
      const reject = (column: string | null, value: string | null, reason: string) =>
        rejections.push({ line, column, value, reason });
      if (source === null) reject(roles.source, null, "The source is missing");
      if (time.nulls[row] === 1) reject(roles.time, null, "The time is missing");
      if (value.nulls[row] === 1) reject(roles.value, null, "The value is missing");
      checkLength(source, LONGEST_NAME, (text, reason) => reject(roles.source, text, reason));
      checkLength(metric, LONGEST_NAME, (text, reason) => reject(roles.metric, text, reason));
      checkLength(eventId, LONGEST_ID, (text, reason) => reject(roles.eventId, text, reason));
      const decimal = value.nulls[row] === 1 ? null : decimalAt(value, row);
      if (decimal === "NaN") reject(roles.value, decimal, "Not a finite number");
      checkLength(decimal, LONGEST_VALUE, (text, reason) => reject(roles.value, text, reason));
      if (rejections.length > bad || source === null || decimal === null) continue;
      good++;
      if (isCounting) continue;
      const dimensions: Dimension[] = [];
      for (const [i, name] of this.#dimensions.entries()) {
        const text = texts.at(dimensionColumns[i], row);
        if (text !== null) dimensions.push([name, text]);
      }
      const identity = { source, eventId, time: time.values[row], metric, dimensions };
      events.push({
        ...identity,
        key: eventKey(identity),
        day: dayOf(identity.time, zone),
        value: withoutZeros(decimal),
        line,
      });
    }
    return { events, good, rejections, aside };
  }

  #columnOf(batch: RowBatch, name: string): ColumnBatch {
    const place = this.#places.get(name);
    if (place === undefined) throw new TypeError(`No column "${name}" was read`);
    return batch.columns[place];
  }

  #textsOf(batch: RowBatch, name: string | null): TextColumn | null {
    if (name === null) return null;
    const column = this.#columnOf(batch, name);
    if (column.type !== "text") throw new TypeError("Read otherwise");
    return column;
  }

  #zoneOf(source: string): string {
    const known = this.#zones.get(source) ?? this.#options.zoneOf(source);
    this.#zones.set(source, known);
    return known;
  }
}

/** Says what the reader says of a value that it left out, instead of that it is missing. */
function withReader(
  { events, good, rejections, aside }: RowsJudged,
  fromReader: readonly EventRejection[],
  { isAgain = false }: JudgeOptions,
): RowsJudged {
  const told = fromReader.filter(({ line, column }) =>
    column === null ? !isAgain : !aside.has(line)
  );
  // Rows of JSON may share a line.
  const better = Map.groupBy(told, placeOf);
  const missing = rejections.filter((rejection) =>
    better.get(placeOf(rejection))?.shift() === undefined
  );
  return { events, good, rejections: [...missing, ...told], aside };
}

function placeOf({ line, column }: EventRejection): string {
  return `${line} ${column}`;
}

function rowsOf({ events, good, rejections }: RowsJudged): Judged {
  return { type: "rows", events, good, rejections };
}

function raiseOrder(): never {
  throw new AppError("INTERNAL_ERROR", "Cannot judge rows as their columns must come first");
}

function checkLength(
  text: string | null,
  longest: number,
  reject: (text: string, reason: string) => void,
): void {
  if (text !== null && text.length > longest) {
    reject(`${text.slice(0, longest)}…`, `Longer than ${longest} characters`);
  }
}

/** The exact value as plain decimal text. */
function decimalAt(
  { values, scales, exact }: Extract<ColumnBatch, { readonly exact: unknown }>,
  row: number,
): string {
  const value = values[row];
  if (value !== value) return exact.get(row) ?? "NaN";
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
