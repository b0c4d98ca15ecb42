/**
 * Sends packed events where they are to be, and what was rejected where it is kept.
 *
 * @module
 */
import { joinCopies } from "@/lib/db/copy_binary.ts";
import type { Session } from "@/lib/db/database.ts";
import { EVENT_COLUMNS, type EventPiece, REJECTION_COLUMNS } from "./event_piece.ts";

/** Where events are while it is not known which of them are new; `place` is the order in which they came. */
export const ARRIVALS = "pg_temp.event_arrivals";

const COLUMNS = EVENT_COLUMNS.join(", ");
const REJECTED_TABLE = `daybook.event_rejected (${REJECTION_COLUMNS.join(", ")})`;

/** Keeps events that are all new. @throws AppError where one is not */
export async function sendEvents(session: Session, pieces: readonly EventPiece[]): Promise<void> {
  await copyTo(session, `daybook.events (${COLUMNS})`, pieces.map(({ rows }) => rows));
}

/** Fills the table with the events of each piece; it is empty again when the transaction ends. */
export async function sendArrivals(
  session: Session,
  pieces: readonly EventPiece[],
): Promise<void> {
  await session.query(
    `create temporary table if not exists event_arrivals (
       place int8 generated always as identity,
       source text collate "C",
       key bytea,
       event_id text collate "C",
       "time" timestamptz,
       day date,
       metric text collate "C",
       value numeric,
       dimensions jsonb,
       batch text collate "C"
     ) on commit delete rows`,
  );
  await copyTo(session, `${ARRIVALS} (${COLUMNS})`, pieces.map(({ rows }) => rows));
}

/** Keeps what made no event. */
export async function sendRejections(
  session: Session,
  pieces: readonly EventPiece[],
): Promise<void> {
  await copyTo(session, REJECTED_TABLE, pieces.map(({ rejected }) => rejected));
}

/** Copies the rows of all pieces by one statement. */
async function copyTo(
  session: Session,
  table: string,
  packed: readonly (Uint8Array<ArrayBuffer> | null)[],
): Promise<void> {
  const rows = joinCopies(packed.filter((it) => it !== null));
  if (rows.length > 0) await session.copyIn(`copy ${table} from stdin with (format binary)`, rows);
}
