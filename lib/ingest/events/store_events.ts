/**
 * Stores a batch of events and keeps `metric_daily` up to date, all or nothing.
 *
 * The batch is copied into a temporary table, and from there what is new goes into `events`
 * and, added up, into `metric_daily`, in one statement: so a day is what its events come to,
 * whichever came late. Batches of the same source take turns, which makes "the first stays"
 * true of the order in which they are stored.
 *
 * Cost: O(batch) and as many look-ups by key; days that get no event are not touched.
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

/** Stores a batch in one transaction. Sending it again stores nothing. */
export async function storeEvents(
  database: Database,
  batch: EventBatch,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<StoredBatch> {
  return await database.transaction((session) => storeBatch(session, batch), { signal });
}

async function storeBatch(
  session: Session,
  { batch, events, rejections = [] }: EventBatch,
): Promise<StoredBatch> {
  if (rejections.length > 0) await sendRejections(session, batch, rejections);
  if (events.length === 0) return { inserted: 0, duplicates: 0, conflicts: 0, conflicting: [] };
  await sendArrivals(session, events);
  await lockSources(session, [...new Set(events.map(({ source }) => source))].sort());
  const [{ inserted }] = await session.query<{ inserted: number }>(INSERT, [batch]);
  if (inserted === events.length) {
    return { inserted, duplicates: 0, conflicts: 0, conflicting: [] };
  }
  const [{ conflicts }] = await session.query<{ conflicts: number }>(
    `select count(*) as conflicts ${CONFLICTS}`,
  );
  const conflicting = conflicts === 0 ? [] : await session.query<Difference>(TELL_CONFLICTS);
  return {
    inserted,
    duplicates: events.length - inserted - conflicts,
    conflicts,
    conflicting: conflicting.map(({ line, source, ...differs }) => ({
      line,
      source,
      differs: ["value", "time", "metric", "dimensions"].filter((name) =>
        Object.entries(differs).some(([column, is]) => column === name && is)
      ),
    })),
  };
}

/** Makes sources that are new, and has this batch to be the only one of its sources for now. */
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

const INSERT = `
with fresh as (
  insert into daybook.events
    (source, key, event_id, "time", day, metric, value, dimensions, batch)
  select source, key, event_id, "time", day, metric, trim_scale(value), dimensions::jsonb, $1
  from ${ARRIVALS}
  order by place
  on conflict (source, key) do nothing
  returning source, metric, day, value
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
select count(*) as inserted from fresh`;

/** Arrivals that are not what is stored under their key. */
const CONFLICTS = `
from ${ARRIVALS} as arrived
join daybook.events as kept on kept.source = arrived.source and kept.key = arrived.key
where (kept.value, kept."time", kept.metric, kept.dimensions) is distinct from
  (arrived.value, arrived."time", arrived.metric, arrived.dimensions::jsonb)`;

type Difference = {
  readonly line: number;
  readonly source: string;
  readonly value: boolean;
  readonly time: boolean;
  readonly metric: boolean;
  readonly dimensions: boolean;
};

const TELL_CONFLICTS = `
select arrived.line, arrived.source,
  kept.value <> arrived.value as value,
  kept."time" <> arrived."time" as "time",
  kept.metric <> arrived.metric as metric,
  kept.dimensions <> arrived.dimensions::jsonb as dimensions
${CONFLICTS}
order by arrived.place
limit ${MOST_CONFLICTS}`;
