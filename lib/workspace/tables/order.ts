/**
 * Orders of rows, each made once: where the rows that are asked for stand in their table, one
 * behind the other. Results never change, so an order holds for as long as its relation does.
 *
 * A page is then read by the addresses of its rows, whatever its offset, and the number of rows
 * is known.
 *
 * The first rows of an order that nobody has asked for before are found without it, since many look
 * at no others.
 *
 * Cost: an order of a million rows takes one scan and one sort (0.1 to 1.5 s) and 6 MB; a page of
 * 50 rows 10 ms. An index for each column would cost as much, and lead to no page in the middle.
 *
 * @module
 */
import type { Database, DatabaseRole } from "@/lib/db/database.ts";
import { ADDRESS_BYTES, type RowOrder, rowOrder } from "./addresses.ts";

/** What to bring in order: the parts of a SELECT that are not ours to bind. */
export interface OrderAsked {
  readonly from: string;
  readonly where: string;
  readonly order: string;
  readonly parameters: readonly string[];
  readonly role: DatabaseRole;
}

/** Keeps the orders that were used last. */
export interface Orders {
  /** Returns the order, from memory if it is there. */
  find(asked: OrderAsked): Promise<RowOrder>;
  /** Whether nobody has asked for the order before: to see its first rows it need not be made. */
  isNew(asked: OrderAsked): boolean;
}

/** What all kept orders, and what they are asked by, may take together: some 5 million rows. */
const KEPT_BYTES = 32 * 1024 * 1024;

const CHARACTER_BYTES = 2;

const SEEN_ORDERS = 1000;

/** A sort that does not fit into this goes through files. */
const SORT_MEMORY = "64MB";

const TIME_LIMIT_MILLISECONDS = 120_000;

/** Else a scan might begin where another one is, or be shared among several processes. */
export const IN_PLACE_SQL = "select set_config('synchronize_seqscans', 'off', true), " +
  "set_config('max_parallel_workers_per_gather', '0', true)";

interface Kept {
  readonly order: Promise<RowOrder>;
  bytes: number;
}

/** Makes an empty store of orders. */
export function createOrders(database: Database): Orders {
  const kept = new Map<string, Kept>();
  const seen = new Set<string>();

  function forgetOldest(): void {
    let bytes = [...kept.values()].reduce((sum, one) => sum + one.bytes, 0);
    for (const [name, one] of kept) {
      if (bytes <= KEPT_BYTES || kept.size === 1) return;
      bytes -= one.bytes;
      kept.delete(name);
    }
  }

  return {
    isNew(asked) {
      const name = JSON.stringify(asked);
      const isNew = !kept.has(name) && !seen.has(name);
      if (seen.size >= SEEN_ORDERS) seen.clear();
      seen.add(name);
      return isNew;
    },

    async find(asked) {
      const name = JSON.stringify(asked);
      const found = kept.get(name);
      // What is used goes to the end: the first is the one not used for longest.
      if (found !== undefined) {
        kept.delete(name);
        kept.set(name, found);
        return await found.order;
      }
      const made: Kept = { order: makeOrder(database, asked), bytes: 0 };
      kept.set(name, made);
      try {
        const order = await made.order;
        // Conditions that no row meets have an order as well: what it is asked by takes room.
        made.bytes = order.total * ADDRESS_BYTES + name.length * CHARACTER_BYTES;
        forgetOldest();
        return order;
      } catch (error) {
        kept.delete(name);
        throw error;
      }
    },
  };
}

/** Brings rows in order. */
export async function makeOrder(database: Database, asked: OrderAsked): Promise<RowOrder> {
  return rowOrder(await readAddresses(database, asked));
}

/** Reads the addresses of rows in an order; without one, as they lie in their table. */
export async function readAddresses(
  database: Database,
  { from, where, order, parameters, role }: Omit<OrderAsked, "order"> & {
    readonly order: string | null;
  },
): Promise<Uint8Array> {
  const [{ addresses }] = await database.transaction(async (session) => {
    await session.query(
      order === null ? IN_PLACE_SQL : "select set_config('work_mem', $1, true)",
      order === null ? [] : [SORT_MEMORY],
    );
    return await session.query<{ addresses: Uint8Array | null }>(
      `select string_agg(tidsend(ctid), ''::bytea) as addresses from (select ctid from ${from} ` +
        `where ${where}${order === null ? "" : ` order by ${order}`}) as ordered`,
      parameters,
    );
  }, { role, timeLimitMilliseconds: TIME_LIMIT_MILLISECONDS });
  return addresses ?? new Uint8Array();
}
