/**
 * Asks the server for rows and statistics of a result.
 *
 * @module
 */
import { below, tableAddress, type TableState } from "@/lib/workspace/tables/address.ts";
import type { ColumnStatistics, RowsPage } from "@/lib/workspace/tables/contract.ts";

/** What came of asking. */
export type Answered<Value> =
  | { readonly type: "answered"; readonly value: Value }
  | { readonly type: "refused"; readonly message: string };

/** Asks for a page of rows; `api` is the address of the result. */
export function askRows(api: string, state: TableState): Promise<Answered<RowsPage>> {
  return ask(tableAddress(below(api, "rows"), state));
}

/** Asks what a column is like. */
export function askStatistics(api: string, column: string): Promise<Answered<ColumnStatistics>> {
  const address = below(api, "statistics");
  return ask(`${address}${address.includes("?") ? "&" : "?"}${new URLSearchParams({ column })}`);
}

async function ask<Value>(address: string): Promise<Answered<Value>> {
  try {
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    const told = await response.json();
    return response.ok
      ? { type: "answered", value: told }
      : { type: "refused", message: String(told.detail ?? "The server could not answer") };
  } catch {
    return { type: "refused", message: "The server cannot be reached: try again" };
  }
}
