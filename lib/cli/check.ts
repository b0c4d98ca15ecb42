/**
 * `deno task check`: tells what is wrong with notebooks without running them.
 *
 * @module
 */
import { dirname } from "node:path";
import { visible } from "@/lib/chart/plain.ts";
import { distinctProblems, type Problem } from "@/lib/errors.ts";
import { uploadsFolder } from "@/lib/ingest/kept_file.ts";
import { byPlace } from "@/lib/notebook/place.ts";
import { resolveParameters } from "@/lib/notebook/resolve_parameters.ts";
import { makePlan, type Plan } from "@/lib/notebook/run/plan.ts";
import { createSources } from "@/lib/notebook/sources/sources.ts";
import { checkEvents } from "./check_events.ts";
import { runCommand, tellError } from "./command.ts";
import { EXIT } from "./exit_code.ts";
import { parseNotebookFile } from "./notebook_file.ts";
import { problemLines } from "./problem_lines.ts";
import { schemaLines } from "./schema_lines.ts";
import { today } from "./today.ts";
import { badUsage, parseWords } from "./words.ts";
import { readSettings, temporaryFolder } from "./workspace.ts";

const HELP = `Tells what is wrong with notebooks without running them

Usage: deno task check NOTEBOOK… [options]

  --json     one line of JSON a notebook: file, cells (name, kind, parents, grain, columns), problems
  --quiet    problems only, not the columns of each cell
  --help     print this

The beginning of each file that a notebook loads is read; nothing is run, and the database is opened
only to look up the sources of events that cells name.

Exit codes: 0 nothing wrong (warnings aside), 2 wrong use or notebook`;

const OPTIONS = {
  json: { type: "boolean" },
  quiet: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/** Rows that tell the columns of a table or query. */
const HEAD_ROWS = 1000;

/** A notebook's plan and all that is wrong with it, in the order of the file. */
export interface Checked {
  readonly plan: Plan;
  readonly problems: readonly Problem[];
}

/** Checks notebooks and tells of them; returns the exit code. @throws AppError */
export async function check(words: readonly string[], signal: AbortSignal): Promise<number> {
  const { values, positionals } = parseWords("check", words, OPTIONS);
  if (values.help) {
    console.log(HELP);
    return EXIT.done;
  }
  if (positionals.length === 0) throw badUsage("check", "it takes at least one notebook", "none");
  let code: number = EXIT.done;
  for (const path of positionals) {
    try {
      const checked = await checkNotebook(path, signal);
      if (checked.problems.some(({ severity }) => severity === "error")) code = EXIT.wrongUse;
      tellChecked(path, checked, values);
    } catch (error) {
      code = tellError(error, signal);
      if (code !== EXIT.wrongUse) return code;
    }
  }
  return code;
}

function tellChecked(
  path: string,
  { plan, problems }: Checked,
  { json = false, quiet = false }: { readonly json?: boolean; readonly quiet?: boolean },
): void {
  if (json) {
    console.log(JSON.stringify({ file: path, cells: cellsOf(plan), problems }));
    return;
  }
  const lines = problems.flatMap(problemLines);
  if (!quiet) {
    lines.push(...(lines.length === 0 ? [] : [""]), path, ...schemaLines(plan).map(visible));
  }
  if (lines.length > 0) console.log(lines.join("\n"));
}

/** Parses and plans a notebook. @throws AppError where there is none */
async function checkNotebook(path: string, signal: AbortSignal): Promise<Checked> {
  const config = readSettings();
  const { notebook, problems } = await parseNotebookFile(path);
  const temporary = temporaryFolder(config);
  const asOf = today();
  await using sent = checkEvents(config, signal);
  const options = {
    ...config,
    folders: [dirname(path), ...config.folders],
    temporary,
    uploads: uploadsFolder(config),
    rowLimit: HEAD_ROWS,
    events: sent.events,
  };
  try {
    const plan = await makePlan(notebook, {
      asOf,
      values: resolveParameters(notebook, { given: {}, asOf }),
      sources: () => createSources(options, null),
      signal,
      look: true,
      stored: () => Promise.resolve(new Map()),
    });
    return {
      plan,
      problems: distinctProblems([...problems, ...plan.problems, ...sent.problems]).toSorted(
        byPlace,
      ),
    };
  } finally {
    await Deno.remove(temporary, { recursive: true }).catch(() => {}); // Seldom made.
  }
}

function cellsOf(plan: Plan) {
  return [...plan.cells.values()].map(({ name, step, parents, schema }) => ({
    name,
    kind: step.kind,
    parents,
    grain: schema?.grain ?? null,
    columns: schema?.columns ?? null,
  }));
}

if (import.meta.main) await runCommand((signal) => check(Deno.args, signal));
