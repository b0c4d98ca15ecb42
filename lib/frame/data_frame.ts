/**
 * A cell's small result as a data frame: danfojs, as far as it is right.
 *
 * danfojs gives wrong answers without an error where types are guessed, where a column
 * has the name of a method, where keys are joined to text, where NaN is sorted, and in
 * all arithmetic (float32). So columns are given to it with their types and under names
 * of our own, keys as codes, and it only selects, filters, cuts, stacks and joins.
 *
 * Cost: loading takes 0.4 s and 95 MB, so the first frame loads it and nothing before.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { checkFrame } from "./check_frame.ts";
import { type Column, columnOf, type Frame, valueAt } from "./frame.ts";
import { type Inner, type Known, type Library, loadLibrary, named, openRows } from "./danfo.ts";
import { joinedRows, keyCodes } from "./join_keys.ts";

/** A frame of more rows than this stays in the database. */
const MOST_ROWS = 10_000;

/** Which rows a merge keeps: those with a partner, or all of the left. */
export interface MergeOptions {
  readonly on: string;
  readonly how: "inner" | "left";
}

/** Rows of typed columns; every method gives a new frame and leaves this one as it is. */
export class DataFrame {
  readonly #library: Library;
  /** `null` without rows, which danfojs does not hold. */
  readonly #inner: Inner | null;
  readonly #columns: readonly Known[];
  readonly length: number;

  constructor(library: Library, columns: readonly Known[], inner: Inner | null) {
    this.#library = library;
    this.#columns = columns;
    this.#inner = inner;
    this.length = inner?.values.length ?? 0;
  }

  get names(): readonly string[] {
    return this.#columns.map(({ name }) => name);
  }

