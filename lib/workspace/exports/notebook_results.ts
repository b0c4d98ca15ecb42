/**
 * What a notebook shows, as the `results.json` that a run writes; docs/results.md describes it.
 *
 * @module
 */
import type { StoredResult } from "@/lib/notebook/run/result.ts";
import { type ResultCell, type Results, RESULTS_VERSION } from "@/lib/notebook/run/results.ts";
import { shareEvents } from "@/lib/notebook/run/shared_events.ts";
import type { ParameterValues } from "@/lib/sql/parameters.ts";
import type { CellView, NotebookView } from "@/lib/workspace/notebooks/notebook_view.ts";

/** What a view does not tell. */
export interface ResultsOptions {
  readonly parameters: ParameterValues;
  /** The day that relative dates hang on. */
  readonly asOf: string;
  /** ISO 8601 in UTC. */
  readonly madeAt: string;
  /** The catalogue's entries of what is shown, by key; an older one may be gone from it. */
  readonly stored: ReadonlyMap<string, StoredResult>;
}

/** Makes the results of what a view shows. A run of its own it is not: its id is new each time. */
export function notebookResults(view: NotebookView, options: ResultsOptions): Results {
  const cells = view.blocks.flatMap((block) => block.type === "cell" ? [block.cell] : []);
  const milliseconds = cells.map(({ output }) => Math.round(output?.milliseconds ?? 0));
  return {
    version: RESULTS_VERSION,
    notebook: view.id,
    title: view.title,
    as_of: options.asOf,
    parameters: Object.fromEntries(options.parameters),
    cells: cells.map((cell) => resultCell(cell, options.stored)),
    run: {
      id: crypto.randomUUID(),
      started_at: options.madeAt,
      milliseconds: milliseconds.reduce((sum, one) => sum + one, 0),
      state: cells.some(({ status }) => status.state === "failed") ? "failed" : "done",
      cells: cells.map(({ name, status, output }, index) => {
        const isDone = output !== null && status.state !== "failed";
        return {
          name,
          origin: isDone ? output.origin : null,
          milliseconds: milliseconds[index],
          computed_at: isDone ? output.computedAt : null,
        };
      }),
    },
  };
}

function resultCell(cell: CellView, stored: ResultsOptions["stored"]): ResultCell {
  const { name, kind, parents, status, problems } = cell;
  const standing = standingOf(cell);
  const { state } = standing;
  // A cell that waits may have something older to show: it is not of this state of the notebook.
  const output = state === "done" || state === "failed" ? cell.output : null;
  const entry = state === "done" ? stored.get(output?.key ?? "") ?? null : null;
  return {
    name,
    kind,
    ...standing,
    key: output?.key || null, // "" where the cell could not be planned
    parents,
    rows: state === "done" ? output?.rows ?? null : null,
    rejected: output?.rejected ?? null,
    grain: entry?.schema.grain ?? null,
    columns: entry?.schema.columns ?? [],
    figures: output?.figures ?? {},
    ...shareEvents(output?.blocks ?? []),
    problems: status.state === "fresh" || status.state === "failed" ? problems : [],
  };
}

/** An older result is shown until the cell has run again. */
function standingOf({ status, output }: CellView): Pick<ResultCell, "state" | "stale" | "waits"> {
  const waiting = (waits: string) => ({ state: "waiting", stale: false, waits }) as const;
  switch (status.state) {
    case "fresh":
      return output === null
        ? waiting("what it shows is being drawn")
        : { state: "done", stale: false, waits: null };
    case "failed":
      return { state: "failed", stale: false, waits: null };
    case "stale":
    case "running":
    case "queued":
      return output === null
        ? waiting("it has not run yet")
        : { state: "done", stale: true, waits: null };
    case "disabled":
      return waiting("it is disabled");
    case "waiting":
      return waiting(status.reason);
  }
}
