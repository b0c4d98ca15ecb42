/**
 * Stores events that are all new: copied to where they stay, and their days, which whoever packed
 * them added up, to `metric_daily`.
 *
 * @module
 */
import type { Session } from "@/lib/db/database.ts";
import { StatementError } from "@/lib/db/statement_error.ts";
import { sendEvents } from "./arrivals.ts";
import type { EventPiece } from "./event_piece.ts";
import type { StoredPiece } from "./stored_piece.ts";

/** A key that is there already, and a row that would be changed twice. */
const UNIQUE_VIOLATION = "23505";

/** Whether all events seem to be new: some are looked for. */
export async function seemNew(session: Session, pieces: readonly EventPiece[]): Promise<boolean> {
  if (pieces.some(({ hasTwins }) => hasTwins)) return false;
  const sample = pieces.flatMap(({ sample }) => sample);
  const [{ known }] = await session.query<{ known: boolean }>(
    `select exists (
       select from unnest($1::text[], $2::text[]) as sampled (source, key)
       join daybook.events as kept
         on kept.source = sampled.source and kept.key = decode(sampled.key, 'hex')
     ) as known`,
    [sample.map(([source]) => source), sample.map(([, key]) => key)],
  );
  return !known;
}

/**
 * Stores events, of whose sources nobody else stores any meanwhile.
 *
 * @throws AppError where one is not new, which `isKnownKey` tells; nothing of the transaction holds then
 */
export async function storeNew(
  session: Session,
  pieces: readonly EventPiece[],
): Promise<readonly StoredPiece[]> {
  await sendEvents(session, pieces);
  await session.query(ADD_DAYS, [JSON.stringify(pieces.flatMap(({ days }) => days))]);
  return pieces.map(({ events }) => ({
    inserted: events,
    duplicates: 0,
    conflicts: 0,
    conflicting: [],
  }));
}

/** Whether an error says that an event was not new. */
export function isKnownKey(error: unknown): boolean {
  return error instanceof StatementError && error.state === UNIQUE_VIOLATION;
}

const ADD_DAYS = `
with arrived as (
  select source collate "C" as source, metric collate "C" as metric, date '1970-01-01' + day as day,
    sum(count) as count, sum(sum) as sum, min(min) as min, max(max) as max
  from jsonb_to_recordset($1::jsonb) as days
    (source text, metric text, day int4, count int8, sum numeric, min numeric, max numeric)
  group by 1, 2, 3
), changed as (
  update daybook.sources set changes = changes + 1
  where name in (select source from arrived)
)
insert into daybook.metric_daily as kept
  (source, metric, day, value_count, value_sum, value_min, value_max)
select source, metric, day, count, sum, min, max from arrived
on conflict (source, metric, day) do update set
  value_count = kept.value_count + excluded.value_count,
  value_sum = kept.value_sum + excluded.value_sum,
  value_min = least(kept.value_min, excluded.value_min),
  value_max = greatest(kept.value_max, excluded.value_max)`;
