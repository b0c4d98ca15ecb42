import { ok as assert, strictEqual as assertIs } from "node:assert/strict";
import { PIXEL } from "@/tests/helpers/letters.ts";
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
const ASKED = {
  to: { name: null, address: "ann@example.org" },
  fileName: "a.csv",
  insight: INSIGHT,
  currency: "USD",
  charts: [{
    title: "Revenue by week",
    answer: "Revenue rose",
    picture: { id: "chart-1@daybook", bytes: PIXEL },
  }],
  url: "https://daybook.example/notebooks/1",
};

Deno.test("salesLetter() tells summary, figures, charts and page, and runs nothing of the data", () => {
  const { text, html, subject, pictures } = salesLetter(ASKED);
  assertIs(subject, "Sales insight: a.csv");
  assert(text.includes("Revenue: $684,000\nWithout cancelled orders: $660,000\nOrders: 6"), text);
  assert(text.includes("Days: 5 Jan 2026 to 10 Mar 2026\nTop region: <script>"), text);
  assert(text.includes("\n\nRevenue rose\n\n"), text);
  assert(text.trimEnd().endsWith("The notebook: https://daybook.example/notebooks/1"));
  assert(html.includes('href="https://daybook.example/notebooks/1"'));
  assert(html.includes('src="cid:chart-1@daybook"') && pictures[0].bytes === PIXEL);
  assert(html.includes("&lt;script&gt;") && !/<script|<b>North/.test(html), html);
});

Deno.test("salesLetter() says nothing of units and currencies that the file does not tell", () => {
  const { text } = salesLetter({ ...ASKED, currency: null });
  assert(text.includes("\nRevenue: 684,000\n"), text);
  assert(!/Units|Top category|null/.test(text), text);
});
