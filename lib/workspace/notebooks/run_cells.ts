/**
 * One run of some cells: keeps what each came to, and tells it as soon as it is known.
 *
 * @module
 */
import type { CellRun, Run, RunEvent } from "@/lib/notebook/run/result.ts";
import { run } from "@/lib/notebook/run/run.ts";
import { problemsOf } from "@/lib/notebook/run/store.ts";
import type { CellStatus } from "./notebook_view.ts";
import type { OpenNotebook, ParameterSet, RunHandle } from "./open_notebook.ts";
import type { Planned } from "./planner.ts";
import { partOf } from "./select.ts";

/** Progress is told at most so often. */
const PROGRESS_MILLISECONDS = 200;

/** What is run. */
export interface RunPart {
  readonly open: OpenNotebook;
  readonly set: ParameterSet;
  readonly handle: Pick<RunHandle, "id" | "abort" | "halt">;
  readonly planned: Planned;
  readonly cells: ReadonlySet<string>;
}

/** Runs cells, and tells how each stands. */
export async function runCells(part: RunPart): Promise<Run> {
  const { open, set, handle, planned, cells } = part;
  const { services, flights } = open.shared;
  const teller = new Teller(part);
  teller.queue();
  const settling: Promise<void>[] = [];
  const finished = await run(partOf(planned.plan, cells), { ...services, flights }, {
    id: handle.id,
    cache: true,
    continueOnError: true,
    signal: handle.abort.signal,
    halt: handle.halt.signal,
    onEvent: (event) => {
      if (event.type === "ended") settling.push(settle(part, event.cell, teller));
      else teller.tellEvent(event);
    },
  });
  await Promise.all(settling);
  for (const [cell, { run }] of set.live) if (run === handle.id) set.live.delete(cell);
  teller.finish();
  return finished;
}

/** Keeps what a cell came to: what it shows is there before anybody is told. */
async function settle(
  { open, set, handle, planned }: RunPart,
  ended: CellRun,
  teller: Teller,
): Promise<void> {
  const { name, outcome } = ended;
  const cell = planned.plan.cells.get(name);
  try {
    if (outcome.state === "done") await keepResult(open, set, ended);
    const isCancelled = outcome.state === "cancelled" && handle.abort.signal.aborted;
    if (isCancelled && typeof cell?.key === "string") set.cancelled.set(name, cell.key);
    else set.cancelled.delete(name);
    if (outcome.state === "failed") {
      const { blocks, figures, milliseconds } = ended;
      // What could not be fetched has no key of its own: it failed for the key that pages know.
      const key = cell?.key ?? set.planned?.planned.plan.cells.get(name)?.key ?? null;
      open.show(set, name, {
        failure: {
          key,
          problems: problemsOf(ended),
          blocks,
          figures,
          rejected: outcome.found?.rejected ?? 0,
          milliseconds,
          at: new Date().toISOString(),
        },
      });
    }
  } catch (error) {
    open.shared.services.log.error("output.error", { cell: name, error });
  }
  if (set.live.get(name)?.run === handle.id) set.live.delete(name);
  teller.tellSettled(name);
}

async function keepResult(
  open: OpenNotebook,
  set: ParameterSet,
  { name, outcome, blocks, figures }: CellRun,
): Promise<void> {
  if (outcome.state !== "done") return;
  const { outputs } = open.shared;
  const { key, rows, rejected, milliseconds, computedAt } = outcome.result;
  await outputs.make({ key, rows, rejected, blocks, figures, milliseconds, computedAt });
  const before = set.shown.get(name);
  const isShown = before?.key === key && before.failure === null;
  if (outcome.source === "cache" && isShown) return;
  open.show(set, name, { key, origin: outcome.source, failure: null, milliseconds });
}

type OnTheWay = Exclude<RunEvent, { readonly type: "ended" }>;

/** Tells how the cells of a run stand, each only where that has changed. */
class Teller {
  readonly #part: RunPart;
  /** What was told last, by cell. */
  readonly #told = new Map<string, string>();
  readonly #progressAt = new Map<string, number>();

  constructor(part: RunPart) {
    this.#part = part;
  }

  /** Tells which cells will run. */
  queue(): void {
    const { open, set, handle, planned, cells } = this.#part;
    const statuses = open.statuses(set, planned);
    for (const name of cells) {
      const cell = planned.plan.cells.get(name);
      const status = statuses.get(name);
      this.#told.set(name, JSON.stringify(status));
      if (cell === undefined || cell.stored !== null || cell.key === null) continue;
      if (cell.waits !== null) continue;
      set.live.set(name, { run: handle.id, status: { state: "queued" } });
      this.#tell(name, { state: "queued" });
    }
  }

  tellEvent(event: OnTheWay): void {
    const { set, handle } = this.#part;
    const now = Date.now();
    const before = set.live.get(event.cell)?.status;
    const startedAt = before?.state === "running" ? before.startedAt : new Date(now).toISOString();
    const progress = event.type === "progress" ? event.progress : null;
    const status: CellStatus = { state: "running", progress, startedAt };
    set.live.set(event.cell, { run: handle.id, status });
    if (event.type === "progress") {
      const last = this.#progressAt.get(event.cell) ?? -Infinity;
      if (now - last < PROGRESS_MILLISECONDS) return;
      this.#progressAt.set(event.cell, now);
    }
    this.#tell(event.cell, status);
  }

  /** Tells how a cell stands that has ended. */
  tellSettled(name: string): void {
    const { open, set, planned } = this.#part;
    const status = open.statuses(set, set.planned?.planned ?? planned).get(name);
    if (status !== undefined) this.#tell(name, status);
  }

  /** Tells of the cells that stand otherwise than was told. */
  finish(): void {
    const { open, set, planned, cells } = this.#part;
    const statuses = open.statuses(set, set.planned?.planned ?? planned);
    for (const [name, status] of statuses) if (cells.has(name)) this.#tell(name, status);
  }

  #tell(cell: string, status: CellStatus): void {
    const text = JSON.stringify(status);
    if (this.#told.get(cell) === text) return;
    this.#told.set(cell, text);
    const { open, set } = this.#part;
    open.feed.tell({ type: "cell", cell, parameters: set.given.taken, status });
  }
}
