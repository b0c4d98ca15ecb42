import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { resultsSchema } from "@/lib/notebook/run/results_schema.ts";
import { chromiumPath } from "@/tests/helpers/chromium_path.ts";
import { notebooksTest, runToEnd } from "@/tests/helpers/notebooks.ts";
import { reports } from "@/tests/helpers/reports.ts";
import { openSignedPages } from "@/tests/helpers/signed_pages.ts";

const NOTEBOOK = `---
title: "Größen \\"<b>\\" 2026"
---

\`\`\`load orders
inline: |
  day,units
  2026-01-01,2
  2026-01-02,3
\`\`\`

\`\`\`kpi daily
time: day
measures:
  units: sum(units)
\`\`\`
`;

notebooksTest("GET …/export/… gives the notebook as files", async ({ notebooks }, t) => {
  const fetchPage = await openSignedPages({ notebooks }, [
    "routes/notebooks/[notebook]/export/[format].ts",
    "routes/api/notebooks/[notebook]/export/[format].ts",
  ]);
  const { id } = await notebooks.create({ text: NOTEBOOK });
  await runToEnd(notebooks, { id });
  const get = (format: string) => fetchPage(`/notebooks/${id}/export/${format}`);

  await t.step("md is the source to the byte", async () => {
    const response = await get("md");
    assertEquals(await response.text(), NOTEBOOK);
    assertEquals(
      response.headers.get("Content-Disposition"),
      `attachment; filename="Gr__en b 2026.md"; filename*=UTF-8''Gr%C3%B6%C3%9Fen%20b%202026.md`,
    );
  });

  await t.step("html holds all that it needs", async () => {
    const html = await (await get("html")).text();
    assert(html.includes("&lt;b>") || html.includes("&lt;b&gt;"), html);
    assert(!/<script|<link|src="http/.test(html), html);
    assert(html.includes("daily"), html);
  });

  await t.step("json has the figures", async () => {
    const results = resultsSchema.parse(await (await get("json")).json());
    assertEquals(
      results.cells.map(({ name, state, stale }) => [name, state, stale]),
      [["orders", "done", false], ["daily", "done", false]],
    );
    // Two days, a row each.
    assertEquals(results.cells[1].rows, 2);
  });

  await t.step("pdf is the report, printed", async () => {
    if (chromiumPath === null) return;
    const response = await get("pdf");
    assertEquals(response.headers.get("Content-Type"), "application/pdf");
    const pdf = new TextDecoder("latin1").decode(await response.arrayBuffer());
    assert(pdf.startsWith("%PDF-"), pdf.slice(0, 200));
    // Nothing in it runs or leads away.
    assert(!/\/JavaScript|\/JS\b|\/Launch|\/URI/.test(pdf), pdf);
  });

  await t.step("the API gives the same", async () => {
    const response = await fetchPage(`/api/notebooks/${id}/export/md`);
    assertEquals(await response.text(), NOTEBOOK);
    const wrong = await fetchPage(`/api/notebooks/${id}/export/exe`);
    assertEquals([wrong.status, (await wrong.json()).code], [422, "BAD_PARAMETER"]);
    assertEquals((await fetchPage("/api/notebooks/none/export/md")).status, 404);
  });

  await t.step("nothing else", async () => {
    assertEquals((await get("exe")).status, 422);
  });
});

notebooksTest("GET …/export/pdf says what it needs where nothing prints", async (given) => {
  const { notebooks } = given;
  const fetchPage = await openSignedPages({ notebooks }, [
    "routes/notebooks/[notebook]/export/[format].ts",
  ]);
  const { id } = await notebooks.create({ text: NOTEBOOK });
  const response = await fetchPage(`/notebooks/${id}/export/pdf`);
  assertEquals(response.status, 415);
  assert(/CHROMIUM/.test(await response.text()));
  const { formats } = await notebooks.open({ id, parameters: {} });
  assertEquals(formats, ["md", "html", "json"]);
}, { reports });
