import { deepStrictEqual as assertEquals, rejects as assertRejects } from "node:assert/strict";
import { cellsIn, notebooksTest, runToEnd, statesIn } from "@/tests/helpers/notebooks.ts";

const ORDERS = "day,region,amount\n2026-01-01,North,10\n2026-01-01,South,20\n2026-01-02,North,30\n";

const TEXT = `---
title: Shop
---

Orders of the shop.

\`\`\`load orders
file: orders.csv
\`\`\`

\`\`\`kpi daily
time: day
measures: { revenue: sum(amount) }
\`\`\`
`;

notebooksTest(
  "createNotebooks() runs nothing when a notebook is opened",
  async ({ notebooks, folder }) => {
    await folder.write("orders.csv", ORDERS);
    const { id } = await notebooks.create({ text: TEXT });
    const view = await notebooks.open({ id, parameters: {} });
    assertEquals(view.title, "Shop");
    assertEquals(view.blocks.map(({ type }) => type), ["prose", "cell", "prose", "cell"]);
    assertEquals(cellsIn(view).daily.status, { state: "stale", shown: false });
    assertEquals(cellsIn(view).daily.output, null);
  },
);

notebooksTest(
  "createNotebooks() runs cells and tells how they stand",
  async ({ notebooks, folder }) => {
    await folder.write("orders.csv", ORDERS);
    const { id } = await notebooks.create({ text: TEXT });
    const events = await runToEnd(notebooks, { id });
    const told = events.map((event) =>
      event.type === "cell"
        ? `${event.cell} ${event.status.state}`
        : event.type === "run"
        ? event.state
        : event.type
    );
    assertEquals(told.filter((one) => !one.endsWith("running")), [
      "started",
      "orders queued",
      "daily queued",
      "orders fresh",
      "daily fresh",
      "done",
    ]);
    const view = await notebooks.open({ id, parameters: {} });
    assertEquals(statesIn(view), { orders: "fresh", daily: "fresh" });
    // 10 + 20 + 30.
    assertEquals(cellsIn(view).daily.output?.figures["revenue.total"].value, 60);
    assertEquals(cellsIn(view).daily.output?.origin, "computed");
  },
);

notebooksTest("createNotebooks() refuses what there is not", async ({ notebooks }) => {
  const parameters = {};
  await assertRejects(notebooks.open({ id: "none", parameters }), { code: "NOT_FOUND" });
});
