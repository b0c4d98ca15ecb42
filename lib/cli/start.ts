/**
 * Opens the workspace: the web process and the database start side by side, the engine is loaded
 * meanwhile, and all of them stop together.
 *
 * @module
 */
import { createLog } from "@/lib/log.ts";
import { EXIT } from "./exit_code.ts";
import type { StartArguments } from "./start_arguments.ts";
import { startWeb } from "./web_process.ts";
import { readSettings, startWorkspace } from "./workspace.ts";

/** Runs until the signal aborts; returns the exit code. @throws AppError where it cannot go on */
export async function start({ port }: StartArguments, signal: AbortSignal): Promise<number> {
  const config = readSettings();
  const log = createLog({ level: config.logLevel });
  await using services = startWorkspace(config, { signal });
  const engine = services.opened.then(async (database) => {
    const { createEngine } = await import("./engine.ts");
    return createEngine({ database, log });
  });
  engine.catch(() => {});
  const workspace = engine.then(({ workspace }) => workspace);
  workspace.catch(() => {});
  await using web = await startWeb({ port, workspace, log });
  const { path } = await (await engine).issueSignInLink();
  const address = `http://${web.hostname}:${web.port}`;
  console.log(`Daybook is open at ${address}`);
  console.log(`Sign in once, within 15 minutes: ${address}${path}`);
  const stopped = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
  await Promise.race([stopped, web.failed]);
  return EXIT.done;
}
