import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { labelOf, labelWithin } from "@/lib/steps/label.ts";

Deno.test("labelOf() writes names as people do", async (t) => {
  const cases = [
    ["net_revenue", "Net revenue"],
    ["ARPU", "ARPU"],
    ["Order Date", "Order Date"],
    ["_x", "X"],
    // Not every language has I above i.
    ["işlem_tutarı", "işlem tutarı"],
  ];
  for (const [name, label] of cases) {
    await t.step(name, () => assertEquals(labelOf(name), label));
  }
});

Deno.test("labelWithin() writes names of small letters small, and all others as they are", async (t) => {
  const cases = [
    ["net_revenue", "net revenue"],
    ["ARPU", "ARPU"],
    ["Größe", "Größe"],
    ["İl", "İl"],
  ];
  for (const [name, label] of cases) {
    await t.step(name, () => assertEquals(labelWithin(name), label));
  }
});
