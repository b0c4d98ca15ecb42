/**
 * Writes columns that were computed in the program as a cell's relation.
 *
 * @module
 */
import { copyField } from "@/lib/db/copy_csv.ts";
import type { Session } from "@/lib/db/database.ts";
import type { Problem } from "@/lib/errors.ts";
import { type Frame, valueAt } from "@/lib/frame/frame.ts";
import type { Schema } from "@/lib/frame/schema.ts";
import { quoteName } from "@/lib/sql/quote.ts";
import { POSTGRES_TYPES } from "@/lib/sql/types.ts";
import type { Outcome, RunContext } from "./step.ts";

const ROWS_A_CHUNK = 5000;

/** What a run computed: its columns are those of the frame. */
export interface Computed<F> {
  readonly frame: Frame;
  readonly schema: Schema;
  readonly facts: F;
  readonly problems: readonly Problem[];
}

/** Writes the frame as the cell's relation, in the order of its rows, and returns what the run leaves. */
export async function writeComputed<F>(
  { frame, schema, facts, problems }: Computed<F>,
  { relation, signal, write }: Pick<RunContext, "relation" | "signal" | "write">,
): Promise<Outcome<F>> {
  return await write(async (session) => {
    await writeFrame(session, relation, { frame, signal });
    return { schema, relation, rows: frame.length, rejected: 0, facts, problems };
  });
}

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
