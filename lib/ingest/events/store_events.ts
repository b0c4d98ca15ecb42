/**
 * Stores batches of events and keeps `metric_daily` up to date, all or nothing.
 *
 * They are copied into a temporary table, and from there what is new goes into `events`
 * and, added up, into `metric_daily`, in one statement: so a day is what its events come to,
 * whichever came late. Batches of the same source take turns, which makes "the first stays"
 * true of the order in which they are stored.
 *
 * Cost: O(events) and as many look-ups by key; days that get no event are not touched.
 *
 * @module
 */
import type { Database, Session } from "@/lib/db/database.ts";
import { ARRIVALS, sendArrivals, sendRejections } from "./arrivals.ts";
import type { Event, EventRejection } from "./event.ts";

/** So many conflicts of a batch are told one by one; all are counted. */
export const MOST_CONFLICTS = 100;

/** What is stored at once. */
export interface EventBatch {
  /** Names the request that brought the events. */
  readonly batch: string;
  readonly events: readonly Event[];
  /** What tolerant ingestion keeps of the others. */
  readonly rejections?: readonly EventRejection[];
}

/** An event that was not stored since another one with its key was there first. */
export interface EventConflict {
  readonly line: number;
  readonly source: string;
  /** What the two differ in, such as "value". */
  readonly differs: readonly string[];
}

/** What became of a batch; the counts add up to its events. */
export interface StoredBatch {
  readonly inserted: number;
  /** The same again. */
  readonly duplicates: number;
  /** The same key, and something else. */
  readonly conflicts: number;
  /** The first of them. */
  readonly conflicting: readonly EventConflict[];
}

/**
 * Stores batches in one transaction, in their order, each of another name; returns what became of
 * each. Sending one again stores nothing.
 */
export async function storeEvents(
  database: Database,
  batches: readonly EventBatch[],
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<readonly StoredBatch[]> {
  return await database.transaction((session) => storeBatches(session, batches), { signal });
}

async function storeBatches(
  session: Session,
  batches: readonly EventBatch[],
): Promise<readonly StoredBatch[]> {
  for (const { batch, rejections = [] } of batches) {
    if (rejections.length > 0) await sendRejections(session, batch, rejections);
  }
  const names = batches.map(({ batch }) => batch);
  const events = batches.map((batch) => batch.events);
  const sources = new Set(events.flatMap((some) => some.map(({ source }) => source)));
  if (sources.size === 0) return batches.map(() => NOTHING);
  await sendArrivals(session, events);
  await lockSources(session, [...sources].sort());
  const fresh = countsOf(await session.query<Count>(INSERT, [names]));
  const total = events.reduce((sum, { length }) => sum + length, 0);
  const isAll = fresh.values().reduce((sum, count) => sum + count, 0) === total;
  const conflicts = countsOf(isAll ? [] : await session.query<Count>(COUNT_CONFLICTS, [names]));
  const told = conflicts.size === 0 ? [] : await session.query<Difference>(TELL_CONFLICTS, [names]);
  return batches.map(({ batch, events: { length } }): StoredBatch => {
    const inserted = fresh.get(batch) ?? 0;
    const others = conflicts.get(batch) ?? 0;
    return {
      inserted,
      duplicates: length - inserted - others,
      conflicts: others,
      conflicting: told.filter((conflict) => conflict.batch === batch).map(conflictOf),
    };
  });
}

const NOTHING: StoredBatch = { inserted: 0, duplicates: 0, conflicts: 0, conflicting: [] };

type Count = { readonly batch: string; readonly count: number };

function countsOf(rows: readonly Count[]): ReadonlyMap<string, number> {
  return new Map(rows.map(({ batch, count }) => [batch, count]));
}

function conflictOf({ line, source, value, time, metric, dimensions }: Difference): EventConflict {
  const differs = Object.entries({ value, time, metric, dimensions });
  return { line, source, differs: differs.filter(([, is]) => is).map(([name]) => name) };
}

/** Makes sources that are new, and has nobody else store events of these for now. */
async function lockSources(session: Session, names: readonly string[]): Promise<void> {
  // Those there are would use up numbers if they were inserted again. All take them in this order.
  await session.query(
    `insert into daybook.sources (name)
     select name from unnest($1::text[]) with ordinality as wanted (name, place)
     where not exists (select from daybook.sources as known where known.name = wanted.name)
     order by place
     on conflict (name) do nothing`,
    [names],
  );
  await session.query(
    `select from daybook.sources where name = any ($1::text[]) order by name for update`,
    [names],
  );
}

/** The name of an arrival's batch. */
const BATCH = "($1::text[])[part + 1]";

const INSERT = `
with fresh as (
  insert into daybook.events
    (source, key, event_id, "time", day, metric, value, dimensions, batch)
  select source, key, event_id, "time", day, metric, trim_scale(value), dimensions::jsonb, ${BATCH}
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
  (arrived.value, arrived."time", arrived.metric, arrived.dimensions::jsonb)`;

const COUNT_CONFLICTS = `select ${BATCH} as batch, count(*) as count ${CONFLICTS} group by part`;

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
  select ${BATCH} as batch, arrived.place, arrived.line, arrived.source,
    kept.value <> arrived.value as value,
    kept."time" <> arrived."time" as "time",
    kept.metric <> arrived.metric as metric,
    kept.dimensions <> arrived.dimensions::jsonb as dimensions,
    row_number() over (partition by arrived.part order by arrived.place) as number
  ${CONFLICTS}
) as conflicts
where number <= ${MOST_CONFLICTS}
order by place`;
