/**
 * Runs a notebook that a test wrote, on the test's database.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { Database } from "@/lib/db/database.ts";
import { AppError, type Problem } from "@/lib/errors.ts";
import { type Value, valueAt } from "@/lib/frame/frame.ts";
import { createLog } from "@/lib/log.ts";
import { parseNotebook } from "@/lib/notebook/file/parse.ts";
import { ReadAhead } from "@/lib/notebook/run/ahead.ts";
import type { Key } from "@/lib/notebook/run/keys.ts";
import { makePlan, type Plan } from "@/lib/notebook/run/plan.ts";
import { readRejections } from "@/lib/notebook/run/rejections.ts";
import { resolveParameters } from "@/lib/notebook/resolve_parameters.ts";
import type { CellRun, Run, RunEvent } from "@/lib/notebook/run/result.ts";
import { createEventSources } from "@/lib/notebook/sources/events.ts";
import { run } from "@/lib/notebook/run/run.ts";
import { findResults } from "@/lib/notebook/run/store.ts";
import { type Compute, createCompute } from "@/lib/stats/compute.ts";
import { startReader } from "@/lib/read/read_file.ts";
import { KINDS } from "@/lib/steps/registry.ts";
import type { Sources } from "@/lib/steps/sources.ts";
import type { Rejection } from "@/lib/steps/step.ts";
import type { SummaryWriter } from "@/lib/steps/summary/writer.ts";

export interface NotebookOptions {
  /** The day of the run; long after all days of the tests unless told otherwise. */
  readonly asOf?: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly cache?: boolean;
  readonly continueOnError?: boolean;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: RunEvent) => void;
  /** Begins to read while the notebook is planned, as the command line does. */
  readonly ahead?: boolean;
  /** What computing children run; `lib/stats/child.ts` where this is left out. */
  readonly child?: URL;
  /** What a cell may take in all; any time where this is left out. */
  readonly cellLimitMilliseconds?: number;
  /** Stands between the run and what computes. */
  readonly computing?: (compute: Compute) => Compute;
  /** Writes summaries by a language model. */
  readonly writer?: SummaryWriter;
  /** The texts of files by name. */
  readonly files?: Readonly<Record<string, string>>;
}

/** A notebook that ran, and what to ask of it. */
export interface RanNotebook {
  readonly plan: Plan;
  readonly run: Run;
  cell(name: string): CellRun;
  /** The values of a cell's figures by path. */
  figures(name: string): Readonly<Record<string, Value>>;
  /** The rows of a cell, ordered by all columns. */
  rows(name: string): Promise<readonly (readonly Value[])[]>;
  rejections(name: string): Promise<readonly Rejection[]>;
  problems(name: string): readonly Problem[];
  /** How each cell ended: "computed", "cache", "failed", "waiting" or "cancelled". */
  readonly ends: Readonly<Record<string, string>>;
}

/** Runs the cells of a notebook, whose head may be left out. */
export async function runNotebook(
  database: Database,
  text: string,
  options: NotebookOptions = {},
): Promise<RanNotebook> {
  const { asOf = "2027-01-01", signal = new AbortController().signal } = options;
  const { notebook, problems } = parseNotebook(text, { fileName: "test.md", kinds: KINDS });
  if (problems.length > 0) throw new AppError("BAD_NOTEBOOK", problems[0].message, { problems });
  await using ahead = new ReadAhead({ startReader, signal });
  const plan = await makePlan(notebook, {
    asOf,
    values: resolveParameters(notebook, { given: options.parameters ?? {}, asOf }),
    sources: () => ({
      ...sourcesOf(options.files ?? {}),
      events: createEventSources(() => Promise.resolve(database)),
    }),
    signal,
    look: false,
    stored: (keys, draft) => {
      if (options.ahead) ahead.begin(draft);
      return findResults(database, keys);
    },
  });
  const takeReading = (key: Key) => ahead.take(key);
  await using compute = createCompute({ size: 1, entry: options.child });
  const log = createLog({ level: "error" });
  const services = {
    database,
    compute: options.computing?.(compute) ?? compute,
    startReader,
    writer: options.writer,
    takeReading,
    cellLimitMilliseconds: options.cellLimitMilliseconds,
    log,
  };
  const finished = await run(plan, services, {
    cache: options.cache ?? true,
    continueOnError: options.continueOnError ?? false,
    signal,
    onEvent: options.onEvent ?? (() => {}),
  });
  return describe(database, plan, finished);
}

function describe(database: Database, plan: Plan, finished: Run): RanNotebook {
  const cell = (name: string) => finished.cells.find((one) => one.name === name)!;
  return {
    plan,
    run: finished,
    cell,
    ends: Object.fromEntries(
      finished.cells.map(({ name, outcome }) =>
        [name, outcome.state === "done" ? outcome.source : outcome.state] as const
      ),
    ),
    figures: (name) =>
      Object.fromEntries(
        Object.entries(cell(name).figures).map(([path, { value }]) => [path, value] as const),
      ),
    problems: (name) => {
      const { outcome } = cell(name);
      if (outcome.state === "done") return outcome.result.problems;
      return outcome.state === "failed" ? outcome.problems : [];
    },
    async rows(name) {
      const { outcome } = cell(name);
      if (outcome.state !== "done") throw new Error(`"${name}" ended as ${outcome.state}`);
      const { relation, schema } = outcome.result;
      const names = schema.columns.map((column) => `"${column.name}"`).join(", ");
      const { columns, length } = await database.columns(
        `select ${names} from ${relation} order by ${names}`,
      );
      return Array.from({ length }, (_, row) => columns.map((column) => valueAt(column, row)));
    },
    async rejections(name) {
      const { key } = cell(name);
      const kept: Rejection[] = [];
      if (key !== null) await readRejections(database, key, (page) => void kept.push(...page));
      return kept;
    },
  };
}

/** Files that are texts. */
function sourcesOf(files: Readonly<Record<string, string>>): Sources {
  const refuse = (what: string) =>
    Promise.reject(
      new AppError("FILE_NOT_FOUND", `Cannot find in a test: current value is ${what}`),
    );
  const sources = Object.entries(files).map(([name, text]) => {
    const bytes = new TextEncoder().encode(text);
    const digest = createHash("sha256").update(bytes).digest("hex");
    return { name, bytes: bytes.length, digest, open: () => new Blob([bytes]).stream() };
  });
  const find = (of: (source: typeof sources[number]) => boolean, what: string) => {
    const found = sources.find(of);
    return found === undefined ? refuse(what) : Promise.resolve(found);
  };
  return {
    file: (path) => find(({ name }) => name === path, path),
    upload: (digest) => find((source) => source.digest === digest, digest),
    rows: refuse,
  };
}
