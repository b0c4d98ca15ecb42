/**
 * What the summary of a file of sales says: of what the file has no column for, nothing.
 *
 * @module
 */
import type { SalesRole } from "./contract.ts";

/** Sentences about these need a column of theirs. */
const TOLD: readonly SalesRole[] = ["region", "category", "units", "status"];

/** Returns the summary's template; `null` where that of `notebooks/sales.md` tells of nothing that is missing. */
export function briefTemplate(has: (role: SalesRole) => boolean): string | null {
  if (TOLD.every(has)) return null;
  const when = (role: SalesRole, words: string) => has(role) ? words : "";
  const most = [
    when("region", "{{ weekly.revenue.top.region }}"),
    when("category", "{{ weekly.revenue.top.category }}"),
  ].filter((words) => words !== "");
  const first =
    "{{ weekly.orders.total }} orders from {{ daily.first }} to {{ daily.last }} brought " +
    "{{ weekly.revenue.total }}" +
    when("status", ", {{ weekly.net_revenue.total }} of it not cancelled") +
    when("units", ", for {{ statuses.units.total }} units") + "." +
    (most.length === 0 ? "" : ` The most came from ${most.join(" and from ")}.`);
  const second = when(
    "status",
    "Cancelled: {{ totals.cancellation_count }}, worth {{ statuses.cancelled_revenue.total }}. ",
  ) +
    "The best order brought {{ best_transaction.revenue }}" +
    when("units", " for {{ best_transaction.units }} units") +
    when("category", " of {{ best_transaction.category }}") +
    when("region", " in {{ best_transaction.region }}") + ".";
  const third =
    "{{ odd.flagged }} of {{ odd.periods }} days are odd. The next {{ next.horizon }} days " +
    "should bring {{ next.total }}; the forecast's reliability: {{ next.reliability }}.";
  return [first, second, third].join("\n\n");
}
