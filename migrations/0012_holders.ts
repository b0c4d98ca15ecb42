/**
 * Whose the files are that were sent. What nobody has is the workspace's.
 *
 * @module
 */
import { type Kysely, sql } from "kysely";

const STATEMENTS = [
  // The same bytes are one file, whoever sent them: each who did has it.
  `create table daybook.dataset_holders (
     digest text collate "C" not null references daybook.datasets on delete cascade,
     account text collate "C" not null,
     held_at timestamptz not null,
     primary key (digest, account)
   )`,
  "create index dataset_holders_account on daybook.dataset_holders (account)",
  `alter table daybook.uploads add column account text collate "C"`,
];

/** Applies the migration inside a transaction. */
export async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(kysely);
}
