/**
 * The settings of the database.
 *
 * @module
 */
import { isLoopback } from "@/lib/loopback.ts";
import { flag, postgresUrl, type Variables } from "./variables.ts";

/** Where everything is kept. */
export type DatabaseConfig =
  | {
    readonly type: "embedded";
    /** The database's own folder is in here; made when it is missing. */
    readonly dataDirectory: string;
  }
  | {
    readonly type: "server";
    readonly url: string;
    /** The same as `url` unless migrations have a role of their own. */
    readonly migrationUrl: string;
    readonly tlsRequired: boolean;
  };

/** Reads where everything is kept. */
export function readDatabase(
  variables: Variables,
  { dataDirectory, production }: { readonly dataDirectory: string; readonly production: boolean },
): DatabaseConfig {
  const url = variables.read("DATABASE_URL", postgresUrl);
  const isTlsRequired = variables.read("DB_REQUIRE_SSL", flag);
  const migrationUrl = variables.read("MIGRATION_DATABASE_URL", postgresUrl);
  if (migrationUrl !== null && url === null && variables.problems.length === 0) {
    variables.refuse("MIGRATION_DATABASE_URL", "must be left out where DATABASE_URL is");
  }
  if (production && isTlsRequired === false && url !== null && !isLoopback(url)) {
    variables.refuse("DB_REQUIRE_SSL", "must not be false in production for a server elsewhere");
  }
  if (url === null) return { type: "embedded", dataDirectory };
  return {
    type: "server",
    url,
    migrationUrl: migrationUrl ?? url,
    tlsRequired: isTlsRequired ?? !isLoopback(url),
  };
}
