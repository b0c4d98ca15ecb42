/**
 * Evicts results by age and size: those that were not used for longest go first, those that a
 * page shows after all others. A result stays while a link keeps it, and while a run may read it.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import { StatementError } from "@/lib/db/statement_error.ts";
import { drop, findRelations } from "./relations.ts";

/** How much may be kept. */
export interface ResultLimits {
  readonly maxBytes: number;
  /** Since they were last used. */
  readonly maxDays: number;
}

/** How eviction is bounded. */
export interface EvictOptions extends ResultLimits {
  readonly signal?: AbortSignal;
  /** Results that go at a time; the next call goes on. */
  readonly most?: number;
}

/** What is gone. */
export interface Evicted {
  readonly results: number;
  readonly bytes: number;
}

/** A run touches what it uses: what was used since is out of bounds. */
const IN_USE_MINUTES = 60;

/** A run that is said to be under way for longer was interrupted. */
const LONGEST_RUN_DAYS = 1;

const MOST = 500;

interface Candidate {
  readonly key: string;
  readonly bytes: number;
  readonly old: boolean;
  readonly held: boolean;
}

/** Evicts what is too old, then what is too much. */
export async function evictResults(
  database: Database,
  { maxBytes, maxDays, signal, most = MOST }: EvictOptions,
): Promise<Evicted> {
  await evictRejections(database, maxDays);
  const candidates = await findCandidates(database, maxDays);
  let left = candidates.reduce((sum, { bytes }) => sum + bytes, 0);
  let results = 0;
  let freed = 0;
  for (const { key, bytes, old, held } of candidates) {
    if (results >= most || signal?.aborted) break;
    if (held || !(old || left > maxBytes)) continue;
    if (!await evict(database, key)) continue;
    results++;
    freed += bytes;
    left -= bytes;
  }
  return { results, bytes: freed };
}

/** Removes what cells rejected that failed, and thus have no result, once no run had them for long. */
async function evictRejections(database: Database, maxDays: number): Promise<void> {
  await database.query(
    `delete from rejected where result_key in (
       select c.key from run_cells c join runs on runs.id = c.run_id
       where c.key is not null
         and not exists (select from results where results.key = c.key)
         and not exists (select from shown where shown.failed_key = c.key)
       group by c.key having max(runs.started_at) < now() - make_interval(days => $1))`,
    [maxDays],
  );
}

/** Returns all results in the order in which they go: what reads another was made after it. */
async function findCandidates(database: Database, maxDays: number): Promise<readonly Candidate[]> {
  return await database.query<Candidate & Readonly<Record<string, unknown>>>(
    `select key,
       coalesce(pg_total_relation_size(to_regclass(relation)), 0) +
         coalesce(pg_total_relation_size(to_regclass(left(relation, -1) || '_rows"')), 0) as bytes,
       last_used_at < now() - make_interval(days => $1) as old,
       last_used_at >= ${IN_USE_SINCE} or ${KEPT} as held
     from results
     order by exists (select from shown where shown.key = results.key), last_used_at,
       created_at desc`,
    [maxDays],
  );
}

const IN_USE_SINCE = `(select least(now() - make_interval(mins => ${IN_USE_MINUTES}),
  min(started_at)) from runs where state = 'running'
  and started_at > now() - make_interval(days => ${LONGEST_RUN_DAYS}))`;

const KEPT = "exists (select from kept_results where kept_results.key = results.key)";

/** Removes a result with its rows and rejections; `false` where something reads or keeps it. */
async function evict(database: Database, key: string): Promise<boolean> {
  try {
    return await database.transaction(async (session) => {
      // Whoever is about to keep it has it locked, or waits for this and finds it gone.
      const [found] = await session.query(
        `select from results where key = $1 and last_used_at < ${IN_USE_SINCE} ` +
          "for update skip locked",
        [key],
      );
      if (found === undefined) return false;
      const [gone] = await session.query<{ relation: string | null }>(
        `delete from results where key = $1 and not ${KEPT} returning relation`,
        [key],
      );
      if (gone === undefined) return false;
      await session.query("delete from rejected where result_key = $1", [key]);
      const relations = gone.relation === null ? [] : [gone.relation];
      await drop(session, await findRelations(session, relations));
      for (const table of ["outputs", "drawings"]) {
        await session.query(
          `delete from ${table} where key = $1 and not exists (select from shown where key = $1)`,
          [key],
        );
      }
      return true;
    });
  } catch (error) {
    // Another result's view reads its rows, or somebody else does right now.
    if (!(error instanceof StatementError)) throw error;
    return false;
  }
}
