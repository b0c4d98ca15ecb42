/**
 * Runs of notebooks: for each notebook and set of parameters one at a time, in order.
 *
 * @module
 */
import { join } from "node:path";
import { AppError } from "@/lib/errors.ts";
import type { Log } from "@/lib/log.ts";
import type { Run } from "@/lib/notebook/run/result.ts";
import { withAbout } from "@/lib/seen/about.ts";
import { historyOf } from "@/lib/notebook/run/history.ts";
import { beginRun, saveRun } from "@/lib/notebook/run/store.ts";
import { saveCard } from "./cards.ts";
import type { OpenNotebook, ParameterSet, RunHandle } from "./open_notebook.ts";
import { readsConnection } from "./read_text.ts";
import type { Planned } from "./planner.ts";
import { runCells, type RunPart } from "./run_cells.ts";
import { selectCells, type Wanted } from "./select.ts";
import { saveUnsaved } from "./settle.ts";

/** What is run, and who asked. */
export interface RunAsked {
  readonly open: OpenNotebook;
  readonly set: ParameterSet;
  readonly wanted: Wanted;
  /** Whether an edit asked, not a person: another edit supersedes it. */
  readonly automatic: boolean;
  readonly audience?: "owner" | "reader";
}

/** A run that was asked for. */
export interface BegunRun extends RunHandle {
  /** Resolves when it has been told that the run started; rejects where it can't be planned. */
  readonly begun: Promise<void>;
}

/** Starts a run, after those of the same set that go on. An automatic one gives way at once. */
export function startRun(asked: RunAsked): BegunRun {
  const { open, set, automatic, audience = "owner" } = asked;
  const before = set.runs.at(-1)?.ended ?? Promise.resolve();
  haltAutomatic(set);
  // What was run stays in the history by itself.
  if (!automatic) open.writing = null;
  const { promise: begun, resolve, reject } = Promise.withResolvers<void>();
  begun.catch(() => {}); // Whoever does not wait for it is told by events.
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const handle: RunHandle = {
    id: crypto.randomUUID(),
    audience,
    automatic,
    abort: new AbortController(),
    halt: new AbortController(),
    ended,
  };
  set.runs.push(handle);
  const { log } = open.shared.services;
  log.debug("run.queued", { run: handle.id, notebook: open.id });
  if (asked.wanted.type === "cells") queueCells(set, handle, asked.wanted.cells);
  open.shared.background.begin("run", async () => {
    try {
      await before;
      await withAbout({ run: handle.id }, () => perform(asked, handle, resolve));
      resolve();
    } catch (error) {
      reject(error);
      throw error;
    } finally {
      for (const [cell, { run }] of set.live) if (run === handle.id) set.live.delete(cell);
      set.runs.splice(set.runs.indexOf(handle), 1);
      log.debug("run.left", { run: handle.id });
      end();
    }
  });
  return { ...handle, begun };
}

/** Lets what runs by itself begin nothing more. */
export function haltAutomatic({ runs, live }: ParameterSet): void {
  const halted = runs.filter(({ automatic }) => automatic);
  for (const { halt } of halted) halt.abort();
  const ids = new Set(halted.map(({ id }) => id));
  for (const [cell, { run, status }] of live) {
    if (ids.has(run) && status.state === "queued") live.delete(cell);
  }
}

/** Stops all runs of a notebook, one of them, or those for somebody; resolves when they have stopped. */
export async function cancelRuns(
  open: OpenNotebook,
  only: { readonly run?: string; readonly audience?: "owner" | "reader" } = {},
): Promise<void> {
  const runs = [...open.sets].flatMap((set) => set.runs).filter(({ id, audience }) =>
    id === (only.run ?? id) && audience === (only.audience ?? audience)
  );
  for (const { abort } of runs) abort.abort(new AppError("CANCELLED", "Cancelled"));
  await Promise.all(runs.map(({ ended }) => ended));
}

/** Cells that will run soon are shown so at once. */
function queueCells(set: ParameterSet, { id }: RunHandle, cells: readonly string[]): void {
  for (const cell of cells) set.live.set(cell, { run: id, status: { state: "queued" } });
}

