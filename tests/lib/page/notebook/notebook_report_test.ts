import { deepStrictEqual as assertEquals, equal, ok } from "node:assert/strict";
import { parseHTML } from "linkedom";
import type { Block } from "@/lib/chart/block.ts";
import { renderNotebookReport } from "@/lib/page/notebook/notebook_report.ts";
import type { CellView, NotebookView } from "@/lib/workspace/notebooks/notebook_view.ts";
import {
  SAMPLE_KEY,
  sampleCell,
  sampleNotebook,
  sampleOutput,
} from "@/tests/fixtures/sample_notebook.ts";

const HOSTILE = [
  "</script><script>alert(1)</script>",
  `"><img src=x onerror=alert(1)>`,
  "=cmd|'/c calc'!A1",
  "\u202Egnp.exe\u2066",
  "</style></title><svg onload=alert(1)>",
].join(" ");

const MADE_AT = "2026-07-06T10:00:00.000Z";

function textBlock(text: string): Block {
  return { type: "text", paragraphs: [[{ kind: "plain", text }]] };
}

function viewOf(cells: readonly CellView[], more: Partial<NotebookView> = {}): NotebookView {
  const blocks = cells.map((cell, index) => ({ type: "cell", index, cell }) as const);
  return { ...sampleNotebook, blocks, problems: [], ...more };
}

/** What stands in a report: a document of a kind that no browser made. */
function parse(html: string): Document {
  // linkedom's types say "Window", which outside a browser has no document.
  return (parseHTML(html) as unknown as { document: Document }).document;
}

function summaryCell(status: CellView["status"]): CellView {
  const output = sampleOutput([textBlock("Up by a tenth.")]);
  return sampleCell("told", "summary", { status, output });
}

Deno.test("renderNotebookReport() puts the summary first, unless it is an older one", () => {
  const options = { audience: "owner", madeAt: MADE_AT } as const;
  const fresh = parse(renderNotebookReport(viewOf([summaryCell({ state: "fresh" })]), options));
  equal(fresh.querySelector(".summary")?.textContent, "Up by a tenth.");
  equal(fresh.querySelector("#cell-told"), null);

  const older = viewOf([summaryCell({ state: "stale", shown: true })]);
  const stale = parse(renderNotebookReport(older, options));
  equal(stale.querySelector(".summary"), null);
  const words = stale.querySelector("#cell-told.stale .state")?.textContent ?? "";
  ok(words.includes("stale: shows an older result"), words);
});

Deno.test("renderNotebookReport() tells readers no key, count or time, and no means", () => {
  const view = viewOf([
    sampleCell("orders", "load", { output: sampleOutput([textBlock("from secret.csv")]) }),
    sampleCell("daily", "kpi", { output: sampleOutput([textBlock("Sold 12.")]) }),
  ], { id: "" });
  const owner = renderNotebookReport(view, { audience: "owner", madeAt: MADE_AT });
  const reader = renderNotebookReport(view, { audience: "reader", madeAt: MADE_AT });
  for (const told of [SAMPLE_KEY.slice(0, 8), "1,204 rows", "secret.csv", "computed"]) {
    assertEquals([owner.includes(told), reader.includes(told)], [true, false], told);
  }
  ok(reader.includes("Sold 12."));
});

Deno.test("renderNotebookReport() writes hostile text as text", () => {
  const table: Block = {
    type: "table",
    title: HOSTILE,
    columns: [{ name: HOSTILE, type: "text", unit: HOSTILE }],
    rows: [[HOSTILE]],
    total: 1,
  };
  const cell = sampleCell(HOSTILE, "sql", { output: sampleOutput([table, textBlock(HOSTILE)]) });
  const view = viewOf([cell], { title: HOSTILE, description: HOSTILE });
  for (const audience of ["owner", "reader"] as const) {
    const page = parse(renderNotebookReport(view, { audience, madeAt: MADE_AT }));
    assertEquals([...page.querySelectorAll("script,img,svg[onload],link")].length, 0);
    equal(page.querySelector("h1")?.textContent, HOSTILE);
    equal(page.querySelector("td")?.textContent, HOSTILE);
    equal(page.querySelector("title")?.textContent, HOSTILE);
  }
});
