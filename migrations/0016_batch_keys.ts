/**
 * The name of the key that sealed what was received: the sealed file itself begins with it, and
 * tells it truly after keys were changed.
 *
 * @module
 */
import { type Kysely, sql } from "kysely";

/** Applies the migration inside a transaction. */
export async function up(kysely: Kysely<unknown>): Promise<void> {
  await sql`alter table daybook.event_batches drop column key_id`.execute(kysely);
}