async function perform(
  asked: RunAsked,
  handle: RunHandle,
  begun: () => void,
): Promise<void> {
  const { open, set, automatic } = asked;
  const { audience } = handle;
  const { services: { database, temporary: folder, log } } = open.shared;
  const isStopped = () => handle.abort.signal.aborted || handle.halt.signal.aborted;
  const tell = (state: "started" | "done" | "failed" | "cancelled") =>
    open.feed.tell({ type: "run", parameters: set.given.taken, state });
  if (automatic && isStopped()) return;
  // A child that computes between two statements would have to share the processor.
  using _occupied = database.occupy();
  const temporary = join(folder, handle.id);
  try {
    const part = await planPart(asked, handle, temporary).catch((error) => {
      log.info(isStopped() ? "run.cancelled" : "run.error", { notebook: open.id, milliseconds: 0 });
      throw error;
    });
    if (automatic && isStopped()) return;
    tell("started");
    const cells = part.cells.size;
    log.info("run.start", { run: handle.id, notebook: open.id, audience, automatic, cells });
    begun();
    const about = { notebook: historyOf(open.id, audience), parameters: set.given.taken };
    const noted = noteBegin(asked, part, about);
    const finished = await runCells(part);
    // What was not known before it ran, such as columns, is planned anew.
    set.planned = null;
    tell(stateOf(finished));
    logRun(finished, { log, notebook: open.id });
    await noted;
    await saveRun(database, finished, about);
    // What readers set is found by its keys: remembering it would push out what the owner set.
    if (audience === "owner" || set.isKnown) await saveUnsaved(open, set);
    await saveCard(open, set);
  } finally {
    await Deno.remove(temporary, { recursive: true }).catch(ignoreMissing);
  }
}

/** Plans with what the catalogue has now, and fetches rows where the run is to. */
async function planPart(
  { open, set, wanted }: RunAsked,
  handle: RunHandle,
  temporary: string,
): Promise<RunPart> {
  const { planner } = open.shared;
  const plan = await open.plan(set);
  const planned = await planner.renew(plan.planned);
  const cells = select(open, planned, wanted);
  const refresh = new Set([...cells].filter((name) => {
    if (!readsConnection(plan.current.notebook, name)) return false;
    const isAsked = wanted.type === "all" || (wanted.type === "cell" && wanted.cell === name);
    return isAsked || planned.plan.cells.get(name)?.stored === null;
  }));
  const part = { open, set, handle };
  if (refresh.size === 0) return { ...part, planned, cells };
  const { signal } = handle.abort;
  const fetched = await planner.planRun(planned.asked, { refresh, temporary, signal });
  return { ...part, planned: fetched, cells: select(open, fetched, wanted) };
}

function select(open: OpenNotebook, { plan }: Planned, wanted: Wanted): ReadonlySet<string> {
  return selectCells(plan, wanted, (name) => {
    const cell = plan.cells.get(name);
    return cell !== undefined && open.isFresh(cell);
  });
}

/** Notes that a person's run has begun, since it may be interrupted; the run does not wait for it. */
function noteBegin(
  { open, automatic }: RunAsked,
  { handle, planned }: RunPart,
  about: Parameters<typeof beginRun>[2],
): Promise<void> {
  if (automatic) return Promise.resolve();
  const { asOf } = planned.asked;
  const run = { id: handle.id, asOf, startedAt: new Date().toISOString() };
  const noted = beginRun(open.shared.services.database, run, about);
  noted.catch(() => {}); // Awaited when the run has ended.
  return noted;
}

const ENDS = { done: "run.completed", failed: "run.error", cancelled: "run.cancelled" } as const;

/** Tells how a run went, and with what matters less how each of its cells did. */
function logRun(
  finished: Run,
  { log, notebook }: { readonly log: Log; readonly notebook: string },
): void {
  const ended = { computed: 0, cache: 0, failed: 0, waiting: 0, cancelled: 0 };
  for (const { name, kind, outcome, milliseconds } of finished.cells) {
    const end = outcome.state === "done" ? outcome.source : outcome.state;
    ended[end]++;
    const rows = outcome.state === "done" ? outcome.result.rows : null;
    log.debug("cell.done", { cell: name, kind, end, rows, milliseconds: Math.round(milliseconds) });
  }
  const milliseconds = Math.round(finished.milliseconds);
  log.info(ENDS[stateOf(finished)], { notebook, milliseconds, ...ended });
}

function stateOf({ cells, cancelled }: Run): "done" | "failed" | "cancelled" {
  if (cancelled) return "cancelled";
  return cells.some(({ outcome }) => outcome.state === "failed") ? "failed" : "done";
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
