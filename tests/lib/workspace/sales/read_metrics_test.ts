import { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { Value } from "@/lib/frame/frame.ts";
import { readMetrics } from "@/lib/workspace/sales/read_metrics.ts";

const ROWS: Readonly<Record<string, readonly (readonly Value[])[]>> = {
  // Decimals come as text from a server.
  totals: [["30.30", 20.2, null, 3, "2026-01-01T00:00:00Z", "2026-01-02", 1, 10.1]],
  revenue_by_region: [["Not given", 99], ["South", 10.1], ["North", "20.20"]],
  revenue_by_category: [["Not given", 30.3]],
  status_breakdown: [["Shipped", 2], ["Cancelled", 1]],
  best_transaction: [["Not given", "North", "20.20", null]],
};

Deno.test("readMetrics() reads numbers of either database, the greatest first", async () => {
  const metrics = await readMetrics((cell) => Promise.resolve(ROWS[cell]));
  assertEquals(metrics, {
    totalRevenue: 30.3,
    netRevenue: 20.2,
    totalUnits: null,
    totalRecords: 3,
    firstDay: "2026-01-01",
    lastDay: "2026-01-02",
    topRegion: "North",
    topCategory: null,
    revenueByRegion: { North: 20.2, South: 10.1 },
    // What is not given is nobody's revenue.
    revenueByCategory: {},
    statusBreakdown: { Shipped: 2, Cancelled: 1 },
    cancellationCount: 1,
    cancellationRevenue: 10.1,
    bestTransaction: { category: null, region: "North", revenue: 20.2, units: null },
  });
  assertEquals(Object.keys(metrics.revenueByRegion), ["North", "South"]);
});
