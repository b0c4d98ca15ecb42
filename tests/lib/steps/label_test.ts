import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { labelOf } from "@/lib/steps/label.ts";

Deno.test("labelOf() writes names as people do", async (t) => {
  const cases = [
    ["net_revenue", "Net revenue"],
    ["ARPU", "ARPU"],
    ["Order Date", "Order Date"],
    ["_x", "X"],
  ];
  for (const [name, label] of cases) {
    await t.step(name, () => assertEquals(labelOf(name), label));
  }
});
