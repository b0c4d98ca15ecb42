/**
 * Files that were deleted and can be brought back, and what to do about one that was refused.
 *
 * @module
 */
import { type Kysely, sql } from "kysely";

const STATEMENTS = [
  "alter table daybook.datasets add column deleted_at timestamptz",
  "alter table daybook.uploads add column remedy text",
];

/** Applies the migration inside a transaction. */
export async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(kysely);
}
