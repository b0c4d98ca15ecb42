/**
 * A notebook in memory: its newest revision, and for each set of parameters its plan, what its
 * cells show, and what runs.
 *
 * @module
 */
import type { Parsed } from "@/lib/notebook/file/parse.ts";
import type { Notebook } from "@/lib/notebook/model.ts";
import type { PlannedCell } from "@/lib/notebook/run/plan.ts";
import type { Flights } from "@/lib/notebook/run/flights.ts";
import type { Background } from "./background.ts";
import type { CellStatus, GivenParameters } from "./notebook_view.ts";
import { EventFeed } from "./events.ts";
import { type Given, readGiven } from "./given.ts";
import { type Guard, listGrants, loadGuard } from "./grants.ts";
import type { Outputs } from "./outputs.ts";
import type { Planned, Planner } from "./planner.ts";
import { readText } from "./read_text.ts";
import type { Recent } from "./recent.ts";
import type { NotebookServices } from "./services.ts";
import { DEFAULTS, loadShown, NOTHING_SHOWN, type Shown, type ShownCells } from "./shown.ts";
import { findStatuses, isFresh } from "./status.ts";
import { loadNotebook, type Revision } from "./store.ts";
import type { Writing } from "./writing.ts";

/** What all notebooks share. */
export interface Shared {
  readonly services: NotebookServices;
  readonly planner: Planner;
  readonly outputs: Outputs;
  readonly flights: Flights;
  readonly background: Background;
  /** The values of columns that controls offer, by key and column. */
  readonly columnValues: Recent<string, readonly string[]>;
}

/** A revision with what was read of its text. */
export interface Current extends Parsed {
  readonly revision: Revision;
}

/** A plan, and the revision that it is of. */
export interface Plan {
  readonly current: Current;
  readonly planned: Planned;
}

/** A run that goes on or waits for its turn. */
export interface RunHandle {
  readonly id: string;
  readonly audience: "owner" | "reader";
  readonly automatic: boolean;
  /** Stops all that it does. */
  readonly abort: AbortController;
  /** Lets it begin nothing more. */
  readonly halt: AbortController;
  /** Resolves when it has ended and all of it is kept. */
  readonly ended: Promise<void>;
}

/** What is known for one set of parameters. */
export interface ParameterSet {
  readonly id: string;
  given: Given;
  readonly shown: ShownCells;
  /** Cells whose entry in `shown` is not in the database yet. */
  readonly unsaved: Set<string>;
  /** Whether the database has any. */
  isKnown: boolean;
  planned: Plan | null;
  /** What is being planned, so that many who ask at a time wait for one plan. */
  planning: { readonly current: Current; readonly made: Promise<Plan> } | null;
  /** Cells that run or will, with the run that does it. */
  readonly live: Map<string, { readonly run: string; readonly status: CellStatus }>;
  /** The keys that cells were computed for when that was cancelled. */
  readonly cancelled: Map<string, string>;
  /** In their order; one at a time. */
  readonly runs: RunHandle[];
}

/** Sets of parameters that are held in memory, and those of which it is known what they show. */
const KEPT_SETS = 20;
const REMEMBERED_SETS = 100;

/** A notebook that somebody has open. */
export class OpenNotebook {
  readonly id: string;
  readonly shared: Shared;
  readonly feed = new EventFeed(crypto.randomUUID().slice(0, 8));
  current: Current;
  guard: Guard;
  /** What is kept of its card, as JSON; `null` where that is not known. */
  card: string | null = null;
  /** What somebody writes at the moment; `null` once a run or another change came between. */
  writing: Writing | null = null;
  readonly #remembered: Map<string, ShownCells>;
  readonly #sets = new Map<string, ParameterSet>();
  #changing: Promise<unknown> = Promise.resolve();

  /** Brings a notebook into memory. @throws AppError NOT_FOUND */
  static async load(id: string, shared: Shared): Promise<OpenNotebook> {
    const { database } = shared.services;
    const revision = await loadNotebook(database, id);
    const [guard, remembered] = [await loadGuard(database, id), await loadShown(database, id)];
    return new OpenNotebook(id, shared, { current: read(revision), guard, remembered });
  }

  constructor(
    id: string,
    shared: Shared,
    { current, guard, remembered }: {
      readonly current: Current;
      readonly guard: Guard;
      readonly remembered: Map<string, ShownCells>;
    },
  ) {
    this.id = id;
    this.shared = shared;
    this.current = current;
    this.guard = guard;
    this.#remembered = remembered;
  }

  /** The sets of parameters in memory. */
  get sets(): Iterable<ParameterSet> {
    return this.#sets.values();
  }

  /** Whether it may leave memory: nobody follows it, and nothing runs. */
  get idle(): boolean {
    return this.feed.followers === 0 && [...this.#sets.values()].every(isIdle);
  }

  /** Whether a stranger wrote it and something that it reads is not granted. */
  get isGuarded(): boolean {
    return this.#ungranted(this.current.notebook).size > 0;
  }

  /** Does changes one after the other. */
  async change<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.#changing.then(work);
    this.#changing = done.catch(() => {}); // Whoever asked for the change is told.
    return await done;
  }

