/**
 * What is done about results between runs: those that were replaced, and those that are too old
 * or too much, are dropped for a while; the next time goes on.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import { reclaimSpace } from "@/lib/db/reclaim.ts";
import type { Log } from "@/lib/log.ts";
import { doJob } from "@/lib/seen/job.ts";
import { evictResults, type ResultLimits } from "./evict.ts";
import { dropOrphans } from "./orphans.ts";

/** Whoever waits for a command to end waits this much longer at most. */
const LONGEST_MILLISECONDS = 2000;

/** How results are tidied up. */
export interface TidyOptions {
  /** `null` where nothing was added since the last time. */
  readonly limits: ResultLimits | null;
  /** Whether nobody else may read results at the same time. */
  readonly alone: boolean;
  readonly signal: AbortSignal;
  readonly log: Log;
}

/** Drops what nobody needs. Never throws: what goes wrong is logged, and is no fault of a run. */
export async function tidyResults(
  database: Database,
  { limits, alone, signal, log }: TidyOptions,
): Promise<void> {
  try {
    const { orphans, results, bytes } = await tidy(database, { limits, alone, signal });
    if (orphans + results > 0) log.debug("results.evicted", { orphans, results, bytes });
  } catch (error) {
    if (!signal.aborted) log.warn("results.evict", { error });
  }
}

async function tidy(database: Database, { limits, alone, signal }: Omit<TidyOptions, "log">) {
  const limit = AbortSignal.timeout(LONGEST_MILLISECONDS);
  const orphans = await dropOrphans(database, { alone });
  const evicted = limits === null
    ? { results: 0, bytes: 0 }
    : await evictResults(database, { ...limits, signal: AbortSignal.any([signal, limit]) });
  return { orphans, ...evicted };
}

/** Takes space back from rows that are gone. Never throws, as `tidyResults`. */
export async function reclaim(
  database: Database,
  { signal, log }: Pick<TidyOptions, "signal" | "log">,
): Promise<void> {
  try {
    await reclaimSpace(database, signal);
  } catch (error) {
    if (!signal.aborted) log.warn("database.reclaim", { error });
  }
}

const HOUR_MILLISECONDS = 60 * 60 * 1000;

/**
 * Tidies up at once, before anybody reads results, and then every hour, until it is disposed of;
 * space is taken back when nobody uses the database.
 * The database must be nobody else's where `alone` is true.
 */
export function keepTidy(
  database: Database,
  { limits, alone, log }: Omit<TidyOptions, "signal">,
): AsyncDisposable {
  const controller = new AbortController();
  const { signal } = controller;
  const reclaimIdly = async () => {
    // It is given up with the signal.
    await database.idle(signal).catch(() => {});
    if (!signal.aborted) await reclaim(database, { signal, log });
  };
  const tidyUp = (alone: boolean) =>
    doJob("tidy_results", () => tidy(database, { limits, alone, signal }), { log, signal });
  let last = tidyUp(alone).then(reclaimIdly);
  const timer = setInterval(() => {
    // Meanwhile somebody may read what was replaced.
    last = last.then(() => tidyUp(false)).then(reclaimIdly);
  }, HOUR_MILLISECONDS);
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      controller.abort();
      await last;
    },
  };
}
