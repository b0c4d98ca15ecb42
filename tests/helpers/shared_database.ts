/**
 * One embedded database for the tests of a file, emptied between them: to open one takes half a
 * second, to empty one some milliseconds.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import { openDatabase } from "@/lib/db/open.ts";
import { startDatabase } from "@/lib/db/start.ts";
import { type EmbeddedPlace, makeEmbeddedPlace } from "./embedded_place.ts";

interface Opened {
  readonly place: EmbeddedPlace;
  readonly database: Database;
  /** What the catalog held when it was new. */
  readonly catalog: string;
}

/** What is not in a new database and goes with its tables' rows: tables of results. */
const RESULT_TABLES = `select format('%I.%I', schemaname, tablename) as name
  from pg_tables where schemaname = 'results'`;

/** All that statements other than those on rows may change. */
const CATALOG = `with own as (
    select oid from pg_namespace
    where nspname !~ '^pg_' and nspname <> 'information_schema'
  )
  select md5(string_agg(item, E'\\n' order by item)) as digest from (
    select concat_ws(' ', 'relation', oid, relname, relowner, relacl, relchecks, relhastriggers, relnatts)
      from pg_class where relnamespace in (select oid from own)
    union all select concat_ws(' ', 'function', oid) from pg_proc where pronamespace in (select oid from own)
    union all select concat_ws(' ', 'type', oid) from pg_type where typnamespace in (select oid from own)
    union all select concat_ws(' ', 'schema', oid, nspname, nspowner, nspacl) from pg_namespace
      where nspname !~ '^pg_(temp|toast_temp)'
    union all select concat_ws(' ', 'role', rolname, rolsuper, rolcanlogin, rolconfig) from pg_roles
    union all select concat_ws(' ', 'trigger', oid) from pg_trigger
    union all select concat_ws(' ', 'constraint', oid) from pg_constraint
    union all select concat_ws(' ', 'setting', setdatabase, setrole, setconfig) from pg_db_role_setting
  ) as items (item)`;

/** Opened by the first test of this file that asks. */
let opened: Opened | null = null;

/** Runs `use` with a database that is as good as new. */
export async function withSharedDatabase(
  use: (database: Database) => Promise<void>,
): Promise<void> {
  const { database } = opened ??= await open();
  try {
    await use(database);
  } finally {
    // A test may close its database, change its tables or kill its process: then the next has its own.
    const clean = opened !== null && await empty(opened).catch(() => false);
    if (!clean) await closeSharedDatabase();
  }
}

/** Closes what was opened; the next test opens another. */
export async function closeSharedDatabase(): Promise<void> {
  if (opened === null) return;
  const { place, database } = opened;
  opened = null;
  await database.close();
  await place[Symbol.asyncDispose]();
}

async function open(): Promise<Opened> {
  const place = await makeEmbeddedPlace();
  // A test asks little of it: V8 would spend as long on optimizing Postgres as it saved.
  const database = await openDatabase(startDatabase(place.config, { brief: true }));
  return { place, database, catalog: await catalogOf(database) };
}

/** Removes all rows and tables of results; returns whether all else is as it was. */
async function empty({ database, catalog }: Opened): Promise<boolean> {
  await run(database, "drop table", await names(database, RESULT_TABLES));
  const tables = await names(
    database,
    `select format('%I.%I', schemaname, tablename) as name
     from pg_tables where schemaname = 'daybook' and tablename <> 'migrations'`,
  );
  const filled = tables.map((name) => `select '${name}' as name where exists (select from ${name})`)
    .join(" union all ");
  await run(database, "truncate", await names(database, filled));
  const sequences = await names(
    database,
    `select format('%I.%I', schemaname, sequencename) as name
     from pg_sequences where last_value is not null`,
  );
  for (const name of sequences) await database.query(`alter sequence ${name} restart`);
  return await catalogOf(database) === catalog;
}

async function run(database: Database, verb: string, tables: readonly string[]): Promise<void> {
  if (tables.length > 0) await database.query(`${verb} ${tables.join(", ")} cascade`);
}

async function names(database: Database, statement: string): Promise<readonly string[]> {
  return (await database.query<{ name: string }>(statement)).map(({ name }) => name);
}

async function catalogOf(database: Database): Promise<string> {
  const [{ digest }] = await database.query<{ digest: string }>(CATALOG);
  return digest;
}
