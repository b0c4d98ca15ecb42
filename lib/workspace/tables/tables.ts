/**
 * Reads results by key for pages and downloads.
 *
 * Every value is bound, every name comes from the stored schema, and rows are read as the
 * results role. A result's relation never changes, so that what was once counted, ordered or
 * summed up holds as long as the relation does.
 *
 * @module
 */
import type { Drawer } from "@/lib/chart/drawer.ts";
import type { Database } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import type { Frame } from "@/lib/frame/frame.ts";
import { type Key, parseKey } from "@/lib/notebook/run/keys.ts";
import type { StoredResult } from "@/lib/notebook/run/result.ts";
import { findResults, touchResults } from "@/lib/notebook/run/store.ts";
import type { Statistics } from "@/lib/stats/compute.ts";
import { keepForests, recipeOf } from "@/lib/steps/detect/keep_forests.ts";
import { chartFile, findFigure } from "./chart_file.ts";
import { columnNamed } from "./conditions.ts";
import type { ColumnStatistics, RowsAsked, RowsPage, Tables } from "./contract.ts";
import { encoded, exportRows } from "./export.ts";
import type { RowOrder } from "./addresses.ts";
import { createOrders, type Orders } from "./order.ts";
import { createPlaces, type Places } from "./places.ts";
import { createPrepared, type Prepared } from "./prepared.ts";
import { rejectedTexts } from "./rejected.ts";
import {
  isFirstLook,
  isInOrder,
  orderOf,
  plainRows,
  type Relation,
  rowsAt,
  rowsInOrder,
  topRows,
} from "./rows.ts";
import { columnStatistics } from "./statistics.ts";

/** More rows than this are an export. */
const MOST_ROWS = 1000;

const EXPORTED_ROWS = 5000;

/** How many columns' statistics are kept. */
const KEPT_STATISTICS = 500;

/** What reading results needs. */
export interface TableServices {
  readonly database: Database;
  readonly drawer: Pick<Drawer, "paint">;
  /** Trains forests again, to be kept; left out where none are. */
  readonly compute?: Pick<Statistics, "train">;
}

/** A reader of results that makes ready what may be asked for next. */
export interface PreparingTables extends Tables, AsyncDisposable {
  /** Settles when what was looked at last is prepared. */
  prepared(): Promise<void>;
}

/** Makes the reader of results; until it is disposed of it prepares orders of what is looked at. */
export function createTables({ database, drawer, compute }: TableServices): PreparingTables {
  const orders = createOrders(database);
  const places = createPlaces();
  const prepared = createPrepared(database);
  const statistics = new Map<string, Promise<ColumnStatistics>>();

  return {
    async page({ offset, limit, ...asked }) {
      const result = await resultOf(database, asked.key);
      const start = Math.max(0, Math.floor(offset));
      const count = Math.min(MOST_ROWS, Math.max(1, Math.floor(limit)));
      return await readPage({ database, orders, places, prepared }, {
        asked,
        result,
        start,
        count,
      });
    },

    async statistics({ key, column }) {
      const result = await resultOf(database, key);
      const relation = relationOf(result);
      if (relation === null) throw noRows(key);
      const found = columnNamed(result.schema, column);
      const name = JSON.stringify([relation.name, column]);
      const known = statistics.get(name);
      if (known !== undefined) return await known;
      if (statistics.size >= KEPT_STATISTICS) statistics.clear();
      const made = columnStatistics(database, relation, found);
      statistics.set(name, made);
      made.catch(() => statistics.delete(name));
      return await made;
    },

    async *export({ format, ...asked }) {
      const result = await resultOf(database, asked.key);
      const relation = relationOf(result);
      if (relation === null) throw noRows(asked.key);
      const order = await wholeOrder({ orders, prepared }, relation, asked);
      async function* pages(from: Relation): AsyncGenerator<Frame> {
        for (let offset = 0; offset < order.total; offset += EXPORTED_ROWS) {
          yield await rowsAt(database, from, order.addresses(offset, EXPORTED_ROWS));
        }
      }
      const { columns } = result.schema;
      const rows = { key: asked.key, columns, total: order.total, pages: pages(relation) };
      yield* exportRows(rows, format);
    },

    async *chart(asked) {
      yield await chartFile({ database, drawer }, { ...asked, key: keyOf(asked.key) });
    },

    async figure({ key, place }) {
      return await findFigure(database, { key: keyOf(key), place });
    },

    async *forests({ key }) {
      const { kind, facts, relation } = await resultOf(database, key);
      const recipe = recipeOf(kind, facts);
      if (recipe === null || relation === null || compute === undefined) throw noForests(key);
      const text = await keepForests(relation, recipe, { database, compute });
      if (text === null) throw noForests(key);
      yield new TextEncoder().encode(text);
    },

    async *rejected({ key }) {
      const { total, texts } = await rejectedTexts(database, keyOf(key));
      // What failed has rejections without a result; what was never run has neither.
      if (total === 0) await resultOf(database, key);
      yield* encoded(texts);
    },

    prepared: () => prepared.settled(),

    async [Symbol.asyncDispose]() {
      await prepared[Symbol.asyncDispose]();
    },
  };
}

