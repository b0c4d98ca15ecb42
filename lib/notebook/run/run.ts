/**
 * Runs a plan: takes from the catalogue what is there, computes the rest,
 * independent cells side by side. It performs; what to do was decided by the plan.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import type { Log } from "@/lib/log.ts";
import { CellFailure } from "@/lib/steps/refusal.ts";
import type { Reading } from "@/lib/steps/sources.ts";
import type { AnyStep, Input, RunContext, Setting } from "@/lib/steps/step.ts";
import type { SummaryWriter } from "@/lib/steps/summary/writer.ts";
import type { Child } from "@/lib/process/child.ts";
import type { Compute } from "@/lib/stats/compute.ts";
import { CellLimit } from "./cell_limit.ts";
import { describe, done, type Ended, handOn, tell } from "./ended.ts";
import { keepRejectedRows, keepRejections } from "./rejections.ts";
import { Flights } from "./flights.ts";
import { Foresight } from "./foresight.ts";
import { findWanted } from "./fuse.ts";
import type { Key } from "./keys.ts";
import type { Plan, PlannedCell } from "./plan.ts";
import { dropRelations, nameRelation } from "./relations.ts";
import type { CellRun, CellState, Run, RunEvent, StoredResult } from "./result.ts";
import { saveResult, touchResults } from "./store.ts";

/** What a run works with; made and closed by whoever runs it. */
export interface Services {
  readonly database: Database;
  readonly compute: Compute;
  /** Gives a process that reads one file; the load that asks for it ends it. */
  readonly startReader: () => Child;
  /** Gives what was begun to be read for a load; `null` or absent where nothing was. */
  readonly takeReading?: (key: Key) => Promise<Reading> | null;
  /** Writes summaries by a language model; absent where none is set up. */
  readonly writer?: SummaryWriter | null;
  /** What a cell may take in all; absent for any time. */
  readonly cellLimitMilliseconds?: number;
  /** What other runs compute; absent where there are none. */
  readonly flights?: Flights;
  /** Bugs are logged whole; nothing else is. */
  readonly log: Log;
}

/** How a plan is run. */
export interface RunOptions {
  /** Takes nothing from the catalogue, and replaces what is there. */
  readonly cache: boolean;
  /** Runs what does not hang on a failed cell; else nothing starts after a failure. */
  readonly continueOnError: boolean;
  readonly signal: AbortSignal;
  /** Once it aborts nothing is begun any more; what is under way is finished. */
  readonly halt?: AbortSignal;
  /** The run's id; made up where it is absent. */
  readonly id?: string;
  readonly onEvent: (event: RunEvent) => void;
}

/** Runs every cell of a plan. Never throws for what a cell does: that is in the cell's outcome. */
export async function run(plan: Plan, services: Services, options: RunOptions): Promise<Run> {
  const startedAt = new Date();
  const start = performance.now();
  const flights = services.flights ?? new Flights();
  using _flying = flights.enter();
  const runner = new Runner(plan, { ...services, flights }, options);
  // At once, so that nobody evicts meanwhile what the run reads.
  const touched = options.cache ? touchResults(services.database, storedKeys(plan)) : null;
  touched?.catch(() => {}); // Awaited when the run has ended.
  const ended = await runner.runAll();
  if (!options.signal.aborted) await touched;
  return {
    id: options.id ?? crypto.randomUUID(),
    startedAt: startedAt.toISOString(),
    milliseconds: performance.now() - start,
    asOf: plan.setting.asOf,
    cells: ended,
    cancelled: options.signal.aborted || options.halt?.aborted === true,
  };
}

function storedKeys({ cells }: Plan): readonly Key[] {
  return [...cells.values()].flatMap(({ stored }) => stored?.key ?? []);
}

class Runner {
  readonly #plan: Plan;
  readonly #services: Services & { readonly flights: Flights };
  readonly #options: RunOptions;
  readonly #ended = new Map<string, Promise<Ended>>();
  readonly #kept: RunContext["kept"] = { rollups: new Map(), counts: new Map() };
  /** Relations of results that this run has replaced, parents first. */
  readonly #replaced: string[] = [];
  readonly #foresight: Foresight;
  #failed: string | null = null;

  constructor(
    plan: Plan,
    services: Services & { readonly flights: Flights },
    options: RunOptions,
  ) {
    this.#plan = plan;
    this.#services = services;
    this.#options = options;
    this.#foresight = new Foresight(plan, services.compute, options);
  }

