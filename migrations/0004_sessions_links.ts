/**
 * Who may come in: sign-in links, sessions, links that are shared, results that these keep, and
 * what a stranger's notebook was granted.
 *
 * @module
 */
import { type Kysely, sql } from "kysely";

const STATEMENTS = [
  // Secrets are stored as SHA-256, hexadecimal: who reads the tables can use none of them.
  `create table daybook.sign_in_links (
     hash text collate "C" primary key,
     created_at timestamptz not null,
     expires_at timestamptz not null,
     used_at timestamptz
   )`,
  `create table daybook.sessions (
     hash text collate "C" primary key,
     created_at timestamptz not null,
     seen_at timestamptz not null,
     expires_at timestamptz not null,
     user_agent text
   )`,
  "create index sessions_expires_at on daybook.sessions (expires_at)",
  `create table daybook.links (
     id text collate "C" primary key,
     hash text collate "C" not null unique,
     notebook text not null,
     verb text not null check (verb in ('view', 'view_and_set')),
     mode text not null check (mode in ('live', 'frozen')),
     parameters jsonb not null,
     locked jsonb not null,
     embed_hosts jsonb not null,
     label text not null,
     password_hash text,
     frozen_view text,
     created_at timestamptz not null,
     expires_at timestamptz,
     revoked_at timestamptz,
     last_used_at timestamptz,
     uses int8 not null default 0
   )`,
  "create index links_notebook_created_at on daybook.links (notebook, created_at)",
  // Eviction takes no result whose key is in here, whoever the holder is.
  `create table daybook.kept_results (
     key text collate "C" not null,
     holder text collate "C" not null,
     primary key (key, holder)
   )`,
  "create index kept_results_holder on daybook.kept_results (holder)",
  `create table daybook.guarded_notebooks (
     notebook text primary key,
     guarded_at timestamptz not null
   )`,
  `create table daybook.grants (
     notebook text not null,
     type text not null,
     name text not null,
     granted_at timestamptz not null,
     primary key (notebook, type, name)
   )`,
];

/** Applies the migration inside a transaction. */
export async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(kysely);
}
