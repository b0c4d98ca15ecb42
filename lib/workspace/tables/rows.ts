/**
 * Rows of a stored result, whole numbers and decimals with all their digits.
 *
 * @module
 */
import type { Database, ResultColumns, Session } from "@/lib/db/database.ts";
import { type Frame, type Value, valueAt } from "@/lib/frame/frame.ts";
import type { ColumnSchema } from "@/lib/frame/schema.ts";
import type { StoredResult } from "@/lib/notebook/run/result.ts";
import { quoteName } from "@/lib/sql/quote.ts";
import { orderSql, whereSql } from "./conditions.ts";
import type { RowsAsked } from "./contract.ts";
import type { RowOrder } from "./addresses.ts";
import { IN_PLACE_SQL, type OrderAsked, type Orders } from "./order.ts";
import type { Places } from "./places.ts";

/** A result that has rows. */
export interface Relation {
  readonly name: string;
  readonly result: StoredResult;
}

/** Which rows of a result. */
export type Selection = Pick<RowsAsked, "sort" | "where">;

/** What is shown goes on to a page: a few hundred rows, whose texts are short or not to be shown. */
const SHOWN_BYTES = 16_000_000;

const AS_RESULTS = { role: "results", sizeLimitBytes: SHOWN_BYTES } as const;

/** So many rows are found by a heap in one scan. */
const FIRST_ROWS = 1000;

/** Returns the order of the rows that are asked for. @throws AppError as `whereSql` and `orderSql` */
export async function orderOf(
  orders: Orders,
  relation: Relation,
  selection: Selection,
): Promise<RowOrder> {
  return await orders.find(askedOf(relation, selection));
}

function askedOf({ name, result: { schema } }: Relation, { sort, where }: Selection): OrderAsked {
  const { sql, parameters } = whereSql(schema, where);
  return { from: name, where: sql, order: orderSql(schema, sort), parameters, role: "results" };
}

/** Whether these are the first rows of all, in an order that nobody has asked for before. */
export function isFirstLook(
  orders: Orders,
  relation: Relation,
  { end, ...selection }: Selection & { readonly end: number },
): boolean {
  return selection.where.length === 0 && end <= FIRST_ROWS &&
    orders.isNew(askedOf(relation, selection));
}

/** Finds the first rows of an order, without bringing the others in order. */
export async function topRows(
  database: Database,
  relation: Relation,
  { sort, offset, limit }: {
    readonly sort: Selection["sort"];
    readonly offset: number;
    readonly limit: number;
  },
): Promise<ResultColumns> {
  // What the heap holds is an address and what decides: the values of a few rows are read in the end.
  const order = orderSql(relation.result.schema, sort, "r.");
  return await database.columns(
    `select ${valuesSql(relation)} from (select r.ctid as at, row_number() over () as place ` +
      `from (select r.ctid from ${relation.name} as r order by ${order} limit $1::int8 offset $2::int8) as r) as o ` +
      `join ${relation.name} as r on r.ctid = o.at order by o.place`,
    [limit, offset],
    AS_RESULTS,
  );
}

/**
 * Whether the rows of a relation lie in their own order: those of a file in the order of its lines,
 * also where a view leaves some out, which then still tells repeats.
 */
export function liesInOrder({ result: { schema: { hidden = [] } } }: Relation): boolean {
  return !hidden.includes("_line") || hidden.includes("_repeat");
}

/** Whether all rows are asked for as they lie in their table. */
export function isInOrder(relation: Relation, { sort, where }: Selection): boolean {
  return sort === null && where.length === 0 && liesInOrder(relation);
}

/** Reads the rows at these addresses, in their order. */
export async function rowsAt(
  database: Database,
  relation: Relation,
  addresses: readonly string[],
): Promise<ResultColumns> {
  return await database.columns(
    `select ${valuesSql(relation)} from ${relation.name} as r ` +
      "join unnest($1::tid[]) with ordinality as o (at, place) on r.ctid = o.at order by o.place",
    [addresses],
    AS_RESULTS,
  );
}

/**
 * Reads rows of a relation that lies in its own order, counted off from the nearest row before them
 * whose address is known. Cost: a scan from there to the last row that is read.
 */
export async function rowsInOrder(
  database: Database,
  places: Places,
  { relation, offset, limit }: {
    readonly relation: Relation;
    readonly offset: number;
    readonly limit: number;
  },
): Promise<ResultColumns> {
  const { name } = relation;
  const start = places.before(name, offset);
  const read = await database.transaction(async (session: Session) => {
    await session.query(IN_PLACE_SQL);
    // What is passed over is not read, but for where it lies.
    return await session.columns(
      `select o.at::text, ${valuesSql(relation)} from (` +
        `select r.ctid as at from ${name} as r where r.ctid >= $3::tid limit $1::int8 offset $2::int8` +
        `) as o join ${name} as r on r.ctid = o.at order by o.at`,
      [limit, offset - start.offset, start.address],
    );
  }, AS_RESULTS);
  const [{ values: addresses }, ...columns] = read.columns;
  if (read.length > 0) places.keep(name, { offset, address: String(addresses[0]) });
  return { length: read.length, columns };
}

/** As text whole numbers and decimals keep their last digits, which doubles would lose. */
function valuesSql({ result: { schema } }: Relation): string {
  return schema.columns.map(({ name, type }, index) =>
    `r.${quoteName(name)}${isExact(type) ? "::text" : ""} as c${index}`
  ).join(", ");
}

function isExact(type: ColumnSchema["type"]): boolean {
  return type === "integer" || type === "decimal";
}

/** Returns rows as people see them: a number that a double cannot hold stays a text. */
export function plainRows(
  columns: readonly ColumnSchema[],
  frame: Frame,
): readonly (readonly Value[])[] {
  return Array.from(
    { length: frame.length },
    (_, row) =>
      columns.map(({ type }, index) => plainValue(type, valueAt(frame.columns[index], row))),
  );
}

/** Returns a value as people see it. */
export function plainValue(type: ColumnSchema["type"], value: Value): Value {
  if (isExact(type) && typeof value === "string") return exactNumber(value) ?? value;
  if (type === "float" && typeof value === "number") return Number(value.toPrecision(12));
  return value;
}

/** Returns the number that a text is, or `null` where a double would be another one. */
function exactNumber(text: string): number | null {
  const number = Number(text);
  return decimalText(String(number)) === decimalText(text) ? number : null;
}

/** Writes a decimal without what says nothing: "1.50" as "1.5". */
function decimalText(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
