/**
 * What the readers of all types share: nulls, evidence, what does not fit.
 *
 * @module
 */
import type { Rejection } from "@/lib/read/facts.ts";
import { textOf } from "@/lib/read/values/bytes.ts";
import type { Word } from "@/lib/read/values/words.ts";
import type { CellGrid, ColumnBatch } from "./batch.ts";
import { type CellScanner, Kind } from "./cell_scanner.ts";
import type { Evidence } from "./evidence.ts";
import type { ColumnPlan } from "./plan.ts";

/** Longer values are cut in what is told of them. */
const LONGEST_TOLD = 10_000;

/** What a reader of one column is given. */
export interface ReaderContext {
  readonly name: string;
  /** The place of the column's cells in a row. */
  readonly column: number;
  readonly plan: ColumnPlan;
  readonly evidence: Evidence;
  readonly cells: CellScanner;
  /** Rows of the largest batch. */
  readonly capacity: number;
  /** Whether no number or date stands for nothing, so that plain ones need no second look. */
  readonly plainIsValue: boolean;
  /** Whether `""` is empty text rather than nothing, as in canonical CSV. */
  readonly quotedIsText: boolean;
  readonly reject: (rejection: Rejection) => void;
}

/** Reads the cells of one column under its plan. */
export abstract class ColumnReader {
  protected readonly context: ReaderContext;
  protected readonly nulls: Uint8Array;
  nullCount = 0;

  constructor(context: ReaderContext) {
    this.context = context;
    this.nulls = new Uint8Array(context.capacity);
  }

  /** Reads one batch; the result is overwritten by the next. */
  abstract read(grid: CellGrid): ColumnBatch;

  /** Counts a cell, and tells whether it is nothing under the plan. */
  protected isNothing(grid: CellGrid, cell: number): boolean {
    const { cells, evidence, plan, quotedIsText } = this.context;
    if (quotedIsText && grid.marks[cell] > 0 && grid.starts[cell] === grid.ends[cell]) {
      return plan.type !== "text";
    }
    const kind = cells.scan(grid.bytes, grid.starts[cell], grid.ends[cell]);
    evidence.add(cells, grid.bytes);
    if (kind === Kind.empty) return true;
    if (plan.nullTexts !== null) {
      return plan.nullTexts.length > 0 &&
        plan.nullTexts.includes(textOf(grid.bytes, cells.start, cells.end));
    }
    return kind === Kind.word && cells.word !== null && isNullWord(cells.word, plan);
  }

  /** Makes the value null. */
  protected setNull(row: number): void {
    this.nulls[row] = 1;
    this.nullCount++;
  }

  /** Makes the value null and keeps what it was. */
  protected rejectCell(grid: CellGrid, row: number, reason: string): void {
    const cell = row * grid.width + this.context.column;
    const value = textOf(grid.bytes, grid.starts[cell], grid.ends[cell]);
    this.context.reject({
      line: grid.lines[row],
      column: this.context.name,
      value: value.length > LONGEST_TOLD ? `${value.slice(0, LONGEST_TOLD)}…` : value,
      reason,
    });
    this.nulls[row] = 1;
  }
}

function isNullWord(word: Word, plan: ColumnPlan): boolean {
  switch (word.empty) {
    case "strong":
      return true;
    case "symbol":
      return plan.nulls.symbols;
    case "weak":
      return plan.nulls.weak && (plan.type !== "text" || word.text === "NA");
    case null:
      return false;
  }
}
