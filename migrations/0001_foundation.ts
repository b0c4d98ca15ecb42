/**
 * The roles, the schemas, and the tables that the engine needs.
 *
 * @module
 */
import { type Kysely, sql } from "kysely";

/** Roles are of the whole server: another database of it may have made them. */
const ROLES = `
do $$
declare
  wanted text;
begin
  foreach wanted in array array['daybook_owner', 'daybook_application', 'daybook_results'] loop
    if not exists (select from pg_roles where rolname = wanted) then
      begin
        execute format('create role %I nologin', wanted);
      exception when duplicate_object or unique_violation then
        null;
      end;
    end if;
    if not pg_has_role(current_user, wanted, 'member') then
      execute format('grant %I to %I', wanted, current_user);
    end if;
  end loop;
end
$$`;

/** Whoever may connect may otherwise make temporary tables; only an owner can forbid it. */
const NO_TEMPORARY_TABLES = `
do $$
begin
  execute format('revoke temporary on database %I from public', current_database());
exception when insufficient_privilege then
  null;
end
$$`;

const STATEMENTS = [
  ROLES,
  NO_TEMPORARY_TABLES,
  "create schema if not exists daybook",
  "create schema results",
  "grant usage on schema daybook to daybook_application",
  "grant usage on schema results to daybook_application, daybook_results",
  "grant create on schema results to daybook_results",
  `alter default privileges in schema daybook
     grant select, insert, update, delete on tables to daybook_application`,
  `alter default privileges in schema results
     grant select on tables to daybook_application, daybook_results`,

  `create table daybook.datasets (
     digest text collate "C" primary key,
     name text not null,
     bytes int8 not null,
     format text not null,
     facts jsonb not null,
     created_at timestamptz not null default now()
   )`,
  `create table daybook.results (
     key text collate "C" primary key,
     kind text not null,
     kind_version int4 not null,
     relation text,
     schema jsonb not null,
     rows int8 not null,
     rejected int8 not null,
     facts jsonb not null,
     problems jsonb not null,
     milliseconds float8 not null,
     created_at timestamptz not null default now(),
     last_used_at timestamptz not null default now()
   )`,
  "create index results_last_used_at on daybook.results (last_used_at)",
  // No key and no foreign key: ten thousand rows of it come at a time.
  `create table daybook.rejected (
     result_key text collate "C" not null,
     line int8,
     column_name text,
     value text,
     reason text not null
   )`,
  "create index rejected_result_key_line on daybook.rejected (result_key, line)",
  `create table daybook.runs (
     id text collate "C" primary key,
     notebook text not null,
     as_of timestamptz not null,
     parameters jsonb not null,
     state text not null
       check (state in ('running', 'done', 'failed', 'cancelled', 'interrupted')),
     started_at timestamptz not null default now(),
     finished_at timestamptz,
     milliseconds float8
   )`,
  "create index runs_notebook_started_at on daybook.runs (notebook, started_at)",
  `create table daybook.run_cells (
     run_id text collate "C" not null,
     position int4 not null,
     cell text not null,
     kind text not null,
     key text collate "C",
     state text not null,
     origin text check (origin in ('computed', 'cache')),
     started_at timestamptz,
     milliseconds float8,
     rows int8,
     problems jsonb not null,
     primary key (run_id, cell)
   )`,
  "create index run_cells_key on daybook.run_cells (key)",
];

/** Applies the migration inside a transaction. */
export async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(kysely);
}
