/**
 * `results.json`: everything that a run found, for programs. docs/results.md
 * describes it, results_schema.ts checks it; `version` rises when an old reader would err.
 *
 * @module
 */
import type { Problem } from "@/lib/errors.ts";
import type { ColumnSchema, Grain } from "@/lib/frame/schema.ts";
import type { Plan } from "./plan.ts";
import type { CellRun, Run } from "./result.ts";
import { type CellEvent, shareEvents, type StoredBlock } from "./shared_events.ts";
import { problemsOf } from "./store.ts";
import type { ParameterValue } from "@/lib/sql/parameters.ts";
import type { Figures } from "@/lib/steps/step.ts";

/** Raised when a reader of the file must change. */
export const RESULTS_VERSION = 1;

/** The whole file. What is under `run` differs from run to run; nothing else does. */
export interface Results {
  readonly version: typeof RESULTS_VERSION;
  readonly notebook: string;
  readonly title: string | null;
  readonly as_of: string;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly cells: readonly ResultCell[];
  readonly run: {
    readonly id: string;
    readonly started_at: string;
    readonly milliseconds: number;
    readonly state: "done" | "failed" | "cancelled";
    readonly cells: readonly {
      readonly name: string;
      readonly origin: "computed" | "cache" | null;
      readonly milliseconds: number;
      readonly computed_at: string | null;
    }[];
  };
}

/** One cell, whether it ran or not. */
export interface ResultCell {
  readonly name: string;
  readonly kind: string;
  readonly state: CellRun["outcome"]["state"];
  /** Whether all this is of an older result: only in exports of an open notebook. */
  readonly stale: boolean;
  /** Provenance: what the result follows from; `null` where it could not be made. */
  readonly key: string | null;
  readonly parents: readonly string[];
  readonly rows: number | null;
  readonly rejected: number | null;
  readonly grain: Grain | null;
  readonly columns: readonly ColumnSchema[];
  readonly figures: Figures;
  /** Charts and tables as data: a series' periods, values, bands and flags are in here. */
  readonly blocks: readonly StoredBlock[];
  /** What happened on the periods of the lines, each once. */
  readonly events: readonly CellEvent[];
  readonly problems: readonly Problem[];
  /** Why it did not run; `null` where it did. */
  readonly waits: string | null;
}

/** Makes the results of a finished run. */
export function makeResults(
  run: Run,
  plan: Plan,
  notebook: string,
): Results {
  const failed = run.cells.some(({ outcome }) => outcome.state === "failed");
  return {
    version: RESULTS_VERSION,
    notebook,
    title: plan.notebook.head.title,
    as_of: run.asOf,
    parameters: Object.fromEntries(plan.setting.parameters),
    cells: run.cells.map((cell) => resultCell(cell, plan)),
    run: {
      id: run.id,
      started_at: run.startedAt,
      milliseconds: Math.round(run.milliseconds),
      state: run.cancelled ? "cancelled" : failed ? "failed" : "done",
      cells: run.cells.map(({ name, outcome, milliseconds }) => ({
        name,
        origin: outcome.state === "done" ? outcome.source : null,
        milliseconds: Math.round(milliseconds),
        computed_at: outcome.state === "done" ? outcome.result.computedAt : null,
      })),
    },
  };
}

function resultCell(cell: CellRun, plan: Plan): ResultCell {
  const { outcome } = cell;
  const result = outcome.state === "done" ? outcome.result : null;
  return {
    name: cell.name,
    kind: cell.kind,
    state: outcome.state,
    stale: false,
    key: cell.key,
    parents: plan.cells.get(cell.name)?.parents ?? [],
    rows: result?.rows ?? null,
    rejected: result?.rejected ??
      (outcome.state === "failed" ? outcome.found?.rejected ?? null : null),
    grain: result?.schema.grain ?? null,
    columns: result?.schema.columns ?? [],
    figures: cell.figures,
    ...shareEvents(cell.blocks),
    problems: problemsOf(cell),
    waits: outcome.state === "waiting" ? outcome.reason : null,
  };
}