async function readPage(
  { database, orders, places, prepared }: {
    readonly database: Database;
    readonly orders: Orders;
    readonly places: Places;
    readonly prepared: Prepared;
  },
  { asked, result, start, count }: {
    readonly asked: RowsAsked;
    readonly result: StoredResult;
    readonly start: number;
    readonly count: number;
  },
): Promise<RowsPage> {
  const { schema } = result;
  const { sort, where } = asked;
  const relation = relationOf(result);
  if (relation === null) return { schema, rows: [], offset: 0, total: 0 };
  const end = start + count;
  const isPrepared = prepared.takes(relation);
  const ready = isPrepared ? await prepared.ready(relation, asked) : null;
  const page = (frame: Frame, total = result.rows): RowsPage => {
    return { schema, rows: plainRows(schema.columns, frame), offset: start, total };
  };
  const read = async (): Promise<RowsPage> => {
    if (ready !== null) {
      return page(await rowsAt(database, relation, ready.addresses(start, count)), ready.total);
    }
    if (isInOrder(relation, asked)) {
      return page(await rowsInOrder(database, places, { relation, offset: start, limit: count }));
    }
    if (isFirstLook(orders, relation, { sort, where, end })) {
      return page(await topRows(database, relation, { sort, offset: start, limit: count }));
    }
    const order = await wholeOrder({ orders, prepared }, relation, asked);
    const frame = await rowsAt(database, relation, order.addresses(start, count));
    return page(frame, order.total);
  };
  const rows = await read();
  // Whoever looks at a table may turn to any page of it next, in any order.
  if (isPrepared) prepared.look(relation, sort);
  return rows;
}

/** Returns the order of all rows that are asked for. @throws AppError as `orderOf` */
async function wholeOrder(
  { orders, prepared }: { readonly orders: Orders; readonly prepared: Prepared },
  relation: Relation,
  asked: RowsAsked,
): Promise<RowOrder> {
  const isWhole = asked.where.length === 0 && prepared.takes(relation);
  const order = isWhole ? await prepared.find(relation, asked.sort) : null;
  return order ?? await orderOf(orders, relation, asked);
}

function relationOf(result: StoredResult): Relation | null {
  return result.relation === null || result.schema.columns.length === 0
    ? null
    : { name: result.relation, result };
}

/** @throws AppError NOT_FOUND */
async function resultOf(database: Database, text: string): Promise<StoredResult> {
  const key = keyOf(text);
  const found = (await findResults(database, [key])).get(key);
  if (found === undefined) throw unknownKey(text);
  await touchResults(database, [key]);
  return found;
}

/** @throws AppError NOT_FOUND */
function keyOf(text: string): Key {
  try {
    return parseKey(text);
  } catch {
    throw unknownKey(text);
  }
}

function unknownKey(key: string): AppError {
  return new AppError(
    "NOT_FOUND",
    `Cannot find the result as none with its key is kept: current value is "${key.slice(0, 64)}"`,
  );
}

function noForests(key: string): AppError {
  return new AppError(
    "NOT_FOUND",
    `Cannot keep forests as the result has none that it trained: current value is "${key}"`,
  );
}

function noRows(key: string): AppError {
  return new AppError(
    "NOT_FOUND",
    `Cannot read rows as the result has none: current value is "${key}"`,
  );
}
