/**
 * What was rejected of a batch, as it is kept: in the order of lines, a page at a time.
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
where batch = $1 and (line, ctid) > ($2::int8, $3::tid)
order by line, ctid
limit ${ROWS_A_PAGE}`;

const LINES = `
select distinct line from daybook.event_rejected
where batch = $1 and line > $2::int8
order by line
limit ${LINES_A_PAGE}`;

type PlacedRejection = { readonly [name in keyof EventRejection]: EventRejection[name] } & {
  readonly place: string;
};

/** Gives all of a batch: nobody waits for whoever reads them. */
export async function* rejectionsOf(
  database: Database,
  batch: string,
): AsyncGenerator<EventRejection> {
  let after: readonly [line: number, place: string] = [-1, "(0,0)"];
  while (true) {
    const page = await database.query<PlacedRejection>(PAGE, [batch, ...after]);
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < ROWS_A_PAGE) return;
    after = [last.line, last.place];
  }
}

/** Returns the lines of a batch that something was rejected of, packed. */
export async function rejectedLines(
  database: Database,
  batch: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new PackedLines();
  for (let last = -1;;) {
    const page = await database.query<{ line: number }>(LINES, [batch, last]);
    for (const { line } of page) packed.add(line);
    if (page.length < LINES_A_PAGE) return packed.take();
    last = page[page.length - 1].line;
  }
}
