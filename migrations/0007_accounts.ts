/**
 * Accounts: who they are, how they prove it, what they handed out, and what happened.
 *
 * @module
 */
import { type Kysely, sql } from "kysely";

const STATEMENTS = [
  `create table daybook.accounts (
     id text collate "C" primary key,
     email text collate "C" not null unique,
     name text not null,
     role text not null check (role in ('viewer', 'editor', 'admin')),
     created_at timestamptz not null,
     disabled_at timestamptz
   )`,
  `create table daybook.credentials (
     account text collate "C" primary key,
     password_hash text not null,
     changed_at timestamptz not null
   )`,
  // A session of the owner, who came by a link, has no account.
  `alter table daybook.sessions add column account text collate "C"`,
  "create index sessions_account on daybook.sessions (account)",

  // A family is one sign-in of a program: each token in it was given for the one before.
  `create table daybook.refresh_families (
     id text collate "C" primary key,
     account text collate "C" not null,
     created_at timestamptz not null,
     expires_at timestamptz not null,
     ended_at timestamptz,
     ended_by text check (ended_by in ('sign_out', 'reuse', 'reset', 'disabled'))
   )`,
  "create index refresh_families_account on daybook.refresh_families (account)",
  "create index refresh_families_expires_at on daybook.refresh_families (expires_at)",
  `create table daybook.refresh_tokens (
     hash text collate "C" primary key,
     family text collate "C" not null,
     expires_at timestamptz not null,
     used_at timestamptz
   )`,
  "create index refresh_tokens_family on daybook.refresh_tokens (family)",

  `create table daybook.api_keys (
     id text collate "C" primary key,
     account text collate "C" not null,
     name text not null,
     prefix text collate "C" not null unique,
     hash text collate "C" not null,
     scopes jsonb not null,
     created_at timestamptz not null,
     expires_at timestamptz,
     revoked_at timestamptz,
     last_used_at timestamptz
   )`,
  "create index api_keys_account on daybook.api_keys (account)",

  `create table daybook.invitations (
     hash text collate "C" primary key,
     email text collate "C" not null,
     role text not null check (role in ('viewer', 'editor', 'admin')),
     invited_by text collate "C" not null,
     created_at timestamptz not null,
     expires_at timestamptz not null,
     used_at timestamptz
   )`,
  `create table daybook.password_resets (
     hash text collate "C" primary key,
     account text collate "C" not null,
     created_at timestamptz not null,
     expires_at timestamptz not null,
     used_at timestamptz
   )`,
  "create index password_resets_account on daybook.password_resets (account)",

  // Keys are SHA-256 of what is counted: the tables list no addresses.
  `create table daybook.rate_limits (
     key text collate "C" primary key,
     full_at timestamptz not null
   )`,
  `create table daybook.lockouts (
     key text collate "C" primary key,
     tries int4 not null,
     tried_at timestamptz not null,
     locked_until timestamptz
   )`,

  `create table daybook.audit_log (
     id text collate "C" primary key,
     at timestamptz not null,
     event text not null,
     account text collate "C",
     address text,
     details jsonb not null
   )`,
  "create index audit_log_account_id on daybook.audit_log (account, id)",
  // What has happened stays so: the application adds to it and reads it.
  "revoke update, delete, truncate on daybook.audit_log from daybook_application",
];

/** Applies the migration inside a transaction. */
export async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(kysely);
}
