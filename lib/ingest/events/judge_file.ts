/**
 * Judges a file of events to its end, and only then gives its events, in pieces.
 *
 * The reader may find late that it must read otherwise, and strict ingestion takes all or nothing:
 * so nothing is given before the whole file is known. Few events are kept meanwhile; of more the
 * file is read a second time, as the first reading found that it must be read.
 *
 * Cost: O(bytes) time, once or twice; memory of HELD_ROWS events or of a piece.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { ByteSource } from "@/lib/read/formats/format.ts";
import { type BatchEvent, readTable } from "@/lib/read/read_batches.ts";
import type { TextTable } from "@/lib/read/text_table.ts";
import { BadRows } from "./bad_rows.ts";
import { type EventColumns, type EventReading, readingOfColumns, readingTold } from "./columns.ts";
import type { EventPiece } from "./event_piece.ts";
import type { EventFormat, FileAsked } from "./file_asked.ts";
import { FileReading } from "./file_reading.ts";
import { type EventWarning, fileWarnings } from "./file_warnings.ts";
import { openEvents } from "./open_events.ts";
import { type EventsTold, PieceCutter } from "./piece_cutter.ts";
import { plainSource } from "./plain_source.ts";
import { judgeRows } from "./judge_rows.ts";

/** What is told of a file whose events were given. */
export interface FileTold extends EventsTold {
  readonly rows: number;
  /** Values, and rows where they have no column, that made no event. */
  readonly rejected: number;
  readonly warnings: readonly EventWarning[];
  readonly format: EventFormat;
  /** As the whole file said that it is written; what nothing said is left out. */
  readonly reading: EventReading;
}

/**
 * Judges a file; gives its events once it is known that they may be stored.
 *
 * @throws AppError BAD_EVENTS in strict mode, MISSING_COLUMNS, BAD_PARAMETER, TOO_MANY_ROWS,
 * EMPTY_BODY, DECODE_ERROR, and what the reader refuses
 */
export async function judgeFile(
  source: ByteSource,
  asked: FileAsked,
  listener: FileListener,
): Promise<FileTold> {
  const plain = await plainSource(source, asked);
  const { format, table, columns } = await openEvents(plain, asked);
  requireSource(columns, asked);
  return await new FileJudge({ format, table, columns, asked, listener }).judge();
}

/** Who gets the events. */
export interface FileListener {
  readonly give: (piece: EventPiece) => Promise<void>;
  /** Hears from time to time that the file is being read. */
  readonly onProgress?: () => Promise<void>;
}

interface JudgeParts {
  readonly format: EventFormat;
  readonly table: TextTable;
  readonly columns: EventColumns;
  readonly asked: FileAsked;
  readonly listener: FileListener;
}

class FileJudge {
  readonly #parts: JudgeParts;
  readonly #zones: ReadonlyMap<string, string>;

  constructor(parts: JudgeParts) {
    this.#parts = parts;
    this.#zones = new Map(parts.asked.zones);
  }

  async judge(): Promise<FileTold> {
    const { source, mode, zone } = this.#parts.asked;
    const readings: FileReading[] = [];
    // Rows of sources in other zones add theirs.
    const zones = new Set([source === null ? zone : this.#zoneOf(source)]);
    for (const own of zones) {
      const reading = new FileReading(own, readings.every(({ held }) => held !== null));
      const isCounting = () => reading.held === null;
      for await (const judged of this.#judge(reading, readings.length > 0, isCounting)) {
        reading.take(judged);
        this.#refuseRows(reading);
        if (judged.type === "done") judged.otherZones.forEach((other) => zones.add(other));
      }
      readings.push(reading);
    }
    const bad = new BadRows();
    for (const reading of readings) bad.merge(reading.bad);
    if (mode === "strict") bad.refuse();
    return await this.#giveAll(readings, bad);
  }

  async #giveAll(readings: readonly FileReading[], bad: BadRows): Promise<FileTold> {
    const { asked: { batch }, format, columns, listener: { give } } = this.#parts;
    const cutter = new PieceCutter(batch, (source) => this.#zoneOf(source), give);
    const isHeld = readings.every(({ held }) => held !== null);
    for (const [i, reading] of readings.entries()) {
      if (isHeld && reading.held !== null) {
        await cutter.add(reading.held.events, reading.held.rejections);
      } else await this.#giveAgain(reading, i > 0, cutter);
    }
    const told = await cutter.finish();
    const [{ facts }] = readings;
    if (facts === null) throw new TypeError("A file that was read has facts");
    const warnings = fileWarnings(columns, facts, bad.told);
    const reading = readingTold(columns, facts);
    return { ...told, rows: facts.rows, rejected: bad.count, warnings, format, reading };
  }

  /** Reads once more what a reading found, and leaves out what the reader gives up again. */
  async #giveAgain(
    { zone, begins }: FileReading,
    isAgain: boolean,
    cutter: PieceCutter,
  ): Promise<void> {
    const reading = new FileReading(zone, false);
    for await (const judged of this.#judge(reading, isAgain, () => reading.begins < begins)) {
      if (judged.type === "begin") reading.begins++;
      else if (judged.type === "rows" && reading.begins === begins) {
        await cutter.add(judged.events, judged.rejections);
      }
    }
  }

  /** Judges the rows of a zone. */
  #judge(reading: FileReading, isAgain: boolean, isCounting: () => boolean) {
    const { format, table, columns, asked } = this.#parts;
    const { name, dateOrder, decimal } = asked;
    const { zone } = reading;
    const order = dateOrder === null ? {} : { date_order: dateOrder };
    const read = readingOfColumns(columns, { ...order, decimal });
    // The last line is an event as any: a total below the table, or half a line, is a bad one.
    const options = { name, format, zone, ...read, footer: 0 };
    const batches = this.#follow(readTable(table, options, { tellsRepeats: false }), reading);
    const zoneOf = (source: string) => this.#zoneOf(source);
    return judgeRows(batches, {
      columns,
      source: asked.source,
      zone,
      zoneOf,
      isAgain,
      isCounting,
      isOneZone: this.#parts.asked.zones.every(([, own]) => own === zone) &&
        this.#parts.asked.zone === zone,
    });
  }

  /** Keeps the facts that come at the end, and tells of progress. */
  async *#follow(
    batches: AsyncIterable<BatchEvent>,
    reading: FileReading,
  ): AsyncGenerator<BatchEvent> {
    for await (const event of batches) {
      if (event.type === "done") reading.facts = event.facts;
      else if (event.type === "progress") await this.#parts.listener.onProgress?.();
      yield event;
    }
  }

  #zoneOf(source: string): string {
    return this.#zones.get(source) ?? this.#parts.asked.zone;
  }

  #refuseRows({ good, facts }: FileReading): void {
    const { maxRows } = this.#parts.asked;
    const rows = facts?.rows ?? good;
    if (maxRows === null || rows <= maxRows) return;
    throw new AppError(
      "TOO_MANY_ROWS",
      `Cannot take so many rows at once as there may be ${maxRows}: current value is more`,
    );
  }
}

function requireSource(columns: EventColumns, { source }: FileAsked): void {
  if (source !== null || columns.source !== null) return;
  throw new AppError(
    "BAD_PARAMETER",
    `Cannot take events as source_name must be given where rows have no column "source": ` +
      `current value is nothing`,
    {
      problems: [{
        severity: "error",
        code: "BAD_PARAMETER",
        message: "The source is missing",
        place: { key: "source_name" },
        remedy: "Add source_name to the address, or a column source to the rows",
      }],
    },
  );
}
