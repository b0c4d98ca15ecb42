/**
 * Plans notebooks without running anything: a connection is asked only where a run refreshes it.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { Database } from "@/lib/db/database.ts";
import type { Notebook } from "@/lib/notebook/model.ts";
import { canonicalJson, type Key } from "@/lib/notebook/run/keys.ts";
import { makePlan, type Plan } from "@/lib/notebook/run/plan.ts";
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
}

/** Results whose catalogue entries are kept in memory. */
const KEPT_RESULTS = 500;

/** Makes plans, and remembers what it can. */
export class Planner {
  readonly #services: NotebookServices;
  readonly #digests = new FileDigests();
  readonly #results = new Recent<Key, StoredResult>(KEPT_RESULTS);

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
  async holds({ asked, files, plan }: Planned): Promise<boolean> {
    if (asked.asOf !== this.#services.today()) return false;
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
    { run, stored }: {
      readonly run: RunPlanning | null;
      readonly stored: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, StoredResult>>;
    },
  ): Promise<Planned> {
    const { notebook, guard, given, asOf } = asked;
    const files = new Map<string, FileStamp>();
    const { folders, connections, uploads, temporary } = this.#services;
    const sources = createSources({
      folders,
      connections,
      uploads,
      temporary: run?.temporary ?? temporary,
      rowLimit: null,
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
    });
    return { plan, asked, files: [...files.values()] };
  }

  async #findKnown(keys: readonly Key[]): Promise<ReadonlyMap<Key, StoredResult>> {
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
