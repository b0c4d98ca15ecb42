/**
 * What came in as one request: its sealed bytes, how they were to be read, and what became of them.
 *
 * A local table, by the name that the events carry: it is not distributed with them.
 *
 * @module
 */
import { type Kysely, sql } from "kysely";

const STATEMENTS = [
  `create table daybook.event_batches (
     id text collate "C" primary key,
     source text collate "C",
     asked jsonb not null,
     bytes int8 not null,
     digest text collate "C" not null,
     key_id text collate "C" not null,
     state text not null,
     pieces int4 not null default 0,
     last_piece jsonb,
     inserted int8 not null default 0,
     duplicates int8 not null default 0,
     conflicts int8 not null default 0,
     told jsonb,
     corrects text collate "C",
     received_at timestamptz not null default now(),
     ended_at timestamptz
   )`,
  "create index event_batches_received on daybook.event_batches (received_at, id)",
  "create index event_batches_digest on daybook.event_batches (digest)",
];

/** Applies the migration inside a transaction. */
export async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(kysely);
}
