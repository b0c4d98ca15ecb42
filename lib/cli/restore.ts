/**
 * `deno task restore`: puts a backup in the place of what is there, which is moved aside.
 *
 * @module
 */
import { restore } from "@/lib/db/backup/restore.ts";
import { runCommand } from "./command.ts";
import { EXIT } from "./exit_code.ts";
import { keptData, refuseServer } from "./kept_data.ts";
import { badUsage, parseWords } from "./words.ts";
import { readSettings } from "./workspace.ts";

const HELP = `Restores a backup of the embedded database, with the files that belong to it

Usage: deno task restore FILE [--without-files]

1. Stop Daybook.
2. Run this with a file of BACKUP_DIRECTORY. On another machine, copy that folder there first, with
   its folder "files". What is in DATA_DIR is moved aside into a folder of its own, never removed.
3. Start Daybook with the same settings as before; APP_ENCRYPTION_KEY is in no backup. A backup
   of a newer Daybook is refused then: start one that is as new.

  --without-files   restores the database alone, and leaves uploads and what was received as they are

Settings (environment): DATA_DIR (.daybook/)

Exit codes: 0 done, 1 it cannot be read or put in place, and all is as it was, 2 wrong use or setting`;

/** Restores, and prints what to do next; returns the exit code. */
export async function restoreCommand(
  words: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  const { values, positionals } = parseWords("restore", words, {
    help: { type: "boolean", short: "h" },
    "without-files": { type: "boolean" },
  });
  if (values.help) {
    console.log(HELP);
    return EXIT.done;
  }
  const [archive] = positionals;
  if (positionals.length !== 1) {
    throw badUsage("restore", "it takes one file", positionals.join(" "), "See --help");
  }
  const config = readSettings();
  refuseServer(config, "restore");
  const withFiles = values["without-files"] !== true;
  const { made, files, aside } = await restore(archive, { ...keptData(config), withFiles, signal });
  console.log(`Restored the backup of ${made}, with ${files} files beside the database.`);
  if (aside !== null) {
    console.log(`What was there before is in ${aside}: remove it when nothing is missing.`);
  }
  console.log("Start Daybook now, with the APP_ENCRYPTION_KEY of that time where one was set.");
  return EXIT.done;
}

if (import.meta.main) await runCommand((signal) => restoreCommand(Deno.args, signal));
