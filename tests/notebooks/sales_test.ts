/**
 * The sales notebook, run by the command line as the README tells.
 *
 * @module
 */
import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { runNotebookFile } from "@/tests/helpers/notebook_file.ts";

const ORDERS = new URL("../../samples/orders.csv", import.meta.url);

Deno.test("notebooks/sales.md gives the documented answer for six orders", async (t) => {
  const { figures } = await runNotebookFile("notebooks/sales.md", [
    "--input",
    "orders=samples/sales_q1_2026.csv",
  ]);
  // O-1 262,500; O-2 20,250; O-3 64,000; O-4 109,250; O-5 24,000, cancelled; O-6 204,000.
  const cases: [figure: string, cell: string, path: string, expected: number | string][] = [
    ["total_revenue", "totals", "total_revenue", 684000],
    ["net_revenue", "totals", "net_revenue", 660000],
    ["total_units_sold", "totals", "total_units_sold", 640],
    ["total_records", "totals", "total_records", 6],
    ["date_range, from", "totals", "first_date", "2026-01-05"],
    ["date_range, to", "totals", "last_date", "2026-03-10"],
    ["top_region", "revenue_by_region", "first.region", "North"],
    ["top_product_category", "revenue_by_category", "first.category", "Electronics"],
    ["revenue_by_region, North", "revenue_by_region", "by.North", 466500],
    ["revenue_by_region, South", "revenue_by_region", "by.South", 20250],
    ["revenue_by_region, East", "revenue_by_region", "by.East", 88000],
    ["revenue_by_region, West", "revenue_by_region", "by.West", 109250],
    ["revenue_by_region has no other", "revenue_by_region", "rows", 4],
    ["revenue_by_category, Electronics", "revenue_by_category", "by.Electronics", 639750],
    ["revenue_by_category, Home Appliances", "revenue_by_category", "by.Home Appliances", 44250],
    ["revenue_by_category has no other", "revenue_by_category", "rows", 2],
    ["status_breakdown, Shipped", "status_breakdown", "by.Shipped", 3],
    ["status_breakdown, Delivered", "status_breakdown", "by.Delivered", 2],
    ["status_breakdown, Cancelled", "status_breakdown", "by.Cancelled", 1],
    ["status_breakdown has no other", "status_breakdown", "rows", 3],
    ["cancellation_count", "totals", "cancellation_count", 1],
    ["cancellation_revenue", "totals", "cancellation_revenue", 24000],
    ["best_transaction, category", "best_transaction", "category", "Electronics"],
    ["best_transaction, region", "best_transaction", "region", "North"],
    ["best_transaction, revenue", "best_transaction", "revenue", 262500],
    ["best_transaction, units", "best_transaction", "units", 210],
    ["the key figures agree", "weekly", "revenue.total", 684000],
  ];
  for (const [name, cell, path, expected] of cases) {
    await t.step(name, () => assertEquals(figures(cell)[path], expected));
  }
});

interface Order {
  readonly status: string;
  readonly units: number;
  readonly cents: number;
}

/** The orders of the year as plain code reads them: the last of each id, whose day exists. */
function readOrders(text: string): Order[] {
  const [, ...lines] = text.trim().split(/\r?\n/);
  const orders = new Map<string, Order>();
  for (const line of lines) {
    const [id, date, , , units, price, revenue, status] = line.split(",");
    const day = new Date(`${date}T00:00:00Z`);
    if (Number.isNaN(day.getTime()) || !day.toISOString().startsWith(date)) continue;
    const amount = revenue.trim() === "" ? Number(units) * Number(price.slice(1)) : Number(revenue);
    orders.set(id, {
      status: status.trim().toLowerCase(),
      units: Number(units),
      cents: Math.round(amount * 100),
    });
  }
  return [...orders.values()];
}

Deno.test("notebooks/sales.md gives what plain code makes of the year's orders", async () => {
  const { results, figures } = await runNotebookFile("notebooks/sales.md");
  const orders = readOrders(await Deno.readTextFile(ORDERS));
  const cancelled = orders.filter(({ status }) => status === "cancelled");
  const dollars = (some: readonly Order[]) => some.reduce((sum, { cents }) => sum + cents, 0) / 100;
  const totals = figures("totals");
  assertEquals(
    {
      total_records: totals.total_records,
      total_revenue: totals.total_revenue,
      total_units_sold: totals.total_units_sold,
      cancellation_count: totals.cancellation_count,
      cancellation_revenue: totals.cancellation_revenue,
    },
    {
      total_records: orders.length,
      total_revenue: dollars(orders),
      total_units_sold: orders.reduce((sum, { units }) => sum + units, 0),
      cancellation_count: cancelled.length,
      cancellation_revenue: dollars(cancelled),
    },
  );
  assertEquals(new Set(results.cells.map(({ state }) => state)), new Set(["done"]));
});
