/**
 * Reads the key figures from the results of a notebook of sales.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import { type Value, valueAt } from "@/lib/frame/frame.ts";
import { parseKey } from "@/lib/notebook/run/keys.ts";
import { findResults } from "@/lib/notebook/run/store.ts";
import type { SalesMetrics } from "./contract.ts";
import { NOT_GIVEN } from "./notebook_text.ts";

/** Returns the rows of a result's columns, by the cell's key. */
export type RowsOf = (
  cell: string,
  columns: string,
) => Promise<readonly (readonly Value[])[]>;

/** Reads what the SQL cells of the notebook give: all of their rows, whatever a page shows. */
export async function readMetrics(rowsOf: RowsOf): Promise<SalesMetrics> {
  const [totals] = await rowsOf(
    "totals",
    "total_revenue, net_revenue, total_units_sold, total_records, first_date, last_date, " +
      "cancellation_count, cancellation_revenue",
  );
  const regions = await rowsOf("revenue_by_region", "region, revenue");
  const categories = await rowsOf("revenue_by_category", "category, revenue");
  const statuses = await rowsOf("status_breakdown", "status, orders");
  const [best] = await rowsOf("best_transaction", "category, region, revenue, units");
  const byRegion = named(regions);
  const byCategory = named(categories);
  return {
    totalRevenue: amount(totals[0]),
    netRevenue: amount(totals[1]),
    totalUnits: totals[2] === null ? null : amount(totals[2]),
    totalRecords: amount(totals[3]),
    firstDay: String(totals[4]).slice(0, 10),
    lastDay: String(totals[5]).slice(0, 10),
    topRegion: byRegion[0]?.[0] ?? null,
    topCategory: byCategory[0]?.[0] ?? null,
    revenueByRegion: Object.fromEntries(byRegion),
    revenueByCategory: Object.fromEntries(byCategory),
    statusBreakdown: Object.fromEntries(named(statuses)),
    cancellationCount: amount(totals[6]),
    cancellationRevenue: amount(totals[7]),
    bestTransaction: {
      category: name(best[0]),
      region: name(best[1]),
      revenue: amount(best[2]),
      units: best[3] === null ? null : amount(best[3]),
    },
  };
}

/** Returns what reads results in the database. */
export async function resultRows(
  database: Database,
  keys: ReadonlyMap<string, string>,
): Promise<RowsOf> {
  const stored = await findResults(database, [...keys.values()].map(parseKey));
  return async (cell, columns) => {
    const key = keys.get(cell);
    const relation = key === undefined ? null : stored.get(parseKey(key))?.relation ?? null;
    if (relation === null) throw new Error(`The notebook of sales has no rows of "${cell}"`);
    const frame = await database.columns(`select ${columns} from ${relation}`, [], {
      role: "results",
    });
    return Array.from(
      { length: frame.length },
      (_, row) => frame.columns.map((column) => valueAt(column, row)),
    );
  };
}

/** The greatest first, as the cells order them; what is not given is no member. */
function named(rows: readonly (readonly Value[])[]): readonly (readonly [string, number])[] {
  return rows.filter(([name]) => name !== NOT_GIVEN)
    .map(([name, value]) => [String(name), amount(value)] as const)
    .toSorted(([, a], [, b]) => b - a);
}

/** Sums of decimals may come as text; to a millionth they are what they are. */
function amount(value: Value): number {
  return Number(Number(value ?? 0).toPrecision(15));
}

function name(value: Value): string | null {
  return value === null || value === NOT_GIVEN ? null : String(value);
}
