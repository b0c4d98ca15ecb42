/**
 * Runs of a notebook, those under way and those that are kept, and how one goes on.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import { AppError, type Problem } from "@/lib/errors.ts";
import { historyOf } from "@/lib/notebook/run/history.ts";
import type { GivenParameters } from "./notebook_view.ts";
import type { RunCellView, RunEvent, RunView } from "./run_view.ts";
import type { RunSought } from "./contract.ts";
import type { Follower } from "./events.ts";
import type { OpenNotebook, ParameterSet, RunHandle } from "./open_notebook.ts";

/** Lists the runs that are kept, the newest first, after one of them; `null` begins at the newest. */
export async function listRuns(
  { id, shared: { services: { database } } }: OpenNotebook,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<{ readonly items: readonly RunView[]; readonly next: string | null }> {
  const all = database.kysely.selectFrom("runs").selectAll().where("notebook", "=", id);
  const older = after === null ? all : all.where(({ eb, selectFrom }) =>
    eb(
      eb.refTuple("started_at", "id"),
      "<",
      selectFrom("runs").select(["started_at", "id"]).where("id", "=", after).$asTuple(
        "started_at",
        "id",
      ),
    )
  );
  const rows = await older.orderBy("started_at", "desc").orderBy("id", "desc").limit(limit + 1)
    .execute();
  const items = await Promise.all(
    rows.slice(0, limit).map((row) => viewOf(database, row)),
  );
  return { items, next: rows.length > limit ? items[limit - 1].id : null };
}

/**
 * Reads one run. One that goes on is told from memory: the embedded database answers nobody while it
 * computes a cell.
 *
 * @throws AppError NOT_FOUND where the notebook has none of this id, for whom it must be
 */
export async function readRun(
  open: OpenNotebook,
  { run, audience }: Omit<RunSought, "id">,
): Promise<RunView> {
  const { database } = open.shared.services;
  const found = findRun(open, { run, audience });
  if (found !== null) {
    return { ...UNTOLD, id: run, state: stateOf(found), parameters: found.set.given.taken };
  }
  const audiences = audience === undefined ? ["owner", "reader"] as const : [audience];
  const histories = audiences.map((one) => historyOf(open.id, one));
  const row = await database.kysely.selectFrom("runs").selectAll()
    .where("id", "=", run).where("notebook", "in", histories).executeTakeFirst();
  if (row !== undefined) return await viewOf(database, row);
  throw new AppError(
    "NOT_FOUND",
    `Cannot read the run as the notebook has none of this id: ${run}`,
  );
}

/** Tells how a run goes on until it has ended, and last how it ended. */
export function followRun(getOpen: () => Promise<OpenNotebook>, asked: Omit<RunSought, "id">) {
  return {
    // No generator: who leaves while nothing happens would be kept until something does.
    [Symbol.asyncIterator](): AsyncIterator<RunEvent> {
      const following = getOpen().then((open) => begin(open, asked));
      following.catch(() => {}); // Who asks for the next event is told.
      let isOver = false;
      return {
        async next() {
          if (isOver) return { done: true, value: undefined };
          const { open, follower, set } = await following;
          while (follower !== null && set !== null) {
            const { done, value } = await follower.next();
            if (done) break;
            const told = tellOf(value.event, set.given.taken);
            if (told !== null) return { done: false, value: told };
          }
          isOver = true;
          return { done: false, value: { type: "ended", run: await readRun(open, asked) } };
        },
        async return() {
          await (await following).follower?.return();
          return { done: true, value: undefined };
        },
      };
    },
  };
}

async function begin(open: OpenNotebook, asked: Omit<RunSought, "id">) {
  const found = findRun(open, asked);
  if (found === null) {
    await readRun(open, asked);
    return { open, follower: null, set: null };
  }
  const follower: Follower = open.feed.follow(null);
  found.handle.ended.then(() => follower.finish());
  return { open, follower, set: found.set };
}

/** What a run's follower is told of what happens to the notebook; `null` where it is no part of it. */
function tellOf(
  event: Parameters<OpenNotebook["feed"]["tell"]>[0],
  parameters: GivenParameters,
): RunEvent | null {
  if (event.type !== "cell") return null;
  const isOwn = JSON.stringify(event.parameters) === JSON.stringify(parameters);
  return isOwn ? { type: "cell", cell: event.cell, status: event.status } : null;
}

/** Finds a run that is under way, or waits for one before it. */
function findRun(
  { sets }: Pick<OpenNotebook, "sets">,
  { run, audience: only }: Omit<RunSought, "id">,
): FoundRun | null {
  for (const set of sets) {
    const handle = set.runs.find(({ id, audience }) =>
      id === run && audience === (only ?? audience)
    );
    if (handle !== undefined) return { set, handle };
  }
  return null;
}

/** A run, and the parameters that it is for. */
export interface FoundRun {
  readonly set: ParameterSet;
  readonly handle: RunHandle;
}

function stateOf({ set, handle }: FoundRun): "queued" | "running" {
  return set.runs[0] === handle ? "running" : "queued";
}

const UNTOLD = { asOf: null, startedAt: null, finishedAt: null, milliseconds: null, cells: [] };

type RunRow = {
  readonly id: string;
  readonly as_of: string;
  readonly parameters: object;
  readonly state: RunView["state"];
  readonly started_at: string;
  readonly finished_at: string | null;
  readonly milliseconds: number | null;
};

async function viewOf(database: Database, row: RunRow): Promise<RunView> {
  const cells = await database.kysely.selectFrom("run_cells").selectAll()
    .where("run_id", "=", row.id).orderBy("position").execute();
  return {
    id: row.id,
    state: row.state,
    asOf: row.as_of,
    // What was written by beginRun, whose argument had these types.
    parameters: row.parameters as GivenParameters,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    milliseconds: row.milliseconds,
    cells: cells.map(({ cell, kind, key, state, origin, milliseconds, rows, problems }) =>
      ({
        name: cell,
        kind,
        key,
        state,
        origin,
        milliseconds,
        rows,
        // As saveRun wrote them.
        problems: problems as unknown as readonly Problem[],
      }) satisfies RunCellView
    ),
  };
}
