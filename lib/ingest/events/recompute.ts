/**
 * Makes `metric_daily` anew for a range of days, from the events.
 *
 * Rows that are right are left alone, so that what is told is what was wrong.
 *
 * Cost: O(events of the range); the other days' are not read.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import type { Day } from "@/lib/day.ts";

/** Days of a source, both ends in. */
export interface DayRange {
  readonly source: string;
  readonly from: Day;
  readonly to: Day;
}

/** How many rows were wrong or missing, and how many had no event any more. */
export interface Recomputed {
  readonly corrected: number;
  readonly removed: number;
}

/** Recomputes a range in one transaction, while no event of the source is stored. */
export async function recomputeDays(
  database: Database,
  { source, from, to }: DayRange,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<Recomputed> {
  return await database.transaction(async (session) => {
    const known = await session.query(
      "select from daybook.sources where name = $1 for update",
      [source],
    );
    if (known.length === 0) return { corrected: 0, removed: 0 };
    const [{ removed }] = await session.query<{ removed: number }>(REMOVE, [source, from, to]);
    const [{ corrected }] = await session.query<{ corrected: number }>(CORRECT, [source, from, to]);
    if (corrected + removed > 0) {
      // What was computed of the days that were wrong is stale.
      await session.query("update daybook.sources set changes = changes + 1 where name = $1", [
        source,
      ]);
    }
    return { corrected, removed };
  }, { signal });
}

const REMOVE = `
with removed as (
  delete from daybook.metric_daily as kept
  where source = $1 and day between $2::date and $3::date and not exists (
    select from daybook.events as event
    where event.source = $1 and event.source = kept.source
      and event.day = kept.day and event.metric = kept.metric
  )
  returning 1
)
select count(*) as removed from removed`;

const CORRECT = `
with corrected as (
  insert into daybook.metric_daily as kept
    (source, metric, day, value_count, value_sum, value_min, value_max)
  select source, metric, day, count(*), sum(value), min(value), max(value)
  from daybook.events
  where source = $1 and day between $2::date and $3::date
  group by source, metric, day
  on conflict (source, metric, day) do update set
    value_count = excluded.value_count,
    value_sum = excluded.value_sum,
    value_min = excluded.value_min,
    value_max = excluded.value_max
  where (kept.value_count, kept.value_sum, kept.value_min, kept.value_max) is distinct from
    (excluded.value_count, excluded.value_sum, excluded.value_min, excluded.value_max)
  returning 1
)
select count(*) as corrected from corrected`;
