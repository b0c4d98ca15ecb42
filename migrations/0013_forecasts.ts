/**
 * The ledger of forecasts: what was foreseen and when, to be held against what comes.
 *
 * Keys begin with the source, by which the ledger may be distributed as events are.
 *
 * @module
 */
import { type Kysely, sql } from "kysely";

const STATEMENTS = [
  `create table daybook.forecasts (
     source text collate "C" not null,
     id uuid not null default gen_random_uuid(),
     metric text collate "C" not null,
     field text not null,
     made_at timestamptz not null default now(),
     horizon int4 not null,
     level float8 not null,
     told jsonb not null,
     primary key (source, id)
   )`,
  "create index forecasts_source_made_at on daybook.forecasts (source, made_at desc, id desc)",
];

/** Applies the migration inside a transaction. */
export async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(kysely);
}
