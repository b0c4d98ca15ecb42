/**
 * `deno task start`: the supervisor. It starts the database and the web process, restarts the
 * latter when it dies, and stops all of them.
 *
 * @module
 */
import { runCommand } from "@/lib/cli/command.ts";
import { parseStartArguments, START_HELP } from "@/lib/cli/start_arguments.ts";
import { start } from "@/lib/cli/start.ts";

if (import.meta.main) {
  await runCommand(async (signal) => {
    const asked = parseStartArguments(Deno.args);
    if (asked === null) {
      console.log(START_HELP);
      return 0;
    }
    return await start(asked, signal);
  });
}
