/**
 * Plans notebooks without running anything: a connection is asked only where a run refreshes it.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { Database } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import type { Schema } from "@/lib/frame/schema.ts";
import type { Notebook } from "@/lib/notebook/model.ts";
import { canonicalJson, type Key } from "@/lib/notebook/run/keys.ts";
import { makePlan, type Plan, type PlannedCell } from "@/lib/notebook/run/plan.ts";
import type { StoredResult } from "@/lib/notebook/run/result.ts";
import { findResults } from "@/lib/notebook/run/store.ts";
import { FileDigests, type FileStamp } from "@/lib/notebook/sources/digests.ts";
import { createSources, stampFile } from "@/lib/notebook/sources/sources.ts";
import type { Source, Sources } from "@/lib/steps/step.ts";
import type { Given } from "./given.ts";
import { type Guard, guardSources } from "./grants.ts";
import { Recent } from "./recent.ts";
import type { NotebookServices } from "./services.ts";

/** What a plan is made of. */
export interface PlanAsked {
  readonly notebook: Notebook;
  readonly guard: Guard;
  readonly given: Given;
  readonly asOf: string;
}

/** How a plan is made for a run. */
export interface RunPlanning {
  /** Load cells that fetch anew from their connection. */
  readonly refresh: ReadonlySet<string>;
  /** Where fetched rows are kept until the run ends. */
  readonly temporary: string;
  readonly signal: AbortSignal;
}

/** A plan, and the files that it holds for while they are as they were. */
export interface Planned {
  readonly plan: Plan;
  readonly asked: PlanAsked;
  readonly files: readonly FileStamp[];
  /** When it was made, in milliseconds since 1970. */
  readonly madeAt: number;
}

/** Results whose catalogue entries are kept in memory. */
const KEPT_RESULTS = 500;

/** Entries are looked up again after so long: results may have been evicted meanwhile. */
const KEPT_MILLISECONDS = 10 * 60 * 1000;

/** Files whose columns are kept in memory before a run has read them. */
const KEPT_HEADS = 100;

/** Makes plans, and remembers what it can. */
export class Planner {
  readonly #services: NotebookServices;
  readonly #digests = new FileDigests();
  readonly #heads = new Recent<Key, Promise<Schema | null>>(KEPT_HEADS);
  #results = new Recent<Key, StoredResult>(KEPT_RESULTS);
  #resultsSince = Date.now();

  constructor(services: NotebookServices) {
    this.#services = services;
  }

