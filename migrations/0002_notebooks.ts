/**
 * Notebooks with their revisions, what their cells show, and what was drawn of results.
 *
 * @module
 */
import { type Kysely, sql } from "kysely";

const STATEMENTS = [
  `create table daybook.notebooks (
     id text collate "C" primary key,
     revision int4 not null,
     title text not null,
     description text,
     tags jsonb not null,
     stale int4 not null default 0,
     failed int4 not null default 0,
     card_key text collate "C",
     card_place int4,
     headline jsonb,
     created_at timestamptz not null default now(),
     changed_at timestamptz not null default now(),
     deleted_at timestamptz
   )`,
  `create table daybook.revisions (
     notebook text collate "C" not null references daybook.notebooks on delete cascade,
     revision int4 not null,
     text text not null,
     what text not null,
     step text not null,
     effects jsonb not null,
     undo_to int4,
     redo_to int4,
     saved_at timestamptz not null default now(),
     primary key (notebook, revision)
   )`,
  `create table daybook.shown (
     notebook text collate "C" not null references daybook.notebooks on delete cascade,
     parameters text collate "C" not null,
     cell text collate "C" not null,
     key text collate "C",
     origin text check (origin in ('computed', 'cache')),
     failed_key text collate "C",
     failure jsonb,
     milliseconds float8,
     changed_at timestamptz not null default now(),
     primary key (notebook, parameters, cell)
   )`,
  "create index shown_key on daybook.shown (key)",
  `create table daybook.outputs (
     key text collate "C" primary key,
     rows int8 not null,
     rejected int8 not null,
     blocks text not null,
     figures text not null,
     milliseconds float8 not null,
     computed_at timestamptz not null
   )`,
  `create table daybook.drawings (
     key text collate "C" not null,
     place int4 not null,
     wide text not null,
     narrow text not null,
     primary key (key, place)
   )`,
  `create table daybook.fetches (
     source text collate "C" primary key,
     digest text not null,
     fetched_at timestamptz not null default now()
   )`,
  `create table daybook.marks (
     name text collate "C" primary key,
     made_at timestamptz not null default now()
   )`,
];

/** Applies the migration inside a transaction. */
export async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(kysely);
}
