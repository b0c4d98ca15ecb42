/**
 * People and what is theirs: whose a notebook is, with whom it is shared, whether an address was
 * shown to be an account's, and sign-ins at another place that have begun.
 *
 * @module
 */
import { type Kysely, sql } from "kysely";

const STATEMENTS = [
  "alter table daybook.accounts add column email_verified_at timestamptz",
  // A notebook without an owner is the workspace's.
  `alter table daybook.notebooks add column owner text collate "C"`,
  "create index notebooks_owner on daybook.notebooks (owner)",
  `create table daybook.notebook_people (
     notebook text collate "C" not null,
     account text collate "C" not null,
     verb text not null check (verb in ('view', 'edit')),
     shared_at timestamptz not null,
     primary key (notebook, account)
   )`,
  "create index notebook_people_account on daybook.notebook_people (account)",
  `create table daybook.openid_attempts (
     hash text collate "C" primary key,
     nonce text not null,
     verifier text not null,
     next text not null,
     expires_at timestamptz not null
   )`,
];

/** Applies the migration inside a transaction. */
export async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(kysely);
}
