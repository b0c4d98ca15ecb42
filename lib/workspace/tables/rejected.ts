/**
 * What a cell rejected, as CSV in the order of lines.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import { csvHeader, csvLines, REJECTED_COLUMNS } from "@/lib/frame/csv.ts";
import { makeOrder } from "./order.ts";

const ROWS_A_PAGE = 5000;

/** Text orders by its bytes on every server; the reason decides where all else is alike. */
const ORDER = 'line, column_name collate "C", value collate "C", reason collate "C"';

/** Gives the rejections of a key a page at a time: nobody waits for whoever reads them. */
export async function rejectedTexts(
  database: Database,
  key: string,
): Promise<{ readonly total: number; readonly texts: AsyncIterable<string> }> {
  // Not kept: a run may replace them.
  const order = await makeOrder(database, {
    from: "daybook.rejected",
    where: "result_key = $1",
    order: ORDER,
    parameters: [key],
    role: "owner",
  });
  async function* texts(): AsyncGenerator<string> {
    yield csvHeader(REJECTED_COLUMNS);
    for (let offset = 0; offset < order.total; offset += ROWS_A_PAGE) {
      const page = await database.columns(
        "select coalesce(line, 0) as line, column_name, value, reason from daybook.rejected as r " +
          "join unnest($1::tid[]) with ordinality as o (at, place) on r.ctid = o.at " +
          // An address may have been given to another row since.
          "where result_key = $2 order by o.place",
        [order.addresses(offset, ROWS_A_PAGE), key],
      );
      yield csvLines(page);
    }
  }
  return { total: order.total, texts: texts() };
}
