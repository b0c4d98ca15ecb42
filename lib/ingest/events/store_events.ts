/**
 * Stores pieces of batches and keeps `metric_daily` up to date, all or nothing.
 *
 * A day is what its events come to, whichever came late. Pieces of the same source take turns, which
 * makes "the first stays" true of the order in which they are stored. A piece of a batch that is
 * registered is stored once, however often it is sent.
 *
 * Events are new as a rule, and are taken to be while nothing speaks against it: that takes a third of
 * the time. Where one turns out not to be, all is done once more the long way.
 *
 * Cost: O(events) and as many look-ups by key; days that get no event are not touched.
 *
 * @module
 */
import type { Database, Session } from "@/lib/db/database.ts";
import { sendRejections } from "./arrivals.ts";
import { countPieces, findStored } from "./batch_progress.ts";
import type { EventPiece } from "./event_piece.ts";
import { lockSources } from "./lock_sources.ts";
import { isKnownKey, seemNew, storeNew } from "./store_new.ts";
import { storeSomeNew } from "./store_some_new.ts";
import type { StoredPiece } from "./stored_piece.ts";

/**
 * Stores pieces in one transaction, in their order, each of another batch; returns what became of
 * each. Sending events again stores nothing.
 *
 * @throws ZonesChanged where the zone of a source is not the one that the days were told by
 */
export async function storeEvents(
  database: Database,
  pieces: readonly EventPiece[],
  options: { readonly signal?: AbortSignal } = {},
): Promise<readonly StoredPiece[]> {
  const store = (areNew: typeof seemNew) =>
    database.transaction((session) => storeIn(session, pieces, areNew), options);
  try {
    return await store(seemNew);
  } catch (error) {
    if (!isKnownKey(error)) throw error;
    return await store(() => Promise.resolve(false));
  }
}

async function storeIn(
  session: Session,
  pieces: readonly EventPiece[],
  areNew: typeof seemNew,
): Promise<readonly StoredPiece[]> {
  const before = await findStored(session, pieces);
  const fresh = pieces.filter(({ batch }) => !before.has(batch));
  const stored = await storeFresh(session, fresh, areNew);
  await countPieces(session, fresh.map((piece, i) => ({ piece, stored: stored[i] })));
  const after = new Map(fresh.map(({ batch }, i) => [batch, stored[i]]));
  return pieces.map(({ batch }) => before.get(batch) ?? after.get(batch) ?? NOTHING);
}

async function storeFresh(
  session: Session,
  pieces: readonly EventPiece[],
  areNew: typeof seemNew,
): Promise<readonly StoredPiece[]> {
  await sendRejections(session, pieces);
  if (pieces.every(({ events }) => events === 0)) return pieces.map(() => NOTHING);
  await lockSources(session, pieces.flatMap(({ sources }) => sources));
  return await areNew(session, pieces)
    ? await storeNew(session, pieces)
    : await storeSomeNew(session, pieces);
}

const NOTHING: StoredPiece = { inserted: 0, duplicates: 0, conflicts: 0, conflicting: [] };
