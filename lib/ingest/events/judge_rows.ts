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
import type { EventColumns } from "./columns.ts";
import type { Event, EventRejection } from "./event.ts";
import { EventRows, LONGEST_ID, LONGEST_NAME, type RowWords } from "./event_rows.ts";

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
  /** Whether all sources are in `zone`, so that a row needs not be asked for its source's. */
  readonly isOneZone?: boolean;
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
    const { columns, source, zone, isOneZone = false } = this.#options;
    const isCounting = this.#options.isCounting?.() ?? false;
    const rows = new EventRows(batch, {
      columns,
      dimensions: this.#dimensions,
      source,
      columnOf: (name) => this.#columnOf(batch, name),
    });
    const events: Event[] = [];
    const rejections: EventRejection[] = [];
    const aside = new Set<number>();
    let good = 0;
    for (let row = 0; row < batch.rows; row++) {
      const isPlain = isOneZone && rows.isPlain(row);
      const words = isPlain ? null : this.#wordsAt(rows, row, batch.lines[row]);
      switch (words?.type) {
        case "aside":
          aside.add(batch.lines[row]);
          continue;
        case "bad":
          rejections.push(...words.rejections);
          continue;
      }
      good++;
      if (isCounting) continue;
      events.push(
        words === null ? rows.plainEventAt(row, zone) : rows.eventAt(row, words.words, zone),
      );
    }
    return { events, good, rejections, aside };
  }

  /** Looks at all of a row. */
  #wordsAt(rows: EventRows, row: number, line: number): RowJudged {
    const { columns, zone, isAgain = false } = this.#options;
    const source = rows.sourceAt(row);
    const own = source === null || source.length > LONGEST_NAME ? null : this.#zoneOf(source);
    if (own === null ? isAgain : own !== zone) {
      if (own !== null) this.otherZones.add(own);
      return { type: "aside" };
    }
    const rejections: EventRejection[] = [];
    const reject = (column: string | null, value: string | null, reason: string) =>
      rejections.push({ line, column, value, reason });
    const checkLength = (column: string | null, text: string | null, longest: number) => {
      if (text === null || text.length <= longest) return;
      reject(column, `${text.slice(0, longest)}…`, `Longer than ${longest} characters`);
    };
    const eventId = rows.eventIdAt(row);
    const metric = rows.metricAt(row);
    const decimal = rows.decimalAt(row);
    if (source === null) reject(columns.source, null, "The source is missing");
    if (!rows.hasTime(row)) reject(columns.time, null, "The time is missing");
    if (decimal === null) reject(columns.value, null, "The value is missing");
    checkLength(columns.source, source, LONGEST_NAME);
    checkLength(columns.metric, metric, LONGEST_NAME);
    checkLength(columns.eventId, eventId, LONGEST_ID);
    if (decimal === "NaN") reject(columns.value, decimal, "Not a finite number");
    checkLength(columns.value, decimal, LONGEST_VALUE);
    return rejections.length > 0 || source === null || decimal === null
      ? { type: "bad", rejections }
      : { type: "good", words: { source, eventId, metric, decimal } };
  }

  #columnOf(batch: RowBatch, name: string): ColumnBatch {
    const place = this.#places.get(name);
    if (place === undefined) throw new TypeError(`No column "${name}" was read`);
    return batch.columns[place];
  }

  #zoneOf(source: string): string {
    const known = this.#zones.get(source) ?? this.#options.zoneOf(source);
    this.#zones.set(source, known);
    return known;
  }
}

/** What a row is. */
type RowJudged =
  | { readonly type: "good"; readonly words: RowWords }
  | { readonly type: "bad"; readonly rejections: readonly EventRejection[] }
  /** For another zone. */
  | { readonly type: "aside" };

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
