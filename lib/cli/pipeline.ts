/**
 * What `run-pipeline` does: reads the notebook, plans it, runs it, tells and writes what was found.
 *
 * @module
 */
import { basename, dirname, join } from "node:path";
import type { Config } from "@/lib/config.ts";
import type { Database } from "@/lib/db/database.ts";
import { uploadsFolder } from "@/lib/ingest/kept_file.ts";
import { createLog } from "@/lib/log.ts";
import type { Notebook } from "@/lib/notebook/model.ts";
import { resolveParameters } from "@/lib/notebook/resolve_parameters.ts";
import { ReadAhead } from "@/lib/notebook/run/ahead.ts";
import type { Key } from "@/lib/notebook/run/keys.ts";
import { makePlan, type Plan } from "@/lib/notebook/run/plan.ts";
import type { CellRun, Run } from "@/lib/notebook/run/result.ts";
import { run } from "@/lib/notebook/run/run.ts";
import { findResults, saveRun } from "@/lib/notebook/run/store.ts";
import { reclaim, tidyResults } from "@/lib/notebook/run/tidy.ts";
import { createEventSources } from "@/lib/notebook/sources/events.ts";
import { createSources } from "@/lib/notebook/sources/sources.ts";
import type { PipelineArguments } from "./arguments.ts";
import { exitCodeOf } from "./exit_code.ts";
import { readNotebook, refuseProblems } from "./notebook_file.ts";
import { makeFolder, writeOutputs } from "./outputs.ts";
import { makeResults } from "@/lib/notebook/run/results.ts";
import { openSummaryWriter } from "./summary_writer.ts";
import { createTeller } from "./tell.ts";
import { today } from "./today.ts";
import type { Workspace } from "./workspace.ts";

/** Kinds that compute in children. */
const COMPUTED_KINDS: readonly string[] = ["detect", "forecast"];

/** Looking for what is to be tidied up takes a tenth of a second, which not every run needs. */
const TIDY_MILLISECONDS = 60 * 60 * 1000;

interface Surroundings {
  readonly workspace: Workspace;
  readonly signal: AbortSignal;
}

/** Runs a notebook and tells of it; returns the exit code. @throws AppError */
export async function runPipeline(
  asked: PipelineArguments,
  { workspace, signal }: Surroundings,
): Promise<number> {
  const teller = createTeller(asked);
  const notebook = await readNotebook(asked.notebook);
  const asOf = asked.asOf ?? today();
  await using ahead = new ReadAhead({ startReader: workspace.startReader, signal });
  const plan = await planRun(notebook, { asked, asOf, workspace, signal, ahead });
  const errors = plan.problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw refuseProblems(asked.notebook, errors);
  if (asked.out !== null) await makeFolder(asked.out);
  teller.begin(plan);
  const database = await workspace.opened;
  // Opening the database had the cores before; copying into it needs one of them.
  if (needsCompute(plan, asked)) workspace.compute.prepare().catch(() => {}); // Its cell is told why.
  const takeReading = (key: Key) => ahead.take(key);
  const { compute, startReader, config } = workspace;
  const log = createLog({ level: config.logLevel });
  const writer = await openSummaryWriter(config, database);
  const { cellMilliseconds: cellLimitMilliseconds } = config.limits;
  const services = {
    database,
    compute,
    startReader,
    writer,
    takeReading,
    cellLimitMilliseconds,
    log,
  };
  const finished = await run(plan, services, {
    cache: asked.cache,
    continueOnError: asked.continueOnError,
    signal,
    onEvent: teller.event,
  });
  const results = makeResults(finished, plan, asked.notebook);
  if (!signal.aborted) {
    await keepHistory(finished, { database, asked });
    if (asked.out !== null) {
      await writeOutputs(asked.out, { asked, plan, finished, results, database, compute });
    }
  }
  teller.end(finished, results);
  if (!signal.aborted && await isDue(config)) {
    const isNew = ({ outcome }: CellRun) =>
      outcome.state === "done" && outcome.source === "computed";
    await tidyResults(database, {
      limits: finished.cells.some(isNew) ? config.results : null,
      // Nobody else can have the embedded database open.
      alone: database.kind === "embedded",
      signal,
      log,
    });
    await reclaim(database, { signal, log });
  }
  return exitCodeOf(finished, asked);
}

/** Whether results were not tidied up in the last hour; if so, they are to be now. */
async function isDue({ dataDirectory }: Config): Promise<boolean> {
  const mark = join(dataDirectory, "tidied");
  const last = await Deno.stat(mark).then(({ mtime }) => mtime?.getTime() ?? 0, () => 0);
  if (Math.abs(Date.now() - last) < TIDY_MILLISECONDS) return false;
  // Beside a server there need be no such folder, and none is made for this.
  await Deno.writeTextFile(mark, "").catch(() => {});
  return true;
}

/** Whether some cell computes in children, and is not in the catalogue. */
function needsCompute(plan: Plan, asked: PipelineArguments): boolean {
  return [...plan.cells.values()].some(({ key, stored, step }) =>
    key !== null && !(asked.cache && stored !== null) && COMPUTED_KINDS.includes(step.kind)
  );
}

async function planRun(
  notebook: Notebook,
  { asked, asOf, workspace, signal, ahead }: Surroundings & {
    readonly asked: PipelineArguments;
    readonly asOf: string;
    readonly ahead: ReadAhead;
  },
): Promise<Plan> {
  const { config, opened, temporary } = workspace;
  const options = {
    ...config,
    folders: [dirname(asked.notebook), ...config.folders],
    temporary,
    uploads: uploadsFolder(config),
    events: createEventSources(() => opened),
    rowLimit: null,
  };
  const loads = new Set<string>();
  const plan = await makePlan(notebook, {
    asOf,
    values: resolveParameters(notebook, { given: Object.fromEntries(asked.parameters), asOf }),
    sources: (cell) => createSources(options, asked.inputs.get(cell) ?? null),
    signal,
    look: false,
    // Files are read for their digests while the database starts.
    stored: async (keys, draft) => {
      ahead.begin(draft);
      return await findResults(await opened, keys);
    },
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
  { database, asked }: { readonly database: Database; readonly asked: PipelineArguments },
): Promise<void> {
  await saveRun(database, finished, {
    notebook: basename(asked.notebook),
    parameters: Object.fromEntries(asked.parameters),
  });
}
