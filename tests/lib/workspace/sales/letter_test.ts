import { ok as assert, strictEqual as assertIs } from "node:assert/strict";
import { salesLetter } from "@/lib/workspace/sales/letter.ts";

const INSIGHT = {
  summary: "The most came from <b>North</b>.\n\nAll is well.",
  metrics: {
    totalRevenue: 684000,
    netRevenue: 660000,
    totalUnits: null,
    totalRecords: 6,
    firstDay: "2026-01-05",
    lastDay: "2026-03-10",
    topRegion: "<script>alert(1)</script>",
    topCategory: null,
    revenueByRegion: {},
    revenueByCategory: {},
    statusBreakdown: {},
    cancellationCount: 1,
    cancellationRevenue: 24000,
    bestTransaction: { category: null, region: null, revenue: 1, units: null },
  },
};
const ASKED = { to: { name: null, address: "ann@example.org" }, fileName: "a.csv" };

Deno.test("salesLetter() tells summary, figures and page, and runs nothing of the data", () => {
  const { text, html, subject } = salesLetter({
    ...ASKED,
    insight: INSIGHT,
    url: "https://daybook.example/notebooks/1",
  });
  assertIs(subject, "Sales insight: a.csv");
  assert(text.includes("Revenue: 684,000\nWithout cancelled orders: 660,000\nOrders: 6"), text);
  assert(text.trimEnd().endsWith("The notebook: https://daybook.example/notebooks/1"));
  assert(html.includes('href="https://daybook.example/notebooks/1"'));
  assert(html.includes("&lt;script&gt;") && !/<script|<b>North/.test(html), html);
});

Deno.test("salesLetter() leads nowhere where nobody told where Daybook is", () => {
  const { text, html } = salesLetter({ ...ASKED, insight: INSIGHT, url: null });
  assert(!text.includes("notebook:") && !html.includes("<a "));
});
