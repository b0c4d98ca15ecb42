/**
 * The orders of one large table: where each row lies, and which row comes where in the order of a
 * column.
 *
 * Cost: 6 bytes a row for the addresses, 4 for each order. A column of a million rows takes some 40
 * short statements, half a second in all.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import type { ColumnType } from "@/lib/frame/schema.ts";
import { quoteName } from "@/lib/sql/quote.ts";
import { POSTGRES_NAMES } from "@/lib/sql/types.ts";
import { columnNamed } from "./conditions.ts";
import type { RowsAsked } from "./contract.ts";
import { eachValue, KeyWriter } from "./key_bytes.ts";
import { ADDRESS_BYTES, type RowOrder, rowOrder } from "./order.ts";
import { Pace, Piece } from "./pace.ts";
import { liesInOrder, type Relation } from "./rows.ts";
import { readSlices } from "./slices.ts";
import { type SortedRows, sortRows, turned } from "./sort_rows.ts";

type Sort = RowsAsked["sort"];

const ORDER_BYTES = 4;

/** What a table with this many orders takes. */
export function bytesOfOrders(rows: number, orders: number): number {
  return rows * (ADDRESS_BYTES + ORDER_BYTES * orders);
}

/** By which rows are ordered that do not lie as the lines of their file. */
const LINES = "_line";

/** Orders of one table. They are the same as SQL's: nulls are last, rows that are alike keep theirs. */
export class TableOrders {
  readonly relation: Relation;
  readonly #database: Database;
  readonly #signal: AbortSignal;
  /** `null` inside where the relation has other rows than its result. */
  #addresses: Piece<Uint8Array | null> | null = null;
  /** By column; `null` where the values are too long. Those used last are last. */
  readonly #ascending = new Map<string, Piece<SortedRows | null>>();
  readonly #descending = new Map<string, SortedRows>();

  /** The signal ends what is made. */
  constructor(database: Database, relation: Relation, signal: AbortSignal) {
    this.#database = database;
    this.relation = relation;
    this.#signal = signal;
  }

  get bytes(): number {
    return bytesOfOrders(this.relation.result.rows, this.#ascending.size + this.#descending.size);
  }

  /** Returns an order that is there. */
  ready(sort: Sort): RowOrder | null {
    const addresses = this.#addresses?.value ?? null;
    if (addresses === null) return null;
    const column = this.#columnOf(sort);
    if (column === null) return rowOrder(addresses);
    const ascending = this.#ascending.get(column)?.value ?? null;
    return ascending === null ? null : this.#orderOf(addresses, { sort, ascending });
  }

  /** Returns an order as soon as it can be made; `null` where it cannot be made here. */
  async find(sort: Sort): Promise<RowOrder | null> {
    const column = this.#columnOf(sort);
    const lies = this.#lies();
    const sorted = column === null ? null : this.#sorted(column);
    for (const one of [lies, sorted, this.#own(column)]) one?.hurry();
    const [addresses, ascending] = await Promise.all([lies.made, sorted?.made ?? null]);
    if (addresses === null) return null;
    if (sorted === null) return rowOrder(addresses);
    return ascending === null ? null : this.#orderOf(addresses, { sort, ascending });
  }

  /** Begins to make what is not there yet, a column's order first; returns `null` where all is. */
  next(first: string | null): Promise<unknown> | null {
    if (this.#addresses === null) return this.#lies().made;
    const { schema } = this.relation.result;
    const columns = [this.#columnOf(null), first, ...schema.columns.map(({ name }) => name)];
    const missing = columns.find((name) => name !== null && !this.#ascending.has(name));
    return missing === undefined || missing === null ? null : this.#sorted(missing).made;
  }

  /** Forgets the order that was not used for longest; returns `false` where there is one at most. */
  forgetOldest(): boolean {
    for (const orders of [this.#descending, this.#ascending]) {
      for (const column of orders.keys()) {
        if (this.#ascending.size + this.#descending.size <= 1) return false;
        return orders.delete(column);
      }
    }
    return false;
  }

  #columnOf(sort: Sort): string | null {
    return sort?.column ?? (liesInOrder(this.relation) ? null : LINES);
  }

  #lies(): Piece<Uint8Array | null> {
    if (this.#addresses === null) {
      const piece = this.#piece((pace) => this.#readAddresses(pace));
      piece.made.catch(() => this.#addresses = null);
      this.#addresses = piece;
    }
    return this.#addresses;
  }

  #sorted(column: string): Piece<SortedRows | null> {
    const piece = this.#ascending.get(column) ??
      this.#piece((pace) => this.#readOrder(column, pace));
    if (!this.#ascending.has(column)) piece.made.catch(() => this.#ascending.delete(column));
    this.#ascending.delete(column);
    this.#ascending.set(column, piece);
    return piece;
  }

  #piece<Value>(make: (pace: Pace) => Promise<Value>): Piece<Value> {
    return new Piece(new Pace(this.#database, this.#signal), make);
  }

  #orderOf(
    addresses: Uint8Array,
    { sort, ascending }: { readonly sort: Sort; readonly ascending: SortedRows },
  ): RowOrder {
    if (sort?.direction !== "descending") return rowOrder(addresses, ascending);
    const known = this.#descending.get(sort.column) ?? turned(ascending);
    this.#descending.set(sort.column, known);
    return rowOrder(addresses, known);
  }

  /** The order that rows have which are alike in a column; `null` where it is that of their table. */
  #own(column: string | null): Piece<SortedRows | null> | null {
    return column === LINES || liesInOrder(this.relation) ? null : this.#sorted(LINES);
  }

  async #readAddresses(pace: Pace): Promise<Uint8Array | null> {
    const { name, result: { rows } } = this.relation;
    const addresses = new Uint8Array(rows * ADDRESS_BYTES);
    let used = 0;
    const asked = { relation: name, column: "r.ctid", pace };
    for await (const slice of readSlices(this.#database, asked)) {
      eachValue(slice, (_, at) => {
        if (used < addresses.length) {
          addresses.set(slice.subarray(at, at + ADDRESS_BYTES), used);
        }
        used += ADDRESS_BYTES;
      });
    }
    return used === addresses.length ? addresses : null;
  }

  async #readOrder(column: string, pace: Pace): Promise<SortedRows | null> {
    const { name, result: { rows, schema } } = this.relation;
    const type: ColumnType = column === LINES ? "integer" : columnNamed(schema, column).type;
    const own = await this.#own(column)?.made ?? null;
    const writer = new KeyWriter(type, rows);
    const value = `r.${quoteName(column)}::${POSTGRES_NAMES[type]}`;
    const asked = { relation: name, column: value, pace };
    for await (const slice of readSlices(this.#database, asked)) {
      if (!writer.add(slice)) return null;
    }
    const keys = writer.keys();
    return keys === null ? null : await sortRows(keys, own);
  }
}
