/**
 * A fresh database for a test: embedded, or on a server when `DATABASE` is `server`.
 *
 * A file that imports this one is run on both by `deno task test`.
 *
 * @module
 */
import type { Database, DatabasePlace } from "@/lib/db/database.ts";
import { openDatabase } from "@/lib/db/open.ts";
import { addressOf, createDatabase, runOn } from "./database_template.ts";
import { makeEmbeddedPlace } from "./embedded_place.ts";
import { closeSharedDatabase, withSharedDatabase } from "./shared_database.ts";
import { type PostgresServer, startPostgresServer } from "./postgres_server.ts";

/** Which database the tests run on. */
export const databaseKind: "embedded" | "server" = Deno.env.get("DATABASE") === "server"
  ? "server"
  : "embedded";

/** A database of the server with all migrations, where the run of all tests made one. */
const TEMPLATE = Deno.env.get("TEST_DATABASE_TEMPLATE") ?? null;

/** A place for a database that nobody else uses, and that goes away. */
export interface Place extends AsyncDisposable {
  readonly config: DatabasePlace;
}

let server: Promise<PostgresServer> | null = null;

/** Returns the server that the tests were given, or one of our own for this file. */
async function serverUrl(): Promise<string> {
  const given = Deno.env.get("TEST_DATABASE_URL");
  if (given !== undefined) return given;
  if (server === null) {
    server = startPostgresServer();
    const { abandon } = await server;
    // Without this the server would outlive the tests.
    globalThis.addEventListener("unload", abandon);
  }
  return (await server).url;
}

/** Makes an empty place of the kind that the tests run on. */
export async function makePlace(): Promise<Place> {
  return databaseKind === "server" ? await makeServerPlace() : await makeEmbeddedPlace();
}

async function makeServerPlace(template: string | null = null): Promise<Place> {
  const url = await serverUrl();
  const name = `daybook_test_${crypto.randomUUID().replaceAll("-", "")}`;
  await createDatabase(url, { name, template });
  return {
    config: { url: addressOf(url, name), requireTls: false },
    [Symbol.asyncDispose]: () => runOn(url, `drop database ${name} with (force)`),
  };
}

/** Runs `use` with a fresh database, which is closed and removed afterwards. */
export async function withDatabase(use: (database: Database) => Promise<void>): Promise<void> {
  const isServer = databaseKind === "server";
  await using place = isServer ? await makeServerPlace(TEMPLATE) : await makeEmbeddedPlace();
  const database = await openDatabase(place.config);
  try {
    await use(database);
  } finally {
    await database.close();
  }
}

/**
 * Declares a test that is given an empty database: on a server one of its own, embedded the one of
 * the file's other tests, emptied.
 */
export function databaseTest(
  name: string,
  test: (database: Database, t: Deno.TestContext) => Promise<void>,
): void {
  const isShared = databaseKind === "embedded";
  const give = isShared ? withSharedDatabase : withDatabase;
  Deno.test({
    name,
    fn: (t) => give((database) => test(database, t)),
    // The pipes of a shared database outlast the test; on a server each test is watched.
    sanitizeOps: !isShared,
    sanitizeResources: !isShared,
  });
}

if (databaseKind === "embedded") Deno.test.afterAll(closeSharedDatabase);
