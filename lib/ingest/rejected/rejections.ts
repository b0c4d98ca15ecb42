/**
 * What was rejected of a batch, as it is kept: in the order of lines, a page at a time.
 *
 * Each page is asked of a range of lines that is about as long: of the rest of a million the database
 * would sort all for each page, where it does not yet know how many there are. What is rejected of one
 * line, and is more than a page, is asked of ranges of places in the table, for the same reason.
 *
 * Cost: O(rejections) time, memory of a page.
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

/** No index is wanted: it would go through all of the line for each range. */
const ON_LINE = `
select line, column_name as column, value, reason, ctid::text as place
from daybook.event_rejected
where ctid > $3::tid and ctid < $4::tid and batch || '' = $1 and line + 0 = $2::int8
order by ctid
limit ${ROWS_A_PAGE}`;

const LAST_PLACE = `
select max(ctid)::text as place from daybook.event_rejected where batch = $1 and line = $2`;

const LAST = "select max(line) as last from daybook.event_rejected where batch = $1";

/** Before all rows of a line. */
const FIRST_PLACE = "(0,0)";
/** So many blocks of a table hold about a page of rejections. */
const BLOCKS_A_PAGE = 64;

type PlacedRejection = { readonly [name in keyof EventRejection]: EventRejection[name] } & {
  readonly place: string;
};

/** Gives all of a batch: nobody waits for whoever reads them. */
export async function* rejectionsOf(
  database: Database,
  batch: string,
): AsyncGenerator<EventRejection> {
  const pages = pagesOf<PlacedRejection>({
    last: await lastLine(database, batch),
    most: ROWS_A_PAGE,
    ask: (from, to, after) => database.query(PAGE, [batch, from, after?.place ?? FIRST_PLACE, to]),
    rest: (after) => restOfLine(database, batch, after),
  });
  for await (const page of pages) yield* page;
}

/** Gives what follows a rejection of its line, by ranges of places, longer where few are found. */
async function* restOfLine(
  database: Database,
  batch: string,
  { line, place }: PlacedRejection,
): AsyncGenerator<readonly PlacedRejection[]> {
  const [{ place: last }] = await database.query<{ place: string }>(LAST_PLACE, [batch, line]);
  const lastBlock = blockOf(last);
  let after = place;
  let blocks = BLOCKS_A_PAGE;
  while (blockOf(after) <= lastBlock) {
    const end = `(${Math.min(blockOf(after) + blocks, lastBlock + 1)},0)`;
    const page = await database.query<PlacedRejection>(ON_LINE, [batch, line, after, end]);
    yield page;
    const isFull = page.length === ROWS_A_PAGE;
    after = isFull ? page[page.length - 1].place : end;
    if (isFull) blocks = BLOCKS_A_PAGE;
    else if (page.length * 4 < ROWS_A_PAGE) blocks *= 4;
  }
}

/** The block of a place such as "(12,5)". */
function blockOf(place: string): number {
  return Number(place.slice(1, place.indexOf(",")));
}

/** Returns the lines of a batch that something was rejected of, packed. */
export async function rejectedLines(
  database: Database,
  batch: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new PackedLines();
  const pages = pagesOf<{ readonly line: number }>({
    last: await lastLine(database, batch),
    most: LINES_A_PAGE,
    ask: (from, to) => database.query(LINES, [batch, from, to]),
    rest: null,
  });
  let known = 0;
  for await (const page of pages) {
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

interface Paging<Row> {
  readonly last: number;
  /** What a full page has. */
  readonly most: number;
  /** Asks for a range of lines; `after` is the last row of the page before, where that was full. */
  readonly ask: (from: number, to: number, after: Row | null) => Promise<readonly Row[]>;
  /** Gives what follows a row of its line, where a page has none but that; `null` where none can. */
  readonly rest: ((after: Row) => AsyncIterable<readonly Row[]>) | null;
}

/** Asks for ranges of lines, longer where few are found; one goes on where a page of it was full. */
async function* pagesOf<Row extends { readonly line: number }>(
  { last, most, ask, rest }: Paging<Row>,
): AsyncGenerator<readonly Row[]> {
  let width = most;
  let after: Row | null = null;
  for (let from = 1; from <= last;) {
    const to = from + width - 1;
    const page: readonly Row[] = await ask(from, to, after);
    yield page;
    if (page.length < most) {
      [from, after] = [to + 1, null];
      if (page.length * 4 < most) width *= 4;
      continue;
    }
    const end = page[page.length - 1];
    width = Math.max(most, Math.floor(width / 2));
    if (rest === null || page[0].line < end.line) {
      [from, after] = [end.line, end];
    } else {
      yield* rest(end);
      [from, after] = [end.line + 1, null];
    }
  }
}