  /** Plans for a page, with what is known of results: nothing is fetched. */
  async plan(asked: PlanAsked): Promise<Planned> {
    return await this.#plan(asked, {
      run: null,
      stored: (keys) => this.#findKnown(keys),
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
      stored: (keys) => this.#findKnown(keys),
      heads,
    });
  }

  /** Plans for a run, with what the catalogue has now. */
  async planRun(asked: PlanAsked, run: RunPlanning): Promise<Planned> {
    return await this.#plan(asked, { run, stored: (keys) => this.#findNow(keys) });
  }

  /** Returns a plan with what the catalogue has now. */
  async renew({ plan, ...rest }: Planned): Promise<Planned> {
    const keys = [...plan.cells.values()].flatMap(({ key }) => key ?? []);
    const stored = await this.#findNow(keys);
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
  async holds({ asked, files, plan, madeAt }: Planned): Promise<boolean> {
    if (asked.asOf !== this.#services.today()) return false;
    if (Date.now() - madeAt > KEPT_MILLISECONDS) return false;
    // What could not be read may be readable by now.
    if (plan.problems.some(({ code }) => code.startsWith("FILE_") || code === "NO_RIGHTS")) {
      return false;
    }
    for (const { path, stamp } of files) {
      if ((await stampFile(path))?.stamp !== stamp) return false;
    }
    return true;
  }

  /** Returns the catalogue's entry of a key, if it was seen. */
  result(key: Key): StoredResult | null {
    return this.#results.find(key);
  }

  /** Takes note of a new entry. */
  learn(result: StoredResult): void {
    this.#results.keep(result.key, result);
  }

  async #plan(
    asked: PlanAsked,
    { run, stored, heads }: {
      readonly run: RunPlanning | null;
      readonly heads?: ReadonlyMap<Key, Schema>;
      readonly stored: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, StoredResult>>;
    },
  ): Promise<Planned> {
    const { notebook, guard, given, asOf } = asked;
    const files = new Map<string, FileStamp>();
    const { folders, connections, uploads, temporary, statementLimitMilliseconds } = this.#services;
    const sources = createSources({
      folders,
      connections,
      uploads,
      temporary: run?.temporary ?? temporary,
      rowLimit: null,
      statementLimitMilliseconds,
      digests: this.#digests,
      seen: (file) => files.set(file.path, file),
    }, null);
    const remembering: Sources = {
      ...sources,
      rows: (connection, asked) =>
        connections.has(connection.toLowerCase())
          ? this.#remembered(idOf(connection, asked), asked.table)
          : sources.rows(connection, asked),
    };
    const fetching: Sources = {
      ...sources,
      rows: async (connection, asked) => {
        const source = await sources.rows(connection, asked);
        await rememberFetch(this.#services.database, idOf(connection, asked), source.digest);
        return source;
      },
    };
    const plan = await makePlan(notebook, {
      asOf,
      values: given.values,
      sources: (cell) =>
        guardSources(run?.refresh.has(cell) === true ? fetching : remembering, guard),
      signal: run?.signal ?? NEVER,
      look: false,
      stored,
      heads,
    });
    return { plan, asked, files: [...files.values()], madeAt: Date.now() };
  }

  /** Returns the columns that a file's head tells; `null` where it can't be read or is none. */
  async #headOf(cell: PlannedCell & { readonly key: Key }, plan: Plan): Promise<Schema | null> {
    const known = this.#heads.find(cell.key);
    if (known !== null) return await known;
    const looking = lookInto(cell, plan);
    this.#heads.keep(cell.key, looking);
    return await looking;
  }

  async #findKnown(keys: readonly Key[]): Promise<ReadonlyMap<Key, StoredResult>> {
    if (Date.now() - this.#resultsSince > KEPT_MILLISECONDS) {
      this.#results = new Recent(KEPT_RESULTS);
      this.#resultsSince = Date.now();
    }
    const known = new Map<Key, StoredResult>();
    for (const key of keys) {
      const result = this.#results.find(key);
      if (result !== null) known.set(key, result);
    }
    const missing = keys.filter((key) => !known.has(key));
    return new Map([...known, ...await this.#findNow(missing)]);
  }

  async #findNow(keys: readonly Key[]): Promise<ReadonlyMap<Key, StoredResult>> {
    const found = await findResults(this.#services.database, keys);
    for (const key of keys) {
      const result = found.get(key);
      if (result === undefined) this.#results.forget(key);
      else this.#results.keep(key, result);
    }
    return found;
  }

  /** What was fetched last decides the key until a run fetches anew. */
  async #remembered(id: string, table: string | undefined): Promise<Source> {
    const row = await this.#services.database.kysely.selectFrom("fetches").select("digest")
      .where("source", "=", id).executeTakeFirst();
    return {
      name: table ?? "query",
      bytes: 0,
      digest: row?.digest ?? "never fetched",
      open: () => {
        throw new TypeError("Rows that a run did not fetch can't be read");
      },
    };
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

async function rememberFetch(database: Database, source: string, digest: string): Promise<void> {
  const fetched_at = new Date().toISOString();
  await database.kysely.insertInto("fetches").values({ source, digest, fetched_at })
    .onConflict((conflict) => conflict.column("source").doUpdateSet({ digest, fetched_at }))
    .execute();
}

function idOf(
  connection: string,
  { table, query }: { readonly table?: string; readonly query?: string },
): string {
  const text = canonicalJson([connection.toLowerCase(), table ?? null, query ?? null]);
  return createHash("sha256").update(text).digest("hex");
}
