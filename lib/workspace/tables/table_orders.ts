/**
 * The orders of one large table: where each row lies, and which row comes where in the order of a
 * column.
 *
 * Cost: 6 bytes a row for the addresses, 4 for each order and for conditions. A column of a million rows takes some 40
 * short statements, half a second in all.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import type { ColumnType } from "@/lib/frame/schema.ts";
import { quoteName } from "@/lib/sql/quote.ts";
import { POSTGRES_NAMES } from "@/lib/sql/types.ts";
import { ADDRESS_BYTES, type Matching, matchingOf, type RowOrder, rowOrder } from "./addresses.ts";
import { columnNamed, whereSql } from "./conditions.ts";
import type { RowsAsked } from "./contract.ts";
import { eachValue, KeyWriter, LONGEST_KEY } from "./key_bytes.ts";
import { readAddresses } from "./order.ts";
import { Pace, Piece } from "./pace.ts";
import { liesInOrder, type Relation, type Selection } from "./rows.ts";
import { readSlices } from "./slices.ts";
import { type SortedRows, sortRows, turned } from "./sort_rows.ts";

type Sort = RowsAsked["sort"];

const ORDER_BYTES = 4;

/** A bit a row each. */
const KEPT_MATCHING = 32;

/** What a table with this many orders takes, and as many conditions as are kept. */
export function bytesOfOrders(rows: number, orders: number): number {
  return rows * (ADDRESS_BYTES + KEPT_MATCHING / 8 + ORDER_BYTES * orders);
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
  /** By conditions. */
  readonly #matching = new Map<string, Promise<Matching>>();

  /** The signal ends what is made. */
  constructor(database: Database, relation: Relation, signal: AbortSignal) {
    this.#database = database;
    this.relation = relation;
    this.#signal = signal;
  }

  get bytes(): number {
    return bytesOfOrders(this.relation.result.rows, this.#ascending.size + this.#descending.size);
  }

  /** Returns an order of which that of all rows is there; conditions take one scan. @throws as `whereSql` */
  async ready({ sort, where }: Selection): Promise<RowOrder | null> {
    const addresses = this.#addresses?.value ?? null;
    const column = this.#columnOf(sort);
    const ascending = column === null ? null : this.#ascending.get(column)?.value ?? null;
    if (addresses === null || column !== null && ascending === null) return null;
    const matching = where.length === 0 ? null : await this.#matches(addresses, where);
    return rowOrder(addresses, { sorted: this.#directed(sort, ascending), matching });
  }

  /** Returns an order as soon as it can be made; `null` where it cannot be made here. */
  async find(sort: Sort): Promise<RowOrder | null> {
    const column = this.#columnOf(sort);
    const lies = this.#lies();
    const sorted = column === null ? null : this.#sorted(column);
    for (const one of [lies, sorted, this.#own(column)]) one?.hurry();
    const [addresses, ascending] = await Promise.all([lies.made, sorted?.made ?? null]);
    if (addresses === null) return null;
    if (sorted !== null && ascending === null) return null;
    return rowOrder(addresses, { sorted: this.#directed(sort, ascending) });
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

  #directed(sort: Sort, ascending: SortedRows | null): SortedRows | null {
    if (ascending === null || sort?.direction !== "descending") return ascending;
    const known = this.#descending.get(sort.column) ?? turned(ascending);
    this.#descending.set(sort.column, known);
    return known;
  }

  async #matches(addresses: Uint8Array, conditions: Selection["where"]): Promise<Matching> {
    const { name, result: { schema } } = this.relation;
    const where = whereSql(schema, conditions);
    const known = JSON.stringify(where);
    const asked = {
      from: name,
      where: where.sql,
      parameters: where.parameters,
      order: null,
    } as const;
    const found = this.#matching.get(known) ??
      readAddresses(this.#database, { ...asked, role: "results" })
        .then((some) => matchingOf(addresses, some));
    if (this.#matching.size >= KEPT_MATCHING) this.#matching.clear();
    this.#matching.set(known, found);
    found.catch(() => this.#matching.delete(known));
    return await found;
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
    // Of a text that is too long so much is read that this is known.
    const read = type === "text" ? `left(${value}, ${LONGEST_KEY + 1})` : value;
    const asked = { relation: name, column: read, pace };
    for await (const slice of readSlices(this.#database, asked)) {
      if (!writer.add(slice)) return null;
    }
    const keys = writer.keys();
    return keys === null ? null : await sortRows(keys, own);
  }
}
