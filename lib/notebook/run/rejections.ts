/**
 * Keeps what did not fit: rows and values, with their line and the reason.
 *
 * @module
 */
import { sql } from "kysely";
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

/** Yields a result's rejections by line, then by column and value, a thousand at a time. */
export async function* readRejections(database: Database, key: Key): AsyncIterable<Rejection[]> {
  const size = 1000;
  for (let offset = 0;; offset += size) {
    const rows = await database.kysely.selectFrom("rejected")
      .select(["line", "column_name as column", "value", "reason"])
      .where("result_key", "=", key)
      // Text orders by its bytes on every server; the reason decides where all else is alike.
      .orderBy("line").orderBy(sql`column_name collate "C"`).orderBy(sql`value collate "C"`)
      .orderBy(sql`reason collate "C"`)
      .limit(size).offset(offset).execute();
    if (rows.length > 0) yield rows.map((row) => ({ ...row, line: row.line ?? 0 }));
    if (rows.length < size) return;
  }
}

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
