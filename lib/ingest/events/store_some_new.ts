/**
 * Stores those of some events that are new, and tells the others apart.
 *
 * They are copied into a temporary table, and from there what is new goes into `events`
 * and, added up, into `metric_daily`, in one statement.
 *
 * @module
 */
import type { Session } from "@/lib/db/database.ts";
import { ARRIVALS, sendArrivals } from "./arrivals.ts";
import type { EventPiece } from "./event_piece.ts";
import type { EventConflict, StoredPiece } from "./stored_piece.ts";

/** So many conflicts of a piece are told one by one; all are counted. */
export const MOST_CONFLICTS = 100;

/** Stores events, of whose sources nobody else stores any meanwhile. */
export async function storeSomeNew(
  session: Session,
  pieces: readonly EventPiece[],
): Promise<readonly StoredPiece[]> {
  await sendArrivals(session, pieces);
  const total = pieces.reduce((sum, { events }) => sum + events, 0);
  const fresh = countsOf(await session.query<Count>(INSERT));
  const isAll = fresh.values().reduce((sum, count) => sum + count, 0) === total;
  const conflicts = countsOf(isAll ? [] : await session.query<Count>(COUNT_CONFLICTS));
  const told = conflicts.size === 0 ? [] : await tellConflicts(session, pieces);
  return pieces.map(({ batch, events }): StoredPiece => {
    const inserted = fresh.get(batch) ?? 0;
    const others = conflicts.get(batch) ?? 0;
    return {
      inserted,
      duplicates: events - inserted - others,
      conflicts: others,
      conflicting: told.filter((conflict) => conflict.batch === batch).map(conflictOf),
    };
  });
}

type Count = { readonly batch: string; readonly count: number };

function countsOf(rows: readonly Count[]): ReadonlyMap<string, number> {
  return new Map(rows.map(({ batch, count }) => [batch, count]));
}

async function tellConflicts(
  session: Session,
  pieces: readonly EventPiece[],
): Promise<readonly Difference[]> {
  const lines = pieces.flatMap(({ lines }) => [...lines]);
  return await session.query<Difference>(TELL_CONFLICTS, [lines]);
}

function conflictOf({ line, source, value, time, metric, dimensions }: Difference): EventConflict {
  const differs = Object.entries({ value, time, metric, dimensions });
  return { line, source, differs: differs.filter(([, is]) => is).map(([name]) => name) };
}

const INSERT = `
with fresh as (
  insert into daybook.events
    (source, key, event_id, "time", day, metric, value, dimensions, batch)
  select source, key, event_id, "time", day, metric, value, dimensions, batch
  from ${ARRIVALS}
  order by place
  on conflict (source, key) do nothing
  returning batch, source, metric, day, value
), days as (
  insert into daybook.metric_daily as kept
    (source, metric, day, value_count, value_sum, value_min, value_max)
  select source, metric, day, count(*), sum(value), min(value), max(value)
  from fresh
  group by source, metric, day
  on conflict (source, metric, day) do update set
    value_count = kept.value_count + excluded.value_count,
    value_sum = kept.value_sum + excluded.value_sum,
    value_min = least(kept.value_min, excluded.value_min),
    value_max = greatest(kept.value_max, excluded.value_max)
), changed as (
  update daybook.sources set changes = changes + 1
  where name in (select source from fresh)
)
select batch, count(*) as count from fresh group by batch`;

/** Arrivals that are not what is stored under their key. */
const CONFLICTS = `
from ${ARRIVALS} as arrived
join daybook.events as kept on kept.source = arrived.source and kept.key = arrived.key
where (kept.value, kept."time", kept.metric, kept.dimensions) is distinct from
  (arrived.value, arrived."time", arrived.metric, arrived.dimensions)`;

const COUNT_CONFLICTS =
  `select arrived.batch, count(*) as count ${CONFLICTS} group by arrived.batch`;

type Difference = {
  readonly batch: string;
  readonly line: number;
  readonly source: string;
  readonly value: boolean;
  readonly time: boolean;
  readonly metric: boolean;
  readonly dimensions: boolean;
};

/** The first of them by their lines, which came in the order of places. */
const TELL_CONFLICTS = `
with conflicts as (
  select arrived.batch, arrived.place, arrived.source,
    kept.value <> arrived.value as value,
    kept."time" <> arrived."time" as "time",
    kept.metric <> arrived.metric as metric,
    kept.dimensions <> arrived.dimensions as dimensions
  ${CONFLICTS}
), told as (
  select conflicts.*, lines.line,
    row_number() over (partition by batch order by lines.line, place) as number
  from conflicts
  join unnest($1::int8[]) with ordinality as lines (line, at)
    on lines.at = place - (select min(place) from ${ARRIVALS}) + 1
)
select * from told where number <= ${MOST_CONFLICTS} order by line, place`;
