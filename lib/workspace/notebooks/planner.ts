/**
 * Plans notebooks without running anything: a connection is asked only where a run refreshes it.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { Schema } from "@/lib/frame/schema.ts";
import type { Notebook } from "@/lib/notebook/model.ts";
import type { Key } from "@/lib/notebook/run/keys.ts";
import { makePlan, type Plan, type PlannedCell } from "@/lib/notebook/run/plan.ts";
import type { StoredResult } from "@/lib/notebook/run/result.ts";
import { FileDigests, type FileStamp } from "@/lib/notebook/sources/digests.ts";
import { stampFile } from "@/lib/notebook/sources/open_file.ts";
import { createSources } from "@/lib/notebook/sources/sources.ts";
import { type EventStamp, WatchedEvents } from "./watched_events.ts";
import { fetchingSources, rememberingSources } from "./fetches.ts";
import type { Given } from "./given.ts";
import { type Guard, guardSources } from "./grants.ts";
import { KNOWN_MILLISECONDS, KnownResults } from "./known_results.ts";
import { type FileNames, ownFiles } from "./own_files.ts";
import { Recent } from "./recent.ts";
import type { NotebookServices } from "./services.ts";

/** What a plan is made of. */
export interface PlanAsked {
  /** The notebook's id, which says whose files it may read. */
  readonly id: string;
  readonly notebook: Notebook;
  readonly guard: Guard;
  readonly given: Given;
  readonly asOf: string;
  /** The files that whoever types the text may put there; absent for none. */
  readonly alsoFiles?: FileNames;
}

/** How a plan is made for a run. */
export interface RunPlanning {
  /** Load cells that fetch anew from their connection. */
  readonly refresh: ReadonlySet<string>;
  /** Where fetched rows are kept until the run ends. */
  readonly temporary: string;
  readonly signal: AbortSignal;
}

/** A plan, and the files and events that it holds for while they are as they were. */
export interface Planned {
  readonly plan: Plan;
  readonly asked: PlanAsked;
  readonly files: readonly FileStamp[];
  readonly events: readonly EventStamp[];
  /** When it was made, in milliseconds since 1970. */
  readonly madeAt: number;
}

/** Files whose columns are kept in memory before a run has read them. */
const KEPT_HEADS = 100;

/** Makes plans, and remembers what it can. */
export class Planner {
  readonly #services: NotebookServices;
  readonly #digests = new FileDigests();
  readonly #heads = new Recent<Key, Promise<Schema | null>>(KEPT_HEADS);
  readonly #results: KnownResults;
  readonly #events: WatchedEvents;

  constructor(services: NotebookServices) {
    this.#services = services;
    this.#events = new WatchedEvents(services.database);
    this.#results = new KnownResults(services.database);
  }