  /** Returns the cells in the order of the page. */
  async runAll(): Promise<readonly CellRun[]> {
    for (const name of this.#plan.order) {
      const cell = this.#plan.cells.get(name);
      if (cell !== undefined) this.#ended.set(name, this.#end(cell));
    }
    const runs = new Map<string, CellRun>();
    for (const [name, ended] of this.#ended) runs.set(name, (await ended).run);
    this.#foresight.end();
    // Only now nothing reads them any more: a clean cell's view reads its load's table.
    // After a cancel nobody waits for that: they stay until results are evicted.
    if (!this.#options.signal.aborted) {
      await dropRelations(this.#services.database, this.#replaced.toReversed());
    }
    return [...this.#plan.cells.keys()].flatMap((name) => runs.get(name) ?? []);
  }

  async #end(cell: PlannedCell): Promise<Ended> {
    const parents: Ended[] = [];
    for (const name of cell.parents) {
      const parent = this.#ended.get(name);
      if (parent !== undefined) parents.push(await parent);
    }
    const start = performance.now();
    const reason = this.#reasonToWait(cell, parents);
    let state: CellState;
    if (this.#options.signal.aborted) state = { state: "cancelled" };
    else if (reason !== null) state = { state: "waiting", reason };
    else state = await this.#perform(cell, parents.flatMap(({ input }) => input ?? []));
    if (state.state === "failed") this.#failed ??= cell.name;
    const ended = describe(cell, state, performance.now() - start);
    this.#options.onEvent({ type: "ended", cell: ended });
    return { run: ended, input: handOn(ended, state, { parents, step: cell.step }) };
  }

  #reasonToWait(cell: PlannedCell, parents: readonly Ended[]): string | null {
    if (cell.waits !== null) return cell.waits;
    const missing = parents.find(({ input }) => input === null);
    if (missing !== undefined) {
      return missing.run.outcome.state === "failed"
        ? `"${missing.run.name}" failed`
        : `"${missing.run.name}" waits`;
    }
    return this.#failed !== null && !this.#options.continueOnError
      ? `the run stopped when "${this.#failed}" failed`
      : null;
  }

  async #perform(cell: PlannedCell, inputs: readonly Input[]): Promise<CellState> {
    if (cell.problems.some(({ severity }) => severity === "error") || cell.key === null) {
      return { state: "failed", problems: cell.problems, found: null };
    }
    if (this.#options.cache && cell.stored !== null) {
      return done(cell, "cache", cell.stored);
    }
    if (this.#options.halt?.aborted) return { state: "cancelled" };
    this.#options.onEvent({ type: "started", cell: cell.name, kind: cell.step.kind });
    const { key } = cell;
    const compute = () => this.#compute(cell, key, inputs);
    try {
      const { signal } = this.#options;
      return done(cell, "computed", await this.#services.flights.take(key, { signal, compute }));
    } catch (error) {
      if (this.#options.signal.aborted) return { state: "cancelled" };
      if (!(error instanceof AppError)) {
        this.#services.log.error("cell.error", { cell: cell.name, kind: cell.step.kind, error });
      }
      const found = error instanceof CellFailure
        ? { facts: error.facts, rejected: error.rejected }
        : null;
      return { state: "failed", problems: tell(error, cell), found };
    }
  }

  async #compute(cell: PlannedCell, key: Key, inputs: readonly Input[]): Promise<StoredResult> {
    const start = performance.now();
    const { database, cellLimitMilliseconds } = this.#services;
    using limit = new CellLimit(this.#options.signal, cellLimitMilliseconds);
    const { signal } = limit;
    const { step } = cell;
    const input = flowOf(step, inputs);
    // The columns are known for certain only now that the input has run.
    step.columns(input, cell.parameters, this.#plan.setting);
    const relation = nameRelation(key);
    let stored: StoredResult | null = null;
    const newResult = (outcome: Awaited<ReturnType<AnyStep["run"]>>) => ({
      key,
      kind: step.kind,
      kindVersion: step.version,
      outcome,
      milliseconds: Math.round(performance.now() - start),
    });
    const context: RunContext = {
      ...this.#plan.setting satisfies Setting,
      cell: cell.name,
      key,
      relation,
      sources: cell.sources,
      database,
      compute: this.#foresight.compute,
      startReader: this.#services.startReader,
      reading: this.#services.takeReading?.(key) ?? null,
      signal,
      writer: this.#services.writer ?? null,
      events: eventsIn(cell, inputs),
      wanted: findWanted(this.#plan, cell.name, { cache: this.#options.cache }),
      kept: this.#kept,
      foresee: (types, rollups) => this.#foresight.begin(types, rollups),
      progress: (progress) =>
        this.#options.onEvent({ type: "progress", cell: cell.name, progress }),
      write: (write) =>
        database.transaction(async (session) => {
          const outcome = await write(session);
          stored = await saveResult(session, newResult(outcome));
          return outcome;
        }, { signal }),
      reject: (session, rejections) => keepRejections(session, key, rejections),
      rejectRows: (session, select) => keepRejectedRows(session, key, select),
    };
    const outcome = await limit.over(step.run(input, cell.parameters, context));
    stored ??= await saveResult(database, newResult(outcome));
    if (cell.stored?.relation) this.#replaced.push(cell.stored.relation);
    return stored;
  }
}

// deno-lint-ignore no-explicit-any -- the graph gave the cell as many inputs as its step takes
function flowOf(step: AnyStep, inputs: readonly Input[]): any {
  switch (step.takes) {
    case "nothing":
      return null;
    case "many":
      return inputs;
    default:
      return inputs[0];
  }
}

/** The events cell that a cell names. */
function eventsIn({ step, parameters }: PlannedCell, inputs: readonly Input[]): Input | null {
  const name = step.events?.(parameters) ?? null;
  return inputs.find(({ cell }) => cell === name) ?? null;
}
