/**
 * What tests of tables ask of them.
 *
 * @module
 */
import { createDrawer } from "@/lib/chart/drawer.ts";
import type { Database } from "@/lib/db/database.ts";
import type { RowsAsked } from "@/lib/workspace/tables/contract.ts";
import { createTables } from "@/lib/workspace/tables/tables.ts";

/** Starts nothing unless it is used. */
export const drawer = createDrawer();

/** All rows, as they lie. */
export const ALL: Pick<RowsAsked, "sort" | "where"> = { sort: null, where: [] };

/** Returns the first column of the rows that are asked for. */
export async function idsOf(
  database: Database,
  key: string,
  { sort = null, where = [] }: Partial<RowsAsked>,
): Promise<readonly unknown[]> {
  const tables = createTables({ database, drawer });
  const { rows } = await tables.page({ key, sort, where, offset: 0, limit: 100 });
  return rows.map(([id]) => id);
}

/** Reads a download as text. */
export async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  return new TextDecoder().decode(await bytesOf(chunks));
}

/** Reads a download to its end. */
export async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(ReadableStream.from(chunks)).arrayBuffer());
}
