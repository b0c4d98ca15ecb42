import { deepStrictEqual as assertEquals, equal, notEqual, rejects } from "node:assert/strict";
import { createDrawer } from "@/lib/chart/drawer.ts";
import { draftOf, shownHtml } from "@/lib/workspace/mail/draft.ts";
import { PIXEL } from "@/tests/helpers/letters.ts";
import { notebooksTest, runToEnd } from "@/tests/helpers/notebooks.ts";

const NOTEBOOK = `---
title: Sales
params:
  least: { type: number, default: 0 }
---

\`\`\`load orders
inline: |
  day,amount
  2026-01-01,10
  2026-01-02,20
\`\`\`

\`\`\`kpi daily
time: day
grain: day
measures:
  revenue: { value: sum(amount), unit: EUR }
\`\`\`

\`\`\`summary brief
mail:
  to: [ann@example.org]
  subject: "Sales\\nof the week"
template: Revenue came to {{ daily.revenue.total }}.
\`\`\`
`;

notebooksTest(
  "draftOf() writes what a letter says, fresh or not, and names it by that",
  async (given) => {
    const { notebooks } = given;
    await using drawer = createDrawer();
    const { id } = await notebooks.create({ text: NOTEBOOK });
    const asked = { notebook: id, cell: "brief", parameters: {}, origin: "http://127.0.0.1:8000" };
    const draft = (more = {}, publicUrl: string | null = null) =>
      draftOf({ ...asked, ...more }, { notebooks, drawer, publicUrl });
    const before = await draft();
    assertEquals([before.isFresh, before.brief.paragraphs, before.brief.charts], [false, [], []]);
    await runToEnd(notebooks, { id });
    const { brief, isFresh, subject, digest, receivers } = await draft();
    // 10 and 20. A subject is one line.
    assertEquals([isFresh, subject, brief.paragraphs], [true, "Sales of the week", [
      "Revenue came to €30.",
    ]]);
    assertEquals(brief.charts.map(({ title, picture }) => [title, picture.id]), [
      ["Revenue by day", "chart-1@daybook"],
    ]);
    equal(brief.notebookUrl, `http://127.0.0.1:8000/notebooks/${id}`);
    assertEquals(receivers.map(({ key }) => key), ["ann@example.org"]);
    equal((await draft()).digest, digest);
    const elsewhere = await draft({ parameters: { least: "5" } }, "https://daybook.example");
    equal(elsewhere.brief.notebookUrl, `https://daybook.example/notebooks/${id}?least=5`);
    notEqual(elsewhere.digest, digest);
  },
);

notebooksTest("draftOf() knows no letter of what is no summary", async ({ notebooks }) => {
  await using drawer = createDrawer();
  const { id } = await notebooks.create({ text: NOTEBOOK });
  for (const cell of ["daily", "nothing"]) {
    const asked = { notebook: id, cell, parameters: {}, origin: "http://127.0.0.1:8000" };
    await rejects(draftOf(asked, { notebooks, drawer, publicUrl: null }), { code: "NOT_FOUND" });
  }
});

Deno.test("shownHtml() puts pictures where a letter names them", () => {
  const html = '<img src="cid:chart-1@daybook"> cid:chart-1@daybook';
  equal(
    shownHtml({ html, pictures: [{ id: "chart-1@daybook", bytes: PIXEL }] }),
    `<img src="data:image/png;base64,${PIXEL.toBase64()}"> cid:chart-1@daybook`,
  );
});
