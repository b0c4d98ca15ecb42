/**
 * How far a batch is stored, counted in the transactions that store it: so a piece that is sent once
 * more, since nobody heard that it was stored, is told what became of it and not stored twice.
 *
 * @module
 */
import type { Session } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import type { EventPiece } from "./event_piece.ts";
import type { StoredPiece } from "./stored_piece.ts";

type Progress = {
  readonly id: string;
  readonly pieces: number;
  readonly last_piece: StoredPiece | null;
};

/** Returns what became of those pieces that are stored already, by their batch; locks the batches. */
export async function findStored(
  session: Session,
  pieces: readonly EventPiece[],
): Promise<ReadonlyMap<string, StoredPiece>> {
  const rows = await session.query<Progress>(
    `select id, pieces, last_piece from daybook.event_batches
     where id = any ($1::text[]) order by id for update`,
    [pieces.map(({ batch }) => batch)],
  );
  const known = new Map(rows.map((row) => [row.id, row]));
  const stored = new Map<string, StoredPiece>();
  for (const { batch, number } of pieces) {
    const { pieces: done = number, last_piece = null } = known.get(batch) ?? {};
    if (done === number) continue;
    if (done !== number + 1 || last_piece === null) {
      throw new AppError(
        "INTERNAL_ERROR",
        `Cannot store piece ${number} as the next one of its batch must come: current value is ${done}`,
      );
    }
    stored.set(batch, last_piece);
  }
  return stored;
}

/** Counts pieces that are stored in this transaction; batches that nobody registered have no count. */
export async function countPieces(
  session: Session,
  done: readonly { readonly piece: EventPiece; readonly stored: StoredPiece }[],
): Promise<void> {
  const rows = done.map(({ piece: { batch, end = null }, stored }) => ({
    batch,
    ...stored,
    stored,
    told: end,
  }));
  const counted = await session.query<{ corrects: string | null; inserted: number }>(
    `update daybook.event_batches as kept set
       pieces = pieces + 1,
       state = case when done.told is null then 'storing' else 'stored' end,
       told = done.told,
       ended_at = case when done.told is null then null else now() end,
       last_piece = done.stored,
       inserted = kept.inserted + done.inserted,
       duplicates = kept.duplicates + done.duplicates,
       conflicts = kept.conflicts + done.conflicts
     from jsonb_to_recordset($1::jsonb)
       as done (batch text, stored jsonb, told jsonb, inserted int8, duplicates int8, conflicts int8)
     where kept.id = done.batch
     returning kept.corrects, done.inserted`,
    [JSON.stringify(rows)],
  );
  await countCorrected(session, counted);
}

const CORRECTED = `
with recursive above (id, inserted) as (
  select corrects collate "C", inserted from jsonb_to_recordset($1::jsonb) as done (corrects text, inserted int8)
  union all
  select batch.corrects, above.inserted
  from above join daybook.event_batches as batch on batch.id = above.id
  where batch.corrects is not null
)
update daybook.event_batches as kept set corrected = kept.corrected + summed.inserted
from (select id, sum(inserted)::int8 as inserted from above group by id) as summed
where kept.id = summed.id`;

/** Tells the batches whose rejected rows came corrected, up to the first, how many are new. */
async function countCorrected(
  session: Session,
  counted: readonly { readonly corrects: string | null; readonly inserted: number }[],
): Promise<void> {
  const done = counted.filter(({ corrects, inserted }) => corrects !== null && inserted > 0);
  if (done.length > 0) await session.query(CORRECTED, [JSON.stringify(done)]);
}
