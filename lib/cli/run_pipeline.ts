/**
 * `deno task run-pipeline`: runs a notebook from load to forecast.
 *
 * The database and the reader start in processes of their own before the engine is
 * imported, which takes about as long.
 *
 * @module
 */
import { HELP, parsePipelineArguments } from "./arguments.ts";
import { runCommand } from "./command.ts";
import { EXIT } from "./exit_code.ts";
import { readSettings, startWorkspace } from "./workspace.ts";

if (import.meta.main) {
  await runCommand(async (signal) => {
    const asked = parsePipelineArguments(Deno.args);
    if (asked === null) {
      console.log(HELP);
      return EXIT.done;
    }
    await using workspace = startWorkspace(readSettings(), { signal });
    const { runPipeline } = await import("./pipeline.ts");
    return await runPipeline(asked, { workspace, signal });
  });
}
