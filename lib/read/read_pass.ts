/**
 * One pass over a table: rows out, evidence gathered.
 *
 * @module
 */
import type { ReadOptions } from "./options.ts";
import type { Rejection } from "./facts.ts";
import type { RowBatch } from "./columns/batch.ts";
import { CellScanner } from "./columns/cell_scanner.ts";
import { Evidence } from "./columns/evidence.ts";
import type { ColumnPlan } from "./columns/plan.ts";
import { makeReader, type TypedReader } from "./columns/readers.ts";
import { TextReader } from "./columns/text_reader.ts";
import { lineEnds } from "./csv/head.ts";
import { RowFilter } from "./csv/row_filter.ts";
import { batchCapacity, type CutBatch, cutRows } from "./csv/row_stream.ts";
import { Tokenizer } from "./csv/tokenizer.ts";
import type { TextTable } from "./text_table.ts";
import type { Zone } from "./values/calendar.ts";

/** Where the types are given, so much of the head tells how their values are written. */
const FEW_BYTES = 4 * 1024;
const FEW_LINES = 16;

/** A batch, and how far the pass is. */
export interface PassStep {
  readonly batch: RowBatch;
  readonly bytes: number;
}

/** Reads a table once with fixed plans. */
export class Pass {
  readonly evidences: readonly Evidence[];
  readonly filter: RowFilter;
  readonly tokenizer: Tokenizer;
  readonly readers: readonly TypedReader[];
  /** Those of columns that are not left out. */
  readonly #kept: readonly TypedReader[];
  readonly #leavesOut: (column: string | null) => boolean;
  /** What did not fit since `takeRejections` was called. */
  #rejections: Rejection[] = [];
  rejected = 0;
  readonly #table: TextTable;
  readonly #cells: CellScanner;
  readonly #lines: Float64Array;
  readonly #footer: number | null;
  /** Whether the type of each column is given. */
  readonly #isDeclared: boolean;

  constructor(
    table: TextTable,
    { options, plans, tellsRepeats, zone }: {
      readonly options: ReadOptions;
      /** `null` gathers evidence alone. */
      readonly plans: readonly ColumnPlan[] | null;
      readonly tellsRepeats: boolean;
      readonly zone: Zone;
    },
  ) {
    const { layout, canonical, dialect } = table;
    const { columns = {} } = options;
    this.#table = table;
    this.#cells = new CellScanner(options.nulls, nullsOfColumns(options));
    const capacity = batchCapacity(layout.width, table.mostRows);
    this.#lines = new Float64Array(capacity);
    this.#footer = options.footer ?? null;
    this.#isDeclared = layout.names.every((name, index) =>
      (Object.hasOwn(columns, name) ? columns[name].type : table.types[index]) != null
    );
    const reject = (rejection: Rejection) => {
      this.rejected++;
      this.#rejections.push(rejection);
    };
    this.tokenizer = new Tokenizer(dialect, layout.width, capacity);
    const footer = this.#footer;
    this.filter = new RowFilter({
      layout,
      dialect,
      canonical,
      footer,
      capacity,
      tellsRepeats,
      reject,
    });
    const nulls = [...options.nulls ?? [], ...nullsOfColumns(options)];
    const plainIsValue = !nulls.some((text) => /^[-+.\d]/.test(text));
    this.evidences = layout.names.map(() => new Evidence());
    this.readers = plans === null ? [] : layout.names.map((name, index) =>
      makeReader({
        name,
        column: index + layout.firstCell,
        plan: plans[index],
        evidence: this.evidences[index],
        cells: this.#cells,
        capacity,
        plainIsValue,
        quotedIsText: canonical,
        reject,
      }, zone)
    );
    this.#kept = this.readers.filter((_, index) => !layout.leftOut[index]);
    this.#leavesOut = (column) =>
      column !== null && Object.hasOwn(columns, column) && columns[column].leave_out === true;
  }

  /** Reads typed batches; the arrays of one are used again for the next. */
  async *read(): AsyncGenerator<PassStep> {
    const { head, headIsAll } = this.#table;
    for await (const cut of this.#cut(this.#table.open(), headIsAll ? head.length : null)) {
      yield { batch: this.#type(cut), bytes: cut.bytesRead };
    }
  }

  /** Gathers evidence from the head alone. */
  async survey(): Promise<void> {
    const { head, headIsAll, layout: { firstCell: first } } = this.#table;
    const looked = this.#isDeclared && lineEnds(head.subarray(0, FEW_BYTES)) > FEW_LINES
      ? head.subarray(0, FEW_BYTES)
      : head;
    const isAll = headIsAll && looked.length === head.length;
    for await (const { rows, bytes } of this.#cut(once(looked), looked.length)) {
      // The last row of a head may be cut off.
      const whole = isAll ? rows.rows : rows.rows - 1;
      this.evidences.forEach((evidence, index) => {
        for (let row = 0; row < whole; row++) {
          const cell = row * rows.width + index + first;
          this.#cells.scan(bytes, rows.starts[cell], rows.ends[cell]);
          evidence.add(this.#cells, bytes);
        }
      });
    }
  }

  /** What was rejected since the last call, by the source too. */
  takeRejections(): readonly Rejection[] {
    const ofSource = this.#table.told.rejections.splice(0)
      .filter(({ column }) => !this.#leavesOut(column));
    this.rejected += ofSource.length;
    const taken = [...ofSource, ...this.#rejections];
    this.#rejections = [];
    return taken;
  }

  /** Cuts bytes, of which so many come where `length` is known. */
  #cut(chunks: AsyncIterable<Uint8Array>, length: number | null): AsyncGenerator<CutBatch> {
    const { dialect, layout } = this.#table;
    return cutRows(chunks, {
      dialect,
      width: layout.width,
      filter: this.filter,
      footer: this.#footer,
      tokenizer: this.tokenizer,
      length,
    });
  }

  #type({ rows, bytes }: CutBatch): RowBatch {
    const lines = this.#table.canonical ? this.#linesOf(rows, bytes) : rows.rowLines;
    const grid = {
      bytes,
      rows: rows.rows,
      width: rows.width,
      starts: rows.starts,
      ends: rows.ends,
      marks: rows.marks,
      lines,
    };
    const columns = this.#kept.map((reader) => reader.read(grid));
    const plain = this.#table.utf8.current?.plain ?? false;
    if (rows.rows > 0 && !plain && hasNul(bytes, rows)) {
      for (const reader of this.#kept) {
        if (reader instanceof TextReader) reader.removeNuls(bytes, rows.rows);
      }
    }
    return { rows: rows.rows, lines, repeats: this.filter.repeats, bytes, columns };
  }

  /** The source's own lines, which stand in the first cells. */
  #linesOf({ rows, width, starts, ends }: Tokenizer, bytes: Uint8Array): Float64Array {
    for (let row = 0; row < rows; row++) {
      let line = 0;
      for (let at = starts[row * width]; at < ends[row * width]; at++) {
        line = line * 10 + bytes[at] - 48;
      }
      this.#lines[row] = line;
    }
    return this.#lines;
  }
}

/** Texts that stand for nothing in some column. */
function nullsOfColumns({ columns = {} }: ReadOptions): string[] {
  return Object.values(columns).flatMap(({ nulls = [] }) => nulls);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function hasNul(bytes: Uint8Array, { rows, rowStarts, rowEnds }: Tokenizer): boolean {
  return bytes.subarray(rowStarts[0], rowEnds[rows - 1]).includes(0);
}
