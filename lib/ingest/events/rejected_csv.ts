/**
 * What was rejected of a batch, as CSV that is safe for spreadsheets.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import { csvHeader, csvLines, REJECTED_COLUMNS } from "@/lib/frame/csv.ts";

const ROWS_A_PAGE = 5000;

const PAGE = `
select line, column_name, value, reason, ctid::text as place
from daybook.event_rejected
where batch = $1 and (line, ctid) > ($2::int8, $3::tid)
order by line, ctid
limit ${ROWS_A_PAGE}`;

/** Writes it a page at a time, in the order of lines: nobody waits for whoever reads it. */
export async function* rejectedCsv(
  database: Database,
  batch: string,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  yield encoder.encode(csvHeader(REJECTED_COLUMNS));
  let after: readonly [line: number, place: string] = [-1, "(0,0)"];
  while (true) {
    const page = await database.columns(PAGE, [batch, ...after]);
    const [line, ...rest] = page.columns;
    const place = rest.pop();
    if (page.length > 0) yield encoder.encode(csvLines({ ...page, columns: [line, ...rest] }));
    if (page.length < ROWS_A_PAGE || place === undefined) return;
    after = [Number(line.values.at(-1)), String(place.values.at(-1))];
  }
}