  /** Takes the next revision for the newest. */
  replace(revision: Revision): void {
    this.current = read(revision);
    for (const set of this.#sets.values()) set.planned = null;
  }

  /** Lets the notebook read more than before. */
  allow(guard: Guard): void {
    this.guard = guard;
    // Plans hold for one guard.
    this.current = { ...this.current };
  }

  /** Reads the newest revision anew. @throws AppError NOT_FOUND */
  async reload(): Promise<void> {
    this.replace(await loadNotebook(this.shared.services.database, this.id));
  }

  /** Returns the set of what was given. */
  setOf(parameters: GivenParameters): ParameterSet {
    const asOf = this.shared.services.today();
    const given = readGiven(this.current.notebook, { given: parameters, asOf });
    const known = this.#sets.get(given.id);
    const set: ParameterSet = known ?? {
      id: given.id,
      given,
      shown: new Map(this.#remembered.get(given.id)),
      unsaved: new Set(),
      isKnown: this.#remembered.has(given.id),
      planned: null,
      planning: null,
      live: new Map(),
      cancelled: new Map(),
      runs: [],
    };
    set.given = given;
    this.#sets.delete(given.id);
    this.#sets.set(given.id, set);
    for (const [id, one] of this.#sets) {
      if (this.#sets.size <= KEPT_SETS) break;
      if (one === set || !isIdle(one)) continue;
      this.#sets.delete(id);
      // What the database does not have is a reader's, or was never run: its keys will find it.
      if (one.isKnown) this.#remembered.set(id, one.shown);
    }
    for (const id of this.#remembered.keys()) {
      if (this.#remembered.size <= REMEMBERED_SETS) break;
      if (id !== DEFAULTS) this.#remembered.delete(id);
    }
    return set;
  }

  /** Plans the newest revision, or returns the plan where it still holds. */
  async plan(set: ParameterSet): Promise<Plan> {
    const { current } = this;
    const known = set.planned;
    if (known?.current === current && await this.shared.planner.holds(known.planned)) return known;
    if (set.planning?.current === current) return await set.planning.made;
    const planning = { current, made: this.#plan(set, current) };
    set.planning = planning;
    try {
      return await planning.made;
    } finally {
      if (set.planning === planning) set.planning = null;
    }
  }

  async #plan(set: ParameterSet, current: Current): Promise<Plan> {
    const { guard, shared: { planner, services } } = this;
    const { notebook } = current;
    const asOf = services.today();
    const given = readGiven(notebook, { given: set.given.taken, asOf });
    const planned = await planner.plan({ id: this.id, notebook, guard, given, asOf });
    const made = { current, planned };
    if (this.current === current) set.planned = made;
    return made;
  }

  /** Returns how the cells of a plan stand. */
  statuses(set: ParameterSet, { plan }: Planned): ReadonlyMap<string, CellStatus> {
    return findStatuses({
      plan,
      shown: set.shown,
      live: new Map([...set.live].map(([cell, { status }]) => [cell, status] as const)),
      ungranted: this.#ungranted(plan.notebook),
      cancelled: set.cancelled,
      isStored: this.#isStored,
    });
  }

  /** Whether a cell shows what it would show if it were run now. */
  isFresh(cell: PlannedCell): boolean {
    return isFresh(cell, this.#isStored);
  }

  /** Notes what a cell shows. */
  show(set: ParameterSet, cell: string, shown: Partial<Shown>): void {
    set.shown.set(cell, { ...NOTHING_SHOWN, ...set.shown.get(cell), ...shown });
    set.unsaved.add(cell);
  }

  /** How long computing a cell took the last time; `null` where it never was. */
  lastMilliseconds(set: ParameterSet, cell: string): number | null {
    const own = set.shown.get(cell)?.milliseconds ?? null;
    if (own !== null) return own;
    for (
      const cells of [
        ...[...this.#sets.values()].map(({ shown }) => shown),
        ...this.#remembered.values(),
      ]
    ) {
      const other = cells.get(cell)?.milliseconds ?? null;
      if (other !== null) return other;
    }
    return null;
  }

  readonly #isStored = ({ key, stored }: PlannedCell): boolean =>
    stored !== null || (key !== null && this.shared.planner.result(key) !== null);

  #ungranted(notebook: Notebook): ReadonlySet<string> {
    if (this.guard.type === "own") return new Set();
    const waiting = listGrants(notebook, this.guard).filter(({ granted }) => !granted);
    return new Set(waiting.flatMap(({ cells }) => cells));
  }
}

function read(revision: Revision): Current {
  return { revision, ...readText(revision.text) };
}

function isIdle({ runs }: ParameterSet): boolean {
  return runs.length === 0;
}