  /** Returns the columns of these names, in this order. @throws MISSING_COLUMN */
  select(names: readonly string[]): DataFrame {
    const chosen = names.map((name) => this.#known(name));
    if (chosen.length === 0 || new Set(names).size < names.length) {
      throw new AppError(
        "BAD_PARAMETER",
        `Cannot select as columns must be named once each: current value is ${
          JSON.stringify(names)
        }`,
      );
    }
    const inner = this.#inner?.loc({ columns: chosen.map(({ id }) => id) }) ?? null;
    return new DataFrame(this.#library, chosen, inner);
  }

  /** Returns the rows whose place in the mask is true. @throws BAD_PARAMETER for another length */
  filter(mask: readonly boolean[]): DataFrame {
    if (mask.length !== this.length) {
      throw new AppError(
        "BAD_PARAMETER",
        `Cannot filter as a mask has ${this.length} places: current value is ${mask.length}`,
      );
    }
    return this.#rows((inner) => inner.iloc({ rows: mask }), mask.includes(true));
  }

  /** Returns the first rows. */
  head(count: number): DataFrame {
    return this.slice(0, count);
  }

  /** Returns the last rows. */
  tail(count: number): DataFrame {
    return this.slice(Math.max(0, this.length - Math.max(0, count)), this.length);
  }

  /** Returns the rows from one position up to and without another; both are cut to the frame. */
  slice(from: number, to: number): DataFrame {
    const first = Math.max(0, Math.trunc(from));
    const end = Math.min(this.length, Math.trunc(to));
    return this.#rows((inner) => inner.iloc({ rows: [`${first}:${end}`] }), first < end);
  }

  /** Returns these rows and, below them, those of a frame with the same columns. @throws WRONG_TYPE, TOO_MANY_ROWS */
  concat(other: DataFrame): DataFrame {
    const shape = (frame: DataFrame) =>
      JSON.stringify(frame.#columns.map(({ name, type }) => [name, type]));
    if (shape(this) !== shape(other)) {
      throw new AppError(
        "WRONG_TYPE",
        `Cannot put frames together as their columns must be the same: current value is ${
          shape(other)
        }`,
      );
    }
    refuseTooMany(this.length + other.length);
    if (other.#inner === null) return this;
    if (this.#inner === null) return other;
    // danfojs makes a series without rows of frames that have one column.
    const isNarrow = this.#columns.length === 1;
    const inner = isNarrow
      ? openRows(this.#library, this.#columns, [...this.#inner.values, ...other.#inner.values])
      : this.#library.concat({
        // Opened again, since the other's columns may have other names inside.
        dfList: [this.#inner, openRows(this.#library, this.#columns, other.#inner.values)],
        axis: 0,
      });
    return new DataFrame(this.#library, this.#columns, inner);
  }

  /**
   * Joins the rows of another frame that have the same value in one column: this frame's
   * columns, then the other's without the key, rows in this frame's order, then the
   * other's. A key without a value has no partner. @throws MISSING_COLUMN, WRONG_TYPE, TOO_MANY_ROWS
   */
  merge(other: DataFrame, { on, how }: MergeOptions): DataFrame {
    const left = this.#known(on);
    const right = other.#known(on);
    if (left.type !== right.type) {
      throw new AppError(
        "WRONG_TYPE",
        `Cannot merge on "${on}" as it must have one type: current value is ${left.type} and ${right.type}`,
      );
    }
    const added = other.#columns.filter(({ name }) => name !== on);
    const twice = added.find(({ name }) => this.names.includes(name));
    if (twice !== undefined) {
      throw new AppError(
        "BAD_PARAMETER",
        `Cannot merge as only the key may be in both frames: current value is "${twice.name}"`,
      );
    }
    const codes = keyCodes(this.column(on), other.column(on));
    refuseTooMany(joinedRows(codes, how));
    return this.#joined(other, added, { codes, how });
  }

  #joined(
    other: DataFrame,
    added: readonly Known[],
    { codes, how }: {
      readonly codes: readonly [readonly string[], readonly string[]];
      readonly how: "inner" | "left";
    },
  ): DataFrame {
    const columns = named([...this.#columns, ...added]);
    if (this.#inner === null || (how === "inner" && other.#inner === null)) {
      return new DataFrame(this.#library, columns, null);
    }
    const pairs = other.#inner === null
      ? codes[0].map((_, row) => [row, null] as const)
      : this.#pairs(codes, how);
    const leftRows = this.#inner.values;
    const rightRows = other.#inner?.values ?? [];
    const positions = added.map((column) => other.#columns.indexOf(column));
    const rows = pairs.map(([row, partner]) => [
      ...leftRows[row],
      ...positions.map((position) => partner === null ? null : rightRows[partner][position]),
    ]);
    return new DataFrame(this.#library, columns, openRows(this.#library, columns, rows));
  }

  /** Lets danfojs join codes with positions, and puts the pairs in order. */
  #pairs(
    [left, right]: readonly [readonly string[], readonly string[]],
    how: "inner" | "left",
  ): readonly (readonly [number, number | null])[] {
    const open = (codes: readonly string[], position: string) =>
      new this.#library.DataFrame(codes.map((code, row) => [code, row]), {
        columns: ["key", position],
        dtypes: ["string", "int32"],
      });
    const merged = this.#library.merge({
      left: open(left, "left_row"),
      right: open(right, "right_row"),
      on: ["key"],
      how,
    });
    return merged.values
      .map(([_, row, partner]) =>
        [Number(row), typeof partner === "number" && partner >= 0 ? partner : null] as const
      )
      .sort((a, b) => a[0] - b[0] || Number(a[1]) - Number(b[1]));
  }

  /** Returns one column with its values. @throws MISSING_COLUMN */
  column(name: string): Column {
    const known = this.#known(name);
    const position = this.#columns.indexOf(known);
    const rows = this.#inner?.values ?? [];
    return columnOf(known.name, known.type, rows.map((row) => row[position] ?? null));
  }

  /** Returns all columns with their values. */
  toFrame(): Frame {
    return { length: this.length, columns: this.names.map((name) => this.column(name)) };
  }

  #known(name: string): Known {
    const known = this.#columns.find((column) => column.name === name);
    if (known !== undefined) return known;
    throw new AppError(
      "MISSING_COLUMN",
      `Cannot find a column as it must be one of ${
        this.names.map((one) => `"${one}"`).join(", ")
      }: current value is "${name}"`,
    );
  }

  #rows(cut: (inner: Inner) => Inner, isAny: boolean): DataFrame {
    const inner = this.#inner === null || !isAny ? null : cut(this.#inner);
    return new DataFrame(this.#library, this.#columns, inner);
  }
}

/** Opens a frame of up to 10,000 rows. @throws TOO_MANY_ROWS, WRONG_TYPE for columns that do not fit */
export async function openDataFrame(frame: Frame): Promise<DataFrame> {
  checkFrame(frame);
  refuseTooMany(frame.length);
  const library = await loadLibrary();
  const columns = named(frame.columns);
  const rows = Array.from(
    { length: columns.length === 0 ? 0 : frame.length },
    (_, row) => frame.columns.map((column) => valueAt(column, row)),
  );
  const inner = rows.length === 0 ? null : openRows(library, columns, rows);
  return new DataFrame(library, columns, inner);
}

function refuseTooMany(rows: number): void {
  if (rows <= MOST_ROWS) return;
  throw new AppError(
    "TOO_MANY_ROWS",
    `Cannot open a data frame as it may have ${MOST_ROWS.toLocaleString("en-US")} rows: ` +
      `current value is ${rows.toLocaleString("en-US")}`,
  );
}
