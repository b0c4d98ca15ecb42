/**
 * Keeps what did not fit: rows and values, with their line and the reason.
 *
 * @module
 */
import { copyField } from "@/lib/db/copy_csv.ts";
import type { Database, Session } from "@/lib/db/database.ts";
import type { Rejection } from "@/lib/steps/step.ts";
import type { Key } from "./keys.ts";

/** Replaces a result's rejections by these; returns how many there are. */
export async function keepRejections(
  session: Session,
  key: Key,
  rejections: AsyncIterable<readonly Rejection[]>,
): Promise<number> {
  await clearRejections(session, key);
  return await session.copyIn(
    "copy daybook.rejected (result_key, line, column_name, value, reason) " +
      "from stdin with (format csv)",
    toCsv(key, rejections),
  );
}

/** Replaces a result's rejections by the rows of a SELECT of line, column, value and reason. */
export async function keepRejectedRows(
  session: Session,
  key: Key,
  select: string,
): Promise<number> {
  await clearRejections(session, key);
  const [row] = await session.query<{ kept: number }>(
    "with kept as (insert into daybook.rejected (result_key, line, column_name, value, reason) " +
      `select $1::text, r.* from (${select}) as r returning 1) select count(*) as kept from kept`,
    [key],
  );
  return row.kept;
}

/**
 * Removes a result's rejections. Of two runs that compute one key at once, the second
 * waits for the first to commit: else neither would see, and replace, what the other keeps.
 */
async function clearRejections(session: Session, key: Key): Promise<void> {
  await session.query("select pg_advisory_xact_lock(hashtextextended($1, 0))", [key]);
  await session.kysely.deleteFrom("rejected").where("result_key", "=", key).execute();
}

/** How many rejections are handed over at a time. */
const PAGE_ROWS = 1000;

/** Hands over a result's rejections by line, then by column and value, a page at a time. */
export async function readRejections(
  database: Database,
  key: Key,
  take: (page: readonly Rejection[]) => void | Promise<void>,
): Promise<void> {
  await database.transaction(async (session) => {
    // Text orders by its bytes on every server; the reason decides where all else is alike.
    await session.query(
      "declare rejections no scroll cursor for " +
        'select line, column_name as "column", value, reason from daybook.rejected ' +
        `where result_key = '${key}' order by line, column_name collate "C", ` +
        'value collate "C", reason collate "C"',
    );
    for (;;) {
      const page = await session.query<RejectedRow>(`fetch forward ${PAGE_ROWS} from rejections`);
      if (page.length > 0) await take(page.map((row) => ({ ...row, line: row.line ?? 0 })));
      if (page.length < PAGE_ROWS) return;
    }
  });
}

type RejectedRow = Omit<Rejection, "line"> & { readonly line: number | null };

async function* toCsv(
  key: Key,
  rejections: AsyncIterable<readonly Rejection[]>,
): AsyncIterable<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const batch of rejections) {
    const lines = batch.map(({ line, column, value, reason }) =>
      [key, line, ...[column, value, reason].map(withoutNul)].map(copyField).join(",") + "\n"
    );
    yield encoder.encode(lines.join(""));
  }
}

/** Postgres has no NUL in text. */
function withoutNul(value: string | null): string | null {
  return value?.replaceAll("\0", "\u{fffd}") ?? null;
}
