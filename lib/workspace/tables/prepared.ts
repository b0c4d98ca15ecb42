/**
 * Orders of large tables, made before anybody asks for them: once a table is looked at, the
 * addresses of its rows are read, then one column after the other is read and brought in order in
 * this process, whenever nobody else uses the database. Results never change, so an order holds for
 * as long as its relation does.
 *
 * Whoever asks for an order before its turn has come has it made at once.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import type { RowOrder } from "./addresses.ts";
import { LARGE_TABLE_ROWS, type RowsAsked } from "./contract.ts";
import type { Relation, Selection } from "./rows.ts";
import { bytesOfOrders, TableOrders } from "./table_orders.ts";

/** Orders that are made ahead. */
export interface Prepared extends AsyncDisposable {
  /** Whether a table is so large that orders are made ahead, and so small that one fits. */
  takes(relation: Relation): boolean;
  /** Begins to prepare a table in idle moments, the order of `sort` first. */
  look(relation: Relation, sort: RowsAsked["sort"]): void;
  /** Returns the order of the rows that are asked for if that of all is there, else `null`. */
  ready(relation: Relation, asked: Selection): Promise<RowOrder | null>;
  /** Returns the order of all rows as soon as it can be made; `null` where it cannot be made here. */
  find(relation: Relation, sort: RowsAsked["sort"]): Promise<RowOrder | null>;
  /** Settles when all is prepared that was looked at last, or nothing more will be. */
  settled(): Promise<void>;
}

/** What all tables may take together, such as one of a million rows with 15 orders. */
const KEPT_BYTES = 64 * 1024 * 1024;

/** Prepares orders until it is disposed of. */
export function createPrepared(database: Database): Prepared {
  const tables = new Map<string, TableOrders>();
  const closing = new AbortController();
  const { signal } = closing;
  let last: { readonly table: TableOrders; readonly column: string | null } | null = null;
  let working: Promise<void> | null = null;

  function tableOf(relation: Relation): TableOrders {
    const table = tables.get(relation.name) ?? new TableOrders(database, relation, signal);
    if (!tables.has(relation.name)) forgetDropped();
    // What is used goes to the end: the first is the one not used for longest.
    tables.delete(relation.name);
    tables.set(relation.name, table);
    return table;
  }

  /** Nobody tells of a result that is dropped: it is found out when another one is looked at. */
  function forgetDropped(): void {
    if (tables.size === 0) return;
    database.query<{ name: string }>(
      "select name from unnest($1::text[]) as name where to_regclass(name) is null",
      [[...tables.keys()]],
    ).then((gone) => gone.forEach(({ name }) => tables.delete(name)), () => {});
  }

  function forgetOldest(): void {
    let rest = [...tables.values()].reduce((sum, { bytes }) => sum + bytes, 0) - KEPT_BYTES;
    for (const [name, table] of tables) {
      if (rest <= 0) return;
      if (tables.size > 1) {
        rest -= table.bytes;
        tables.delete(name);
      } else while (table.bytes > KEPT_BYTES && table.forgetOldest());
    }
  }

  async function prepare(): Promise<void> {
    while (last !== null && !signal.aborted) {
      const { table: { bytes, relation }, column } = last;
      const more = bytes + bytesOfOrders(relation.result.rows, 1);
      const making: Promise<unknown> | null = more > KEPT_BYTES ? null : last.table.next(column);
      if (making === null) return;
      await making;
      forgetOldest();
    }
  }

  return {
    takes({ result: { rows } }) {
      return rows >= LARGE_TABLE_ROWS && bytesOfOrders(rows, 1) <= KEPT_BYTES;
    },

    look(relation, sort) {
      if (signal.aborted) return;
      last = { table: tableOf(relation), column: sort?.column ?? null };
      // Whoever asks for an order that cannot be made is told; here nobody asked.
      working ??= prepare().catch(() => {}).finally(() => working = null);
    },

    async ready(relation, asked) {
      const order = await tables.get(relation.name)?.ready(asked) ?? null;
      if (order !== null) forgetOldest();
      return order;
    },

    async find(relation, sort) {
      const order = await tableOf(relation).find(sort);
      forgetOldest();
      return order;
    },

    async settled() {
      await working;
    },

    async [Symbol.asyncDispose]() {
      closing.abort();
      await working;
    },
  };
}
