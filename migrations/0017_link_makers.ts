/**
 * Which account made a link, so that it answers for as long as that account may share the notebook.
 *
 * @module
 */
import { type Kysely, sql } from "kysely";

/** Applies the migration inside a transaction. */
export async function up(kysely: Kysely<unknown>): Promise<void> {
  // None for those of the owner who has no account, and for those from before.
  await sql.raw(`alter table daybook.links add column maker text collate "C"`).execute(kysely);
}
