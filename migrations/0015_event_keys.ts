/**
 * Keys of events in the order of their ids or times, as `eventKey()` makes them.
 *
 * Digests alone fell anywhere in the index: of a million events each page of it was written many
 * times over.
 *
 * @module
 */
import { type Kysely, sql } from "kysely";

/** What was the whole key is the digest in the new ones of events without an id. */
const STATEMENT = `
alter table daybook.events alter column key type bytea using case
  when event_id is null then '\\x03'::bytea ||
    int8send((extract(epoch from "time") * 1000000)::int8 # (1::int8 << 63)) || uuid_send(key)
  when octet_length(event_id) <= 48 then '\\x01'::bytea || convert_to(event_id, 'UTF8')
  else '\\x02'::bytea || sha256(convert_to(event_id, 'UTF8'))
end`;

/** Applies the migration inside a transaction. */
export async function up(kysely: Kysely<unknown>): Promise<void> {
  await sql.raw(STATEMENT).execute(kysely);
}
