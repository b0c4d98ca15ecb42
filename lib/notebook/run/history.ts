/**
 * How long the history of runs grows: each notebook keeps its newest runs, and with those that go
 * goes what their failed cells rejected and nothing shows any more.
 *
 * What a frozen link shows is kept with the link, so it needs no run.
 *
 * @module
 */
import type { Session } from "@/lib/db/database.ts";

/** Finished runs that are kept of one notebook, and as many of those for its readers. */
export const KEPT_RUNS = 200;

/** Names a notebook's history of runs: what readers of its links set is not among the owner's. */
export function historyOf(notebook: string, audience: "owner" | "reader"): string {
  return audience === "owner" ? notebook : `readers:${notebook}`;
}

/** Forgets the finished runs of a notebook but the newest. */
export async function forgetOldRuns(session: Session, notebook: string): Promise<void> {
  await forget(
    session,
    "id in (select id from runs where notebook = $1 and state <> 'running' " +
      "order by started_at desc, id desc offset $2)",
    [notebook, KEPT_RUNS],
  );
}

/** Forgets all runs of these notebooks, those for readers among them. */
export async function forgetRuns(session: Session, notebooks: readonly string[]): Promise<void> {
  const histories = notebooks.flatMap((id) => [historyOf(id, "owner"), historyOf(id, "reader")]);
  await forget(session, "notebook = any ($1)", [histories]);
}

async function forget(
  session: Session,
  which: string,
  values: readonly unknown[],
): Promise<void> {
  const keys = await session.query<{ key: string }>(
    `with gone as (delete from runs where ${which} returning id),
       cells as (delete from run_cells using gone where run_id = gone.id returning key)
     select distinct key from cells where key is not null`,
    values,
  );
  if (keys.length === 0) return;
  await session.query(
    `delete from rejected where result_key = any ($1)
       and not exists (select from results where key = result_key)
       and not exists (select from shown where failed_key = result_key)
       and not exists (select from run_cells where key = result_key)`,
    [keys.map(({ key }) => key)],
  );
}
