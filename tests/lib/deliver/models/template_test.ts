import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { writeTemplate } from "@/lib/deliver/models/template.ts";

Deno.test("writeTemplate() tells what a summary cell tells", () => {
  const figure = (value: number | string, unit: string | null = null) => ({
    value,
    unit,
    title: "",
  });
  const daily = {
    cell: "daily",
    kind: "kpi",
    figures: {
      first: figure("2026-01-05"),
      last: figure("2026-03-10"),
      "revenue.total": figure(684_000, "USD"),
    },
    grain: "day" as const,
    measure: null,
    natures: { revenue: "amount" as const },
  };
  assertEquals(writeTemplate([daily], "UTC"), [
    "Revenue came to $684,000 from 5 Jan 2026 to 10 Mar 2026.",
  ]);
  assertEquals(writeTemplate([], "UTC"), []);
});
