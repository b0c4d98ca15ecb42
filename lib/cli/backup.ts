/**
 * `deno task backup`: what daily housekeeping does, while Daybook does not run.
 *
 * @module
 */
import { join } from "node:path";
import { backUp } from "@/lib/db/backup/back_up.ts";
import { directoryIn, takeFolder } from "@/lib/db/backup/directory.ts";
import { refuseInterrupted } from "@/lib/db/embedded/interrupted_restore.ts";
import { AppError } from "@/lib/errors.ts";
import { runCommand } from "./command.ts";
import { EXIT } from "./exit_code.ts";
import { keptData, refuseServer } from "./kept_data.ts";
import { badUsage, parseWords } from "./words.ts";
import { readSettings } from "./workspace.ts";

const HELP = `Backs up the embedded database, uploads and what was received

Usage: deno task backup

Daybook backs itself up every night while it runs (the schedule "Daily housekeeping", which can be
run at any time); this is for when it does not, as before a new version.

Settings (environment): DATA_DIR (.daybook/), BACKUP_DIRECTORY (backups in DATA_DIR), BACKUPS_KEPT
(7; with 0 this makes one and removes none)

Exit codes: 0 done, 1 it could not be written, 2 wrong use or setting`;

/** Backs up, and prints what became of it; returns the exit code. */
export async function backup(words: readonly string[], signal: AbortSignal): Promise<number> {
  const { values, positionals } = parseWords("back up", words, {
    help: { type: "boolean", short: "h" },
  });
  if (values.help) {
    console.log(HELP);
    return EXIT.done;
  }
  if (positionals.length > 0) {
    throw badUsage("back up", "it takes no words", positionals.join(" "));
  }
  const config = readSettings();
  refuseServer(config, "back up");
  const data = keptData(config);
  await requireDatabase(data.databaseFolder);
  using _lock = await takeFolder(data.databaseFolder).catch((error) => {
    throw error instanceof AppError && error.code === "DATABASE_BUSY"
      ? refuseRunning(error)
      : error;
  });
  refuseInterrupted(data.databaseFolder, "back up");
  const { archive, counts } = await backUp(null, { ...data, ...config.backups, signal });
  console.log(
    `Backed up: ${archive} (${counts.bytes} bytes). Files taken beside it: ${counts.files}. ` +
      `Older backups removed: ${counts.removed}.`,
  );
  return EXIT.done;
}

async function requireDatabase(folder: string): Promise<void> {
  const path = join(directoryIn(folder), "PG_VERSION");
  await Deno.stat(path).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new AppError(
      "FILE_NOT_FOUND",
      `Cannot back up as there must be a database: current value is "${folder}"`,
    );
  });
}

function refuseRunning(cause: AppError): AppError {
  const message = `Cannot back up as Daybook must not run meanwhile: current value is running`;
  return new AppError("DATABASE_BUSY", message, {
    cause,
    problems: [...cause.problems, {
      severity: "error",
      code: "DATABASE_BUSY",
      message,
      place: {},
      remedy: 'It backs itself up: run the schedule "Daily housekeeping" to have a backup now',
    }],
  });
}

if (import.meta.main) await runCommand((signal) => backup(Deno.args, signal));
