/**
 * Events, the sources that they come from, what was rejected of them, and their daily rollup.
 *
 * Keys begin with the source, by which events and the rollup may be distributed; the day is
 * stored, and nothing refers from one table to another.
 *
 * @module
 */
import { type Kysely, sql } from "kysely";

/** Events arrive in a temporary table; only the database's owner can say who may make one. */
const TEMPORARY_TABLES = `
do $$
begin
  execute format('grant temporary on database %I to daybook_application', current_database());
exception when insufficient_privilege then
  null;
end
$$`;

const STATEMENTS = [
  TEMPORARY_TABLES,
  `create table daybook.sources (
     name text collate "C" primary key,
     id int4 generated always as identity unique,
     zone text not null default 'UTC',
     changes int8 not null default 0,
     created_at timestamptz not null default now()
   )`,
  `create table daybook.events (
     source text collate "C" not null,
     key uuid not null,
     event_id text collate "C",
     time timestamptz not null,
     day date not null,
     metric text collate "C" not null,
     value numeric not null,
     dimensions jsonb not null,
     batch text collate "C" not null,
     received_at timestamptz not null default now(),
     primary key (source, key)
   )`,
  // A range of days is recomputed, and its distinct values are counted, without the others.
  "create index events_source_day_metric on daybook.events (source, day, metric)",
  // No key, since any number of them come at a time; no source, since a row may lack one.
  `create table daybook.event_rejected (
     batch text collate "C" not null,
     line int8 not null,
     column_name text,
     value text,
     reason text not null
   )`,
  "create index event_rejected_batch_line on daybook.event_rejected (batch, line)",
  `create table daybook.metric_daily (
     source text collate "C" not null,
     metric text collate "C" not null,
     day date not null,
     value_count int8 not null,
     value_sum numeric not null,
     value_min numeric not null,
     value_max numeric not null,
     primary key (source, metric, day)
   )`,
];

/** Applies the migration inside a transaction. */
export async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(kysely);
}
