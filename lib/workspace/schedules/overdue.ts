/**
 * Which schedules come due at all, and which of them owe a good end for longer than they may.
 *
 * @module
 */
import type { Database, StatementOptions } from "@/lib/db/database.ts";

/** Of a row `schedule`: a notebook that was deleted comes due no more, until it is restored. */
export const IS_LIVING = `schedule.removed_at is null and (schedule.notebook is null or exists (
  select from daybook.notebooks as notebook
  where notebook.id = schedule.notebook and notebook.deleted_at is null))`;

/** Of a row `schedule`: whether it is overdue at a moment, an expression. */
export function isOverdueAt(moment: string): string {
  return `active and ${IS_LIVING} and
    least(owed_since, due_at) < ${moment} - make_interval(secs => alert_seconds)`;
}

/** Counts those that are overdue. */
export async function countOverdue(
  database: Pick<Database, "query">,
  now: Date,
  options: StatementOptions = {},
): Promise<number> {
  const [{ count }] = await database.query<{ count: number }>(
    `select count(*) from daybook.schedules as schedule where ${isOverdueAt("$1::timestamptz")}`,
    [now.toISOString()],
    options,
  );
  return count;
}
