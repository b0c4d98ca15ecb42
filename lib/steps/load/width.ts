/**
 * How wide a table of Postgres can be: its columns, and the bytes of a row on one page.
 *
 * @module
 */
import { StatementError } from "@/lib/db/statement_error.ts";
import { formatNumber } from "@/lib/chart/format.ts";
import type { ColumnSchema } from "@/lib/frame/schema.ts";
import { HIDDEN_COLUMNS } from "@/lib/read/csv/names.ts";
import { refuseKey } from "@/lib/steps/refusal.ts";
import type { LoadParameters } from "./parameters.ts";

/** What Postgres has room for in a table, less what a load adds to it. */
export const MOST_COLUMNS = 1600 - HIDDEN_COLUMNS.length;

/** The SQLSTATE of what goes beyond a limit of the program. */
const BEYOND_LIMIT = "54000";

const REMEDY =
  "Turn columns into rows, or leave out those that you do not need, before it is loaded";

/** @throws AppError BAD_FILE where no table can have these columns */
export function checkWidth(columns: readonly ColumnSchema[], parameters: LoadParameters): void {
  if (columns.length <= MOST_COLUMNS) return;
  throw refuseKey(
    "BAD_FILE",
    keyOf(parameters),
    `Cannot load a file of more than ${formatNumber(MOST_COLUMNS)} columns as Postgres keeps ` +
      `no wider table: current value is ${formatNumber(columns.length)}`,
    REMEDY,
  );
}

/** Tells of a row that is too big in words of the file; any other error as it is. */
export function tellWidth(
  error: unknown,
  columns: readonly ColumnSchema[],
  parameters: LoadParameters,
): unknown {
  if (!(error instanceof StatementError) || error.state !== BEYOND_LIMIT) return error;
  return refuseKey(
    "BAD_FILE",
    keyOf(parameters),
    "Cannot load rows of so many columns as Postgres keeps at most 8,160 bytes of a row: " +
      `current value is ${formatNumber(columns.length)} columns`,
    REMEDY,
  );
}

/** The key that says where the rows come from. */
function keyOf(parameters: LoadParameters): string {
  const keys = ["file", "upload", "inline", "table", "query", "source"] as const;
  return keys.find((key) => parameters[key] !== undefined) ?? "file";
}
