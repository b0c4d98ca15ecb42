/**
 * Stores pieces of batches and keeps `metric_daily` up to date, all or nothing.
 *
 * They are copied into a temporary table, and from there what is new goes into `events`
 * and, added up, into `metric_daily`, in one statement: so a day is what its events come to,
 * whichever came late. Pieces of the same source take turns, which makes "the first stays"
 * true of the order in which they are stored. A piece of a batch that is registered is stored once,
 * however often it is sent.
 *
 * Cost: O(events) and as many look-ups by key; days that get no event are not touched.
 *
 * @module
 */
import type { Database, Session } from "@/lib/db/database.ts";
import { ARRIVALS, sendArrivals, sendRejections } from "./arrivals.ts";
import { countPieces, findStored } from "./batch_progress.ts";
import type { EventPiece } from "./event_piece.ts";
import { lockSources } from "./lock_sources.ts";
import type { EventConflict, StoredPiece } from "./stored_piece.ts";

/** So many conflicts of a piece are told one by one; all are counted. */
export const MOST_CONFLICTS = 100;

/**
 * Stores pieces in one transaction, in their order, each of another batch; returns what became of
 * each. Sending events again stores nothing.
 *
 * @throws ZonesChanged where the zone of a source is not the one that the days were told by
 */
export async function storeEvents(
  database: Database,
  pieces: readonly EventPiece[],
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<readonly StoredPiece[]> {
  return await database.transaction(async (session) => {
    const before = await findStored(session, pieces);
    const fresh = pieces.filter(({ batch }) => !before.has(batch));
    const stored = await storeFresh(session, fresh);
    await countPieces(session, fresh.map((piece, i) => ({ piece, stored: stored[i] })));
    const after = new Map(fresh.map(({ batch }, i) => [batch, stored[i]]));
    return pieces.map(({ batch }) => before.get(batch) ?? after.get(batch) ?? NOTHING);
  }, { signal });
}

async function storeFresh(
  session: Session,
  pieces: readonly EventPiece[],
): Promise<readonly StoredPiece[]> {
  await sendRejections(session, pieces);
  const total = pieces.reduce((sum, { events }) => sum + events, 0);
  if (total === 0) return pieces.map(() => NOTHING);
  await sendArrivals(session, pieces);
  await lockSources(session, pieces.flatMap(({ sources }) => sources));
  const names = pieces.map(({ batch }) => batch);
  const fresh = countsOf(await session.query<Count>(INSERT, [names]));
  const isAll = fresh.values().reduce((sum, count) => sum + count, 0) === total;
  const conflicts = countsOf(isAll ? [] : await session.query<Count>(COUNT_CONFLICTS));
  const told = conflicts.size === 0 ? [] : await session.query<Difference>(TELL_CONFLICTS);
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

const NOTHING: StoredPiece = { inserted: 0, duplicates: 0, conflicts: 0, conflicting: [] };

type Count = { readonly batch: string; readonly count: number };

function countsOf(rows: readonly Count[]): ReadonlyMap<string, number> {
  return new Map(rows.map(({ batch, count }) => [batch, count]));
}

function conflictOf({ line, source, value, time, metric, dimensions }: Difference): EventConflict {
  const differs = Object.entries({ value, time, metric, dimensions });
  return { line, source, differs: differs.filter(([, is]) => is).map(([name]) => name) };
}

const INSERT = `
with fresh as (
  insert into daybook.events
    (source, key, event_id, "time", day, metric, value, dimensions, batch)
  select source, key, event_id, "time", day, metric, trim_scale(value), dimensions::jsonb, batch
  from ${ARRIVALS}
  order by array_position($1::text[], batch), place
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
  (arrived.value, arrived."time", arrived.metric, arrived.dimensions::jsonb)`;

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

const TELL_CONFLICTS = `
select * from (
  select arrived.batch, arrived.place, arrived.line, arrived.source,
    kept.value <> arrived.value as value,
    kept."time" <> arrived."time" as "time",
    kept.metric <> arrived.metric as metric,
    kept.dimensions <> arrived.dimensions::jsonb as dimensions,
    row_number() over (partition by arrived.batch order by arrived.place) as number
  ${CONFLICTS}
) as conflicts
where number <= ${MOST_CONFLICTS}
order by place`;