  /** Plans for a page, with what is known of results: nothing is fetched. */
  async plan(asked: PlanAsked): Promise<Planned> {
    return await this.#plan(asked, {
      run: null,
      stored: (keys) => this.#results.find(keys),
    });
  }

  /** Plans for an editor: the heads of files that no run has read are looked into, once each. */
  async planAhead(asked: PlanAsked): Promise<Planned> {
    const first = await this.plan(asked);
    const unread = [...first.plan.cells.values()].flatMap((cell) =>
      cell.key !== null && cell.schema === null && cell.step.discover !== undefined
        ? [{ ...cell, key: cell.key }]
        : []
    );
    const looked = await Promise.all(
      unread.map(async (cell) => [cell.key, await this.#headOf(cell, first.plan)] as const),
    );
    const heads = new Map(looked.flatMap(([key, head]) => head === null ? [] : [[key, head]]));
    return heads.size === 0 ? first : await this.#plan(asked, {
      run: null,
      stored: (keys) => this.#results.find(keys),
      heads,
    });
  }

  /** Plans for a run, with what the catalogue has now. */
  async planRun(asked: PlanAsked, run: RunPlanning): Promise<Planned> {
    return await this.#plan(asked, { run, stored: (keys) => this.#results.findNow(keys) });
  }

  /** Returns a plan with what the catalogue has now. */
  async renew({ plan, ...rest }: Planned): Promise<Planned> {
    const keys = [...plan.cells.values()].flatMap(({ key }) => key ?? []);
    const stored = await this.#results.findNow(keys);
    const cells = new Map(
      [...plan.cells].map(([name, cell]) =>
        [name, {
          ...cell,
          stored: cell.key === null ? null : stored.get(cell.key) ?? null,
        }] as const
      ),
    );
    return { ...rest, plan: { ...plan, cells } };
  }

  /** Whether a plan would be made just so again. */
  async holds({ asked, files, events, plan, madeAt }: Planned): Promise<boolean> {
    if (asked.asOf !== this.#services.today()) return false;
    if (Date.now() - madeAt > KNOWN_MILLISECONDS) return false;
    // What could not be read may be readable by now.
    if (plan.problems.some(({ code }) => code.startsWith("FILE_") || code === "NO_RIGHTS")) {
      return false;
    }
    for (const { path, stamp } of files) {
      if ((await stampFile(path))?.stamp !== stamp) return false;
    }
    for (const { asked, digest } of events) {
      if (await this.#events.stamp(asked) !== digest) return false;
    }
    return true;
  }

  /** Returns the catalogue's entry of a key, if it was seen. */
  result(key: Key): StoredResult | null {
    return this.#results.peek(key);
  }

  /** Takes note of a new entry. */
  learn(result: StoredResult): void {
    this.#results.learn(result);
  }

  async #plan(
    asked: PlanAsked,
    { run, stored, heads }: {
      readonly run: RunPlanning | null;
      readonly heads?: ReadonlyMap<Key, Schema>;
      readonly stored: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, StoredResult>>;
    },
  ): Promise<Planned> {
    const { id, notebook, guard, given, asOf, alsoFiles } = asked;
    const files = new Map<string, FileStamp>();
    const events: EventStamp[] = [];
    const { folders, closed, connections, uploads, temporary, statementLimitMilliseconds } =
      this.#services;
    const sources = createSources({
      folders,
      closed,
      connections,
      uploads,
      temporary: run?.temporary ?? temporary,
      rowLimit: null,
      statementLimitMilliseconds,
      digests: this.#digests,
      events: this.#events.watch((stamp) => events.push(stamp)),
      seen: (file) => files.set(file.path, file),
    }, null);
    const { database } = this.#services;
    const remembering = rememberingSources(sources, { database, connections });
    const fetching = fetchingSources(sources, database);
    const plan = await makePlan(notebook, {
      asOf,
      values: given.values,
      sources: (cell) =>
        guardSources(
          ownFiles(run?.refresh.has(cell) === true ? fetching : remembering, {
            database,
            notebook: id,
            alsoFiles,
          }),
          guard,
        ),
      signal: run?.signal ?? NEVER,
      look: false,
      stored,
      heads,
    });
    return { plan, asked, files: [...files.values()], events, madeAt: Date.now() };
  }

  /** Returns the columns that a file's head tells; `null` where it can't be read or is none. */
  async #headOf(cell: PlannedCell & { readonly key: Key }, plan: Plan): Promise<Schema | null> {
    const known = this.#heads.find(cell.key);
    if (known !== null) return await known;
    const looking = lookInto(cell, plan);
    this.#heads.keep(cell.key, looking);
    return await looking;
  }
}

async function lookInto(
  { name, step, parameters, sources }: PlannedCell,
  { setting }: Plan,
): Promise<Schema | null> {
  try {
    const found = await step.discover?.(parameters, {
      ...setting,
      cell: name,
      // A connection is asked by a run alone.
      sources: { ...sources, rows: (connection) => Promise.reject(notAsked(connection)) },
      signal: NEVER,
      look: true,
    });
    return found?.schema ?? null;
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

function notAsked(connection: string): AppError {
  return new AppError(
    "NOT_GRANTED",
    `Cannot look into a connection before a run: current value is "${connection}"`,
  );
}

/** The signal of what nobody cancels. */
const NEVER = new AbortController().signal;
