/**
 * Reads a whole column of a relation in short statements, in the order in which its rows lie:
 * whoever else asks the database waits for one of them at most.
 *
 * @module
 */
import type { Database, Session } from "@/lib/db/database.ts";
import { IN_PLACE_SQL } from "./order.ts";

/** What reading may do to others. */
export interface Pace {
  /** Waits for its turn. */
  turn(): Promise<void>;
  /** Whether somebody waits for what is read. */
  readonly isUrgent: boolean;
}

/** What to read. */
export interface SlicesAsked {
  readonly relation: string;
  /** The column as SQL, on alias `r`. */
  readonly column: string;
  readonly pace: Pace;
}

/** The first statement reads so many blocks, the others as many as take so long. */
const FIRST_BLOCKS = 100;
const MOST_BLOCKS = 2000;
const SLICE_MILLISECONDS = 25;
const URGENT_MILLISECONDS = 75;

/** Gives the values of the rows between two blocks as `array_send` writes them. */
export async function* readSlices(
  database: Database,
  { relation, column, pace }: SlicesAsked,
): AsyncGenerator<Uint8Array> {
  let blocks = FIRST_BLOCKS;
  for (let block = 0;;) {
    await pace.turn();
    const start = performance.now();
    const end = block + blocks;
    const { values, is_last } = await database.transaction(async (session: Session) => {
      await session.query(IN_PLACE_SQL);
      const [slice] = await session.query<{ values: Uint8Array | null }>(
        `select array_send(array_agg(${column})) as values from ${relation} as r ` +
          "where r.ctid >= $1::tid and r.ctid < $2::tid",
        [addressOf(block), addressOf(end)],
      );
      return { ...slice, is_last: slice.values === null && await isEmpty(session, relation, end) };
    }, { role: "results", background: !pace.isUrgent });
    if (is_last) return;
    if (values !== null) yield values;
    block = end;
    const milliseconds = Math.max(1, performance.now() - start);
    const wanted = pace.isUrgent ? URGENT_MILLISECONDS : SLICE_MILLISECONDS;
    const factor = Math.min(2, Math.max(0.5, wanted / milliseconds));
    blocks = Math.max(8, Math.min(MOST_BLOCKS, Math.round(blocks * factor)));
  }
}

/** Whether no rows lie from a block on. */
async function isEmpty(session: Session, relation: string, block: number): Promise<boolean> {
  const found = await session.query(
    `select 1 from ${relation} as r where r.ctid >= $1::tid limit 1`,
    [addressOf(block)],
  );
  return found.length === 0;
}

function addressOf(block: number): string {
  return `(${block},0)`;
}
