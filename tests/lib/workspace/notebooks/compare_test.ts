import { deepStrictEqual as assertEquals, rejects as assertRejects } from "node:assert/strict";
import { notebooksTest, runToEnd } from "@/tests/helpers/notebooks.ts";

const TEXT = `\`\`\`load orders
inline: |
  day,amount
  2026-01-01,10
  2026-01-02,30
\`\`\`

\`\`\`kpi daily
time: day
measures: { revenue: sum(amount) }
\`\`\`
`;

notebooksTest(
  "compareRevisions() compares texts by line and results by figure",
  async ({ notebooks }) => {
    const parameters = {};
    const { id } = await notebooks.create({ text: TEXT });
    await runToEnd(notebooks, { id });
    await notebooks.edit({
      id,
      revision: 1,
      edits: [{
        type: "set_value",
        cell: "orders",
        path: ["inline"],
        value: "day,amount\n2026-01-01,5\n",
      }],
      editor: null,
      parameters,
    });
    const unrun = await notebooks.compare({ id, before: 1, after: 1 });
    assertEquals(unrun.text.filter(({ type }) => type !== "same"), []);
    await runToEnd(notebooks, { id });
    const { text, figures } = await notebooks.compare({ id, before: 1, after: 2 });
    assertEquals(text.filter(({ type }) => type !== "same").map(({ text }) => text.trim()), [
      "2026-01-01,10",
      "2026-01-02,30",
      "2026-01-01,5",
    ]);
    const total = figures.find(({ path }) => path === "revenue.total");
    // 10 + 30 before, 5 after.
    assertEquals([total?.cell, total?.before, total?.after], ["daily", 40, 5]);
    await assertRejects(notebooks.compare({ id, before: 1, after: 3 }), { code: "NOT_FOUND" });
  },
);
