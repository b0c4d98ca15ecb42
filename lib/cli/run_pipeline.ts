/**
 * `deno task run-pipeline`: runs a notebook from load to forecast.
 *
 * @module
 */
import { basename } from "node:path";
import { createLog } from "@/lib/log.ts";
import { makePlan, type Plan } from "@/lib/notebook/plan.ts";
import type { Run } from "@/lib/notebook/result.ts";
import { resolveParameters } from "@/lib/notebook/resolve_parameters.ts";
import { run } from "@/lib/notebook/run.ts";
import { findResults, saveRun } from "@/lib/notebook/store.ts";
import { HELP, parsePipelineArguments, type PipelineArguments } from "./arguments.ts";
import { runCommand } from "./command.ts";
import { EXIT, exitCodeOf } from "./exit_code.ts";
import { readNotebook, refuseProblems } from "./notebook_file.ts";
import { makeFolder, writeOutputs } from "./outputs.ts";
import { makeResults } from "./results.ts";
import { createSources } from "./sources.ts";
import { createTeller } from "./tell.ts";
import { today } from "./today.ts";
import { openWorkspace, readSettings, uploadsFolder, type Workspace } from "./workspace.ts";

if (import.meta.main) {
  await runCommand(async (signal) => {
    const asked = parsePipelineArguments(Deno.args);
    if (asked === null) {
      console.log(HELP);
      return EXIT.done;
    }
    return await runPipeline(asked, signal);
  });
}

/** Runs a notebook and tells of it; returns the exit code. @throws AppError */
export async function runPipeline(asked: PipelineArguments, signal: AbortSignal): Promise<number> {
  const teller = createTeller(asked);
  // The database starts in a process of its own while the notebook is read.
  const config = readSettings();
  const opening = openWorkspace(config, { signal });
  // A notebook that is wrong is told before the database that could not be opened.
  opening.catch(() => {});
  let notebook;
  try {
    notebook = await readNotebook(asked.notebook);
  } catch (error) {
    await opening.then((workspace) => workspace[Symbol.asyncDispose](), () => {});
    throw error;
  }
  await using workspace = await opening;
  const asOf = asked.asOf ?? today();
  const plan = await planRun({ asked, notebook, asOf, workspace, signal });
  const errors = plan.problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw refuseProblems(asked.notebook, errors);
  if (asked.out !== null) await makeFolder(asked.out);
  teller.begin(plan);
  const log = createLog({ level: config.logLevel });
  const finished = await run(plan, { ...workspace, log }, {
    cache: asked.cache,
    continueOnError: asked.continueOnError,
    signal,
    onEvent: teller.event,
  });
  const results = makeResults(finished, plan, asked.notebook);
  if (!signal.aborted) {
    await keepHistory(finished, { workspace, asked });
    if (asked.out !== null) {
      await writeOutputs(asked.out, { asked, plan, finished, results, workspace });
    }
  }
  teller.end(finished, results);
  return exitCodeOf(finished, asked);
}

async function planRun(
  { asked, notebook, asOf, workspace, signal }: {
    readonly asked: PipelineArguments;
    readonly notebook: Plan["notebook"];
    readonly asOf: string;
    readonly workspace: Workspace;
    readonly signal: AbortSignal;
  },
): Promise<Plan> {
  const { config, database, temporary } = workspace;
  const options = {
    ...config,
    notebook: asked.notebook,
    temporary,
    uploads: uploadsFolder(config),
    rowLimit: null,
  };
  const loads = new Set<string>();
  const plan = await makePlan(notebook, {
    asOf,
    values: resolveParameters(notebook, { given: Object.fromEntries(asked.parameters), asOf }),
    sources: (cell) => createSources(options, asked.inputs.get(cell) ?? null),
    signal,
    look: false,
    stored: (keys) => findResults(database, keys),
  });
  for (const [name, { step }] of plan.cells) if (step.kind === "load") loads.add(name);
  for (const name of asked.inputs.keys()) {
    if (!loads.has(name)) {
      throw refuseProblems(asked.notebook, [{
        severity: "error",
        code: "BAD_USAGE",
        message: `Cannot set the input of a cell that loads nothing: current value is "${name}"`,
        place: {},
        remedy: `Load cells are ${[...loads].join(", ")}`,
      }]);
    }
  }
  return plan;
}

async function keepHistory(
  finished: Run,
  { workspace, asked }: { readonly workspace: Workspace; readonly asked: PipelineArguments },
): Promise<void> {
  await saveRun(workspace.database, finished, {
    notebook: basename(asked.notebook),
    parameters: Object.fromEntries(asked.parameters),
  });
}
