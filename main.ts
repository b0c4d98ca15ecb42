/**
 * `deno task start`: the supervisor. It starts the database and the web process, restarts the
 * latter when it dies, and stops all of them.
 *
 * @module
 */
import { runCommand } from "@/lib/cli/command.ts";
import { EXIT } from "@/lib/cli/exit_code.ts";
import { parseStartArguments, START_HELP } from "@/lib/cli/start_arguments.ts";
import { start } from "@/lib/cli/start.ts";

/** Runs that are under way are kept, and the database writes what it has in memory. */
const GRACE_MILLISECONDS = 10_000;

if (import.meta.main) {
  await runCommand(async (signal) => {
    const asked = parseStartArguments(Deno.args);
    if (asked === null) {
      console.log(START_HELP);
      return EXIT.done;
    }
    return await start(asked, signal);
  }, { graceMilliseconds: GRACE_MILLISECONDS });
}
