/**
 * Mail: the letters that were sent, and who wants no more of which notebook.
 *
 * @module
 */
import { type Kysely, sql } from "kysely";

const STATEMENTS = [
  `create table daybook.mails (
     id text collate "C" primary key,
     notebook text collate "C" not null,
     cell text collate "C" not null,
     recipient text collate "C" not null,
     digest text collate "C" not null,
     subject text not null,
     body text not null,
     state text not null check (state in ('sending', 'sent', 'failed', 'unknown')),
     reason text,
     sent_by text not null,
     stop_hash text collate "C" not null,
     created_at timestamptz not null,
     finished_at timestamptz,
     unique (notebook, cell, recipient, digest)
   )`,
  "create index mails_stop_hash on daybook.mails (stop_hash)",
  "create index mails_created on daybook.mails (notebook, cell, created_at)",
  // Small letters, so that however an address is written it is one.
  `create table daybook.mail_stops (
     notebook text collate "C" not null,
     recipient text collate "C" not null,
     stopped_at timestamptz not null,
     primary key (notebook, recipient)
   )`,
];

/** Applies the migration inside a transaction. */
export async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(kysely);
}
