/**
 * `deno task migrate`: brings the database to this program's migrations.
 *
 * @module
 */
import { runCommand } from "./command.ts";
import { EXIT } from "./exit_code.ts";
import { badUsage, parseWords } from "./words.ts";
import { openMigrated, readSettings } from "./workspace.ts";

const HELP = `Brings the database to the migrations of this program

Usage: deno task migrate

Settings (environment): DATABASE_URL for a Postgres server (MIGRATION_DATABASE_URL where another
user owns the tables), else DATA_DIR (.daybook/) holds the embedded database

Exit codes: 0 done, 1 the database refused, 2 wrong use or setting`;

/** Applies what is missing, and prints what the database has; returns the exit code. */
export async function migrate(words: readonly string[], signal: AbortSignal): Promise<number> {
  const { values, positionals } = parseWords("migrate", words, {
    help: { type: "boolean", short: "h" },
  });
  if (values.help) {
    console.log(HELP);
    return EXIT.done;
  }
  if (positionals.length > 0) {
    throw badUsage("migrate", "it takes no words", positionals.join(" "));
  }
  const database = await openMigrated(readSettings(), signal);
  try {
    const rows = await database.query<{ name: string; applied_at: string }>(
      "select name, applied_at from daybook.migrations order by name",
    );
    for (const { name, applied_at } of rows) console.log(`${name}  applied ${applied_at}`);
  } finally {
    await database.close();
  }
  return EXIT.done;
}

if (import.meta.main) await runCommand((signal) => migrate(Deno.args, signal));
