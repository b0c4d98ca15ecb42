/**
 * What was rejected of a batch, as it is kept: in the order of lines, a page at a time.
 *
 * Each page is asked of a range of lines that is about as long: of the rest of a million the database
 * would sort all for each page, where it does not yet know how many there are.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import type { EventRejection } from "@/lib/ingest/events/event.ts";
import { PackedLines } from "./row_lines.ts";

const ROWS_A_PAGE = 5000;
const LINES_A_PAGE = 50_000;

const PAGE = `
select line, column_name as column, value, reason, ctid::text as place
from daybook.event_rejected
where batch = $1 and line between $2::int8 and $4::int8 and (line, ctid) > ($2::int8, $3::tid)
order by line, ctid
limit ${ROWS_A_PAGE}`;

const LINES = `
select distinct line from daybook.event_rejected
where batch = $1 and line between $2::int8 and $3::int8
order by line
limit ${LINES_A_PAGE}`;

const LAST = "select max(line) as last from daybook.event_rejected where batch = $1";

/** Before all rows of a line. */
const FIRST_PLACE = "(0,0)";

type PlacedRejection = { readonly [name in keyof EventRejection]: EventRejection[name] } & {
  readonly place: string;
};

/** Gives all of a batch: nobody waits for whoever reads them. */
export async function* rejectionsOf(
  database: Database,
  batch: string,
): AsyncGenerator<EventRejection> {
  let place = FIRST_PLACE;
  const ask = (from: number, to: number) =>
    database.query<PlacedRejection>(PAGE, [batch, from, place, to]);
  for await (
    const page of pagesOf(ask, { last: await lastLine(database, batch), most: ROWS_A_PAGE })
  ) {
    yield* page;
    // Where a page is full, others of its last line may follow.
    place = page.length === ROWS_A_PAGE ? page[page.length - 1].place : FIRST_PLACE;
  }
}

/** Returns the lines of a batch that something was rejected of, packed. */
export async function rejectedLines(
  database: Database,
  batch: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new PackedLines();
  const ask = (from: number, to: number) =>
    database.query<{ line: number }>(LINES, [batch, from, to]);
  let known = 0;
  for await (
    const page of pagesOf(ask, { last: await lastLine(database, batch), most: LINES_A_PAGE })
  ) {
    for (const { line } of page) {
      if (line > known) packed.add(line);
      known = line;
    }
  }
  return packed.take();
}

async function lastLine(database: Database, batch: string): Promise<number> {
  const [{ last }] = await database.query<{ last: number | null }>(LAST, [batch]);
  return last ?? 0;
}

/** Asks for ranges of lines, longer where few are found; one goes on where a page of it was full. */
async function* pagesOf<Row extends { readonly line: number }>(
  ask: (from: number, to: number) => Promise<readonly Row[]>,
  { last, most }: { readonly last: number; readonly most: number },
): AsyncGenerator<readonly Row[]> {
  let width = most;
  for (let from = 1; from <= last;) {
    const to = from + width - 1;
    const page = await ask(from, to);
    yield page;
    if (page.length === most) {
      from = page[page.length - 1].line;
      width = Math.max(most, Math.floor(width / 2));
    } else {
      from = to + 1;
      if (page.length * 4 < most) width *= 4;
    }
  }
}
