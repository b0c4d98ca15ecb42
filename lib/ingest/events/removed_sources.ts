/**
 * Takes a source away, and keeps all of it for a while, so that it can come back.
 *
 * A source is there while it has a row: without it nobody is told of its events or its days. So it goes and
 * comes back in a moment, however many events it has. What was removed is remembered as a mark, and
 * deleted after a while, or at once where events come for a source of the same name: that is another one.
 *
 * @module
 */
import type { Database, Session } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";

/** A source that was removed. */
export interface RemovedSource {
  readonly id: number;
  readonly name: string;
  /** So many went with it. */
  readonly events: number;
}

/** What a mark begins with; the row of the source follows. */
const PREFIX = "source removed ";

/** The row of a source that a mark holds; `null` for other marks. */
const ROW = `case when starts_with(mark.name, '${PREFIX}')
  then substr(mark.name, ${PREFIX.length + 1})::jsonb end`;

/** So many events are deleted at a time, so that nobody waits for long. */
const MOST_AT_ONCE = 10_000;

/** Removes a source, once no events of it are being stored. @throws AppError NOT_FOUND */
export async function removeSource(
  database: Database,
  { id, at }: { readonly id: number; readonly at: Date },
): Promise<RemovedSource> {
  const [removed] = await database.query<{ [name in keyof RemovedSource]: RemovedSource[name] }>(
    REMOVE,
    [id, at.toISOString()],
  );
  if (removed !== undefined) return removed;
  throw new AppError("NOT_FOUND", `Cannot remove the source as none has this id: ${id}`);
}

/**
 * Brings a source back as it was; returns its name. The name is taken before its mark, as whoever stores
 * events does it: neither waits for the other for ever.
 *
 * @throws AppError NOT_FOUND
 */
export async function restoreSource(database: Database, id: number): Promise<string> {
  return await database.transaction(async (session) => {
    const [restored] = await session.query<{ readonly name: string }>(RESTORE, [id]);
    const unmarked = await session.query(UNMARK, [id]);
    // It may have been ended meanwhile; what is thrown takes the name away again.
    if (restored !== undefined && unmarked.length > 0) return restored.name;
    throw new AppError(
      "NOT_FOUND",
      `Cannot bring the source back as its events must still be here: current value is ${id}, ` +
        `which was removed for good, or whose name has events again`,
    );
  });
}

/** Deletes what is left of removed sources of these names, since others have these names now. */
export async function deleteRemains(session: Session, names: readonly string[]): Promise<void> {
  const marks = await session.query<{ readonly source: string }>(
    `delete from daybook.marks as mark where ${ROW}->>'name' = any ($1::text[])
     returning ${ROW}->>'name' as source`,
    [names],
  );
  if (marks.length === 0) return;
  const sources = [...new Set(marks.map(({ source }) => source))];
  for (const table of ["events", "metric_daily", "forecasts"]) {
    await session.query(`delete from daybook.${table} where source = any ($1::text[])`, [sources]);
  }
}

/** Deletes for good what was removed before a moment; returns how many sources. */
export async function deleteRemoved(
  database: Database,
  { before, signal }: { readonly before: Date; readonly signal: AbortSignal },
): Promise<number> {
  // None of these comes back any more: what is deleted in pieces must not.
  const old = await database.query<{ readonly name: string }>(END, [before.toISOString()]);
  for (const { name } of old) {
    for (let left = MOST_AT_ONCE; left === MOST_AT_ONCE;) {
      left = await database.transaction((session) => deleteSome(session, name), { signal });
    }
  }
  return old.length;
}

/** Deletes some events, and with the last of them all else; returns how many. */
async function deleteSome(session: Session, mark: string): Promise<number> {
  const [source] = await session.query<{ readonly name: string }>(
    `select ${ROW}->>'name' as name from daybook.marks as mark where mark.name = $1 for update`,
    [mark],
  );
  // Events came for its name, and what was left of it is deleted.
  if (source === undefined) return 0;
  const [{ count }] = await session.query<{ count: number }>(DELETE_EVENTS, [source.name]);
  if (count === MOST_AT_ONCE) return count;
  await session.query("delete from daybook.metric_daily where source = $1", [source.name]);
  await session.query("delete from daybook.forecasts where source = $1", [source.name]);
  await session.query("delete from daybook.marks where name = $1", [mark]);
  return count;
}

const REMOVE = `
with removed as (
  delete from daybook.sources where id = $1 returning id, name, zone, changes, created_at
), marked as (
  insert into daybook.marks (name, made_at)
  select '${PREFIX}' || to_jsonb(removed)::text, $2 from removed
)
select id, name, (
  select coalesce(sum(value_count), 0)::int8 from daybook.metric_daily as kept
  where kept.source = removed.name
) as events
from removed`;

const RESTORE = `
with marked as (
  select ${ROW} as kept from daybook.marks as mark
  where (${ROW}->>'id')::int = $1 and ${ROW}->'ended' is null
)
insert into daybook.sources (name, id, zone, changes, created_at)
overriding system value
select kept->>'name', (kept->>'id')::int, kept->>'zone', (kept->>'changes')::int8,
  (kept->>'created_at')::timestamptz
from marked
on conflict do nothing
returning name`;

const UNMARK = `
delete from daybook.marks as mark
where (${ROW}->>'id')::int = $1 and ${ROW}->'ended' is null
returning mark.name`;

const END = `
update daybook.marks as mark
set name = '${PREFIX}' || (${ROW} || '{"ended": true}')::text
where ${ROW} is not null and mark.made_at < $1
returning mark.name`;

const DELETE_EVENTS = `
with deleted as (
  delete from daybook.events where source = $1 and key in (
    select key from daybook.events where source = $1 limit ${MOST_AT_ONCE}
  )
  returning 1
)
select count(*) as count from deleted`;
