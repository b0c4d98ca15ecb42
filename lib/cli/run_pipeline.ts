/**
 * `deno task run-pipeline`: runs a notebook from load to forecast.
 *
 * The database and the reader start in processes of their own before the engine is
 * imported, which takes about as long.
 *
 * @module
 */
import { HELP, parsePipelineArguments } from "./arguments.ts";
import { isBrief } from "./brief.ts";
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
    const settings = readSettings();
    const brief = isBrief(asked, settings.folders);
    await using workspace = startWorkspace(settings, { signal, brief });
    const { runPipeline } = await import("./pipeline.ts");
    return await runPipeline(asked, { workspace, signal });
  });
}
