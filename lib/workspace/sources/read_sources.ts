/**
 * Reads sources with what came last.
 *
 * Cost: counts come from `metric_daily`; first and last times from the events of the first and
 * last day alone.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import type { BatchCard, SourceCard, SourcesView } from "./contract.ts";

/** So many sources, batches of each and metrics are shown. */
const MOST_SOURCES = 100;
const MOST_BATCHES = 5;
const MOST_METRICS = 12;

const SOURCES = `
select source.id, source.name, source.zone, days.*,
  (select min(time) from daybook.events as event
    where event.source = source.name and event.day = days."firstDay") as "firstTime",
  (select max(time) from daybook.events as event
    where event.source = source.name and event.day = days."lastDay") as "lastTime",
  (select max(received_at) from daybook.event_batches as batch
    where batch.source = source.name) as "lastBatch"
from daybook.sources as source
cross join lateral (
  select coalesce(sum(value_count), 0)::int8 as events, min(day) as "firstDay",
    max(day) as "lastDay"
  from daybook.metric_daily as kept where kept.source = source.name
) as days
order by "lastBatch" desc nulls last, "lastTime" desc nulls last, source.name
limit $1`;

const METRICS = `
select source, metric from (
  select source, metric,
    row_number() over (partition by source order by sum(value_count) desc, metric) as place
  from daybook.metric_daily where source = any ($1::text[]) group by source, metric
) as ranked
where place <= ${MOST_METRICS} order by source, place`;

const BATCHES = `
select last.id, last.source, last.state, last.received_at as "receivedAt", last.bytes,
  last.inserted, last.duplicates, last.conflicts, last.corrected, last.corrects,
  coalesce((last.told->'told'->>'rows')::int8 - (last.told->'told'->>'events')::int8, 0)
    as "rejectedRows",
  case when last.state = 'refused' then last.told->>'message' end as refusal,
  (select count(*) from daybook.event_rejected as bad where bad.batch = last.id) as rejected
from (
  select *, row_number() over (partition by source order by received_at desc, id) as place
  from daybook.event_batches where source = any ($1::text[]) or source is null
) as last
where place <= ${MOST_BATCHES} order by last.received_at desc, last.id`;

type SourceRow = {
  readonly [name in Exclude<keyof SourceCard, "metrics" | "batches">]: SourceCard[name];
};
type BatchRow = { readonly [name in keyof BatchCard]: BatchCard[name] };

/** Returns the sources that got something last, and their last batches. */
export async function readSources(database: Database): Promise<SourcesView> {
  const rows = await database.query<SourceRow>(SOURCES, [MOST_SOURCES + 1]);
  const shown = rows.slice(0, MOST_SOURCES);
  const names = shown.map(({ name }) => name);
  const metrics = await database.query<{ readonly source: string; readonly metric: string }>(
    METRICS,
    [names],
  );
  const batches = await database.query<BatchRow>(BATCHES, [names]);
  return {
    sources: shown.map(({ id, name, zone, events, firstTime, lastTime }) => ({
      id,
      name,
      zone,
      events,
      metrics: metrics.filter(({ source }) => source === name).map(({ metric }) => metric),
      firstTime,
      lastTime,
      batches: batches.filter(({ source }) => source === name),
    })),
    hasMore: rows.length > shown.length,
    mixed: batches.filter(({ source }) => source === null),
  };
}
