/**
 * Schedules: what runs by the clock, and what became of each run.
 *
 * @module
 */
import { type Kysely, sql } from "kysely";

const STATEMENTS = [
  `create table daybook.schedules (
     id text collate "C" primary key,
     work text collate "C" not null check (work in ('kpis', 'retraining', 'housekeeping', 'notebook')),
     notebook text collate "C" references daybook.notebooks on delete cascade,
     parameters jsonb not null default '{}',
     sends boolean not null default false,
     cron text not null,
     zone text not null,
     active boolean not null default true,
     retries int4 not null,
     retry_seconds int4 not null,
     limit_seconds int4 not null,
     catches_up boolean not null,
     runs_again boolean not null,
     alert_seconds int4 not null,
     alert_to text,
     maker text collate "C",
     revision int4 not null default 1,
     due_at timestamptz,
     owed_since timestamptz,
     told_at timestamptz,
     created_at timestamptz not null default now(),
     changed_at timestamptz not null default now(),
     removed_at timestamptz,
     check ((work = 'notebook') = (notebook is not null))
   )`,
  "create index schedules_notebook on daybook.schedules (notebook)",
  `create table daybook.job_runs (
     id uuid primary key,
     schedule text collate "C" not null references daybook.schedules on delete cascade,
     due_at timestamptz not null,
     attempt int4 not null,
     asked_by text collate "C",
     state text collate "C" not null check (state in
       ('waiting', 'running', 'done', 'failed', 'interrupted', 'cancelled', 'missed', 'skipped')),
     starts_at timestamptz not null,
     started_at timestamptz,
     seen_at timestamptz,
     finished_at timestamptz,
     holder text collate "C",
     told jsonb not null default '{}',
     problem jsonb,
     run text collate "C",
     unique (schedule, due_at, attempt)
   )`,
  "create index job_runs_newest on daybook.job_runs (schedule, starts_at desc, id desc)",
  // Few rows at any time: what waits and what runs is looked for often.
  `create index job_runs_open on daybook.job_runs (starts_at)
     where state in ('waiting', 'running')`,
  // One run of a schedule at a time, however many processes look.
  `create unique index job_runs_one on daybook.job_runs (schedule) where state = 'running'`,
];

/** Applies the migration inside a transaction. */
export async function up(kysely: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(kysely);
}
