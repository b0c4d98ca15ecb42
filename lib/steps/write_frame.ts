/**
 * Writes columns that were computed in the program as a cell's relation.
 *
 * @module
 */
import { copyField } from "@/lib/db/copy_csv.ts";
import type { Session } from "@/lib/db/database.ts";
import { type Frame, valueAt } from "@/lib/frame/frame.ts";
import { quoteName } from "@/lib/sql/quote.ts";
import { POSTGRES_TYPES } from "@/lib/sql/types.ts";

const ROWS_A_CHUNK = 5000;

/** Makes the relation and fills it, in the order of the frame's rows. */
export async function writeFrame(
  session: Session,
  relation: string,
  { frame, signal }: { readonly frame: Frame; readonly signal: AbortSignal },
): Promise<void> {
  const columns = frame.columns.map(({ name, type }) =>
    `${quoteName(name)} ${POSTGRES_TYPES[type]}`
  );
  const asResults = { role: "results" as const, signal };
  await session.query(`create table ${relation} (${columns.join(", ")})`, [], asResults);
  await session.copyIn(
    `copy ${relation} from stdin with (format csv)`,
    csvOf(frame),
    asResults,
  );
}

function* csvOf(frame: Frame): Iterable<Uint8Array> {
  const encoder = new TextEncoder();
  for (let start = 0; start < frame.length; start += ROWS_A_CHUNK) {
    const end = Math.min(frame.length, start + ROWS_A_CHUNK);
    let text = "";
    for (let row = start; row < end; row++) {
      text += frame.columns.map((column) => copyField(valueAt(column, row))).join(",") + "\n";
    }
    yield encoder.encode(text);
  }
}
