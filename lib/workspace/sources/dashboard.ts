/**
 * The dashboard of events: what it begins with, and that it is there when events first come.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import { createNotebook } from "@/lib/workspace/notebooks/create.ts";
import type { DashboardView } from "./contract.ts";
import { type DashboardBegins, dashboardText } from "./dashboard_text.ts";

/** What says that a dashboard was made once: one that was deleted stays so. */
const MARK = "dashboard";

/** Returns a dashboard that begins with a source, or with the one that has most events. */
export async function readDashboard(
  database: Database,
  source: string | null,
): Promise<DashboardView> {
  const begins = await findBegins(database, source);
  if (begins !== null) return { ...begins, text: dashboardText(begins) };
  throw new AppError(
    "NOT_FOUND",
    "Cannot make a dashboard as there must be events: current value is " +
      (source === null ? "no source" : `"${source}"`),
  );
}

/** Makes the dashboard where there are events and it was never made. */
export async function prepareDashboard(database: Database): Promise<void> {
  const made = await database.kysely.selectFrom("marks").select("name")
    .where("name", "=", MARK).executeTakeFirst();
  if (made !== undefined) return;
  const begins = await findBegins(database, null);
  if (begins === null) return;
  const { numInsertedOrUpdatedRows } = await database.kysely.insertInto("marks")
    .values({ name: MARK }).onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  // Somebody else makes it.
  if (Number(numInsertedOrUpdatedRows) === 0) return;
  await createNotebook(database, { text: dashboardText(begins) });
}

/** Which source and metric there is most of; `null` without events. */
async function findBegins(
  database: Database,
  source: string | null,
): Promise<DashboardBegins | null> {
  const [found = null] = await database.query<{
    readonly source: string;
    readonly metric: string;
  }>(
    `select source, metric from daybook.metric_daily
     where source in (select name from daybook.sources where $1::text is null or name = $1)
     group by source, metric order by sum(value_count) desc, source, metric limit 1`,
    [source],
  );
  return found;
}
