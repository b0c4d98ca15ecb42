/**
 * How many events of a batch's rejected rows came corrected since, counted as they are stored.
 *
 * @module
 */
import { type Kysely, sql } from "kysely";

/** Applies the migration inside a transaction. */
export async function up(kysely: Kysely<unknown>): Promise<void> {
  await sql.raw("alter table daybook.event_batches add column corrected int8 not null default 0")
    .execute(kysely);
}
