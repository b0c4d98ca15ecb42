/**
 * Counts, while a file is read, the rows that filters one after the other leave.
 *
 * Cost: O(rows × filters), no memory.
 *
 * @module
 */
import type { ColumnSchema } from "@/lib/frame/schema.ts";
import type { RowBatch } from "./columns/batch.ts";
import type { RollupRequest } from "./rollup.ts";

/** What to count: the rows that pass the first filter, those of them that pass the second … */
export interface CountRequest {
  readonly filters: readonly RollupRequest["where"][];
}

/** Counts over the batches of one pass. */
export class RowCounter {
  readonly #filters: readonly { readonly notNull: readonly number[]; readonly drop: boolean }[];
  /** Rows that each filter takes out. */
  readonly #removed: Float64Array;
  #rows = 0;

  /** `null` where the table lacks a column. */
  static over(columns: readonly ColumnSchema[], { filters }: CountRequest): RowCounter | null {
    const indexOf = (name: string) => columns.findIndex((column) => column.name === name);
    const known = filters.map(({ notNull, exactRepeats }) => ({
      notNull: notNull.map(indexOf),
      drop: exactRepeats === "drop",
    }));
    const lacks = known.some(({ notNull }) => notNull.includes(-1));
    return lacks ? null : new RowCounter(known);
  }

  private constructor(
    filters: readonly { readonly notNull: readonly number[]; readonly drop: boolean }[],
  ) {
    this.#filters = filters;
    this.#removed = new Float64Array(filters.length);
  }

  /** Adds the rows of a batch. */
  add({ rows, repeats, columns }: RowBatch): void {
    const filters = this.#filters.map(({ notNull, drop }) => [
      ...notNull.map((index) => columns[index].nulls),
      ...(drop ? [repeats] : []),
    ]);
    this.#rows += rows;
    rows: for (let row = 0; row < rows; row++) {
      for (let step = 0; step < filters.length; step++) {
        for (const marks of filters[step]) {
          if (marks[row] !== 1) continue;
          this.#removed[step]++;
          continue rows;
        }
      }
    }
  }

  /** The rows that are left after each filter. */
  finish(): readonly number[] {
    let left = this.#rows;
    return Array.from(this.#removed, (removed) => left -= removed);
  }
}
