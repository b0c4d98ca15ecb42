/**
 * Sends packed events into a temporary table, and what was rejected where it is kept.
 *
 * @module
 */
import type { Session } from "@/lib/db/database.ts";
import { EVENT_COLUMNS, type EventPiece, REJECTION_COLUMNS } from "./event_piece.ts";

/** Where events are while their transaction lasts. */
export const ARRIVALS = "pg_temp.event_arrivals";

const REJECTED_TABLE = `daybook.event_rejected (${REJECTION_COLUMNS.join(", ")})`;

/** Fills the table with the events of each piece; it is empty again when the transaction ends. */
export async function sendArrivals(
  session: Session,
  pieces: readonly EventPiece[],
): Promise<void> {
  await session.query(
    `create temporary table if not exists event_arrivals (${EVENT_COLUMNS.join(", ")})
     on commit delete rows`,
  );
  for (const { rows } of pieces) {
    if (rows !== null) {
      await session.copyIn(`copy ${ARRIVALS} from stdin with (format binary)`, [rows]);
    }
  }
}

/** Keeps what made no event. */
export async function sendRejections(
  session: Session,
  pieces: readonly EventPiece[],
): Promise<void> {
  for (const { rejected } of pieces) {
    if (rejected !== null) {
      await session.copyIn(`copy ${REJECTED_TABLE} from stdin with (format binary)`, [rejected]);
    }
  }
}
