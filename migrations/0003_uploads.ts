/**
 * Uploads that are under way, and what was found of files under chosen options.
 *
 * @module
 */
import { type Kysely, sql } from "kysely";

const STATEMENTS = [
  `create table daybook.uploads (
     id text collate "C" primary key,
     name text not null,
     bytes int8 not null,
     state text not null check (state in ('receiving', 'reading', 'ready', 'refused')),
     digest text collate "C",
     message text,
     touched_at timestamptz not null
   )`,
  "create index uploads_touched_at on daybook.uploads (touched_at)",
  // Text, since values of a file may hold what jsonb does not.
  `create table daybook.previews (
     digest text collate "C" not null,
     options_key text collate "C" not null,
     findings text not null,
     made_at timestamptz not null,
     primary key (digest, options_key)
   )`,
];

/** Applies the migration inside a transaction. */
export async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(kysely);
}
