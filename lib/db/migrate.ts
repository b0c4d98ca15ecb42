/**
 * Brings a database to the newest migration, and refuses one that is newer still.
 *
 * @module
 */
import type { Kysely } from "kysely";
import { AppError } from "@/lib/errors.ts";
import { type Migration, MIGRATIONS } from "@/migrations/list.ts";
import type { Database } from "./database.ts";
import { StatementError } from "./statement_error.ts";

const UNDEFINED_TABLE = "42P01";

/** Any fixed number: who holds this lock of the server is migrating. */
const LOCK_NUMBER = 20260101;

/** What it may take to see what was applied, whatever other statements may take. */
const LOOK_MILLISECONDS = 60_000;

/**
 * Applies the migrations that are missing, each in a transaction, and returns their names.
 *
 * @throws AppError DATABASE_NEWER when the database knows migrations that this program lacks,
 * NO_RIGHTS when the user may not make what they need.
 */
export async function migrate(
  database: Database,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<readonly string[]> {
  if (missing(await appliedNames(database), migrations).length === 0) return [];
  return await database.transaction(async (session) => {
    await session.query("select pg_advisory_xact_lock($1::int8)", [LOCK_NUMBER]);
    await session.query("create schema if not exists daybook");
    await session.query(
      `create table if not exists daybook.migrations (
         name text collate "C" primary key,
         applied_at timestamptz not null default now()
       )`,
    );
    const rows = await session.query<{ name: string }>("select name from daybook.migrations");
    const wanted = missing(new Set(rows.map(({ name }) => name)), migrations);
    for (const { name, up } of wanted) {
      // A migration names its tables itself: today's types would be wrong for it tomorrow.
      await up(session.kysely as unknown as Kysely<unknown>);
      await session.query("insert into daybook.migrations (name) values ($1)", [name]);
    }
    // It was made before that role and what its tables let it do: who only works with rows asks too
    // whether any is missing.
    await session.query("grant select on daybook.migrations to daybook_application");
    return wanted.map(({ name }) => name);
  }).catch((error) => {
    throw isRefused(error) ? rightsError(error) : error;
  });
}

async function appliedNames(database: Database): Promise<ReadonlySet<string>> {
  try {
    const rows = await database.query<{ name: string }>(
      "select name from daybook.migrations",
      [],
      { timeLimitMilliseconds: LOOK_MILLISECONDS },
    );
    return new Set(rows.map(({ name }) => name));
  } catch (error) {
    if (error instanceof StatementError && error.state === UNDEFINED_TABLE) return new Set();
    throw error;
  }
}

function missing(applied: ReadonlySet<string>, migrations: readonly Migration[]): Migration[] {
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = [...applied].filter((name) => !known.has(name)).sort();
  if (unknown.length > 0) {
    throw new AppError(
      "DATABASE_NEWER",
      `Cannot open the database as it must not be newer than the program: ` +
        `current value is "${unknown.at(-1)}"`,
    );
  }
  return migrations.filter(({ name }) => !applied.has(name));
}

function isRefused(error: unknown): boolean {
  return error instanceof AppError && error.code === "NO_RIGHTS";
}

function rightsError(cause: unknown): AppError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new AppError(
    "NO_RIGHTS",
    "Cannot migrate the database as its user must own it and may create roles " +
      `(or find daybook_owner, daybook_application and daybook_results granted to it): ${reason}`,
    { cause },
  );
}
