import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { parseHTML } from "linkedom";
import type { Results } from "@/lib/notebook/run/results.ts";
import { resultsSchema } from "@/lib/notebook/run/results_schema.ts";
import { notebookResults } from "@/lib/workspace/exports/notebook_results.ts";
import type { NotebookFormat, NotebookView } from "@/lib/workspace/notebooks/notebook_view.ts";
import type { NotebooksEngine } from "@/lib/workspace/notebooks/notebooks.ts";
import { makeFolder, runTask } from "@/tests/helpers/command.ts";
import { notebooksTest, runToEnd } from "@/tests/helpers/notebooks.ts";

const PROJECT = fileURLToPath(new URL("../../../../", import.meta.url));

/** Returns a file of a notebook as text. */
async function textOf(
  notebooks: NotebooksEngine,
  asked: { readonly id: string; readonly format: NotebookFormat },
): Promise<string> {
  let text = "";
  const decoder = new TextDecoder();
  for await (const bytes of notebooks.export({ ...asked, parameters: {} })) {
    text += decoder.decode(bytes, { stream: true });
  }
  return text;
}

/** What a report shows as figures: numbers, answers, tables and the texts on charts, in order. */
function figuresOf(html: string): readonly string[] {
  // linkedom's types say "Window", which outside a browser has no document.
  const { document } = parseHTML(html) as unknown as { document: Document };
  return [...document.querySelectorAll(".number, figcaption, table, .wide svg text")]
    .map((one) => one.textContent ?? "");
}

notebooksTest(
  "notebookResults() and the report have the figures of run-pipeline",
  async ({ notebooks }) => {
    const path = `${PROJECT}notebooks/web_traffic.md`;
    await using out = await makeFolder();
    const { code, errors } = await runTask("run-pipeline", [
      path,
      "--as-of",
      "2027-01-01",
      "--out",
      out.path,
      "--format",
      "json,html",
    ], { environment: { DATA_DIR: `${out.path}/data` } });
    assertEquals(code, 0, errors);

    const { id } = await notebooks.create({ text: await Deno.readTextFile(path) });
    await runToEnd(notebooks, { id });
    const written: Results = JSON.parse(await Deno.readTextFile(`${out.path}/results.json`));
    const exported = JSON.parse(await textOf(notebooks, { id, format: "json" }));
    resultsSchema.parse(exported);
    assertEquals({ ...exported, run: null, notebook: null }, {
      ...written,
      run: null,
      notebook: null,
    });
    assertEquals(
      exported.run.cells.map(({ name }: { readonly name: string }) => name),
      written.run.cells.map(({ name }) => name),
    );

    const figures = figuresOf(await Deno.readTextFile(`${out.path}/report.html`));
    ok(figures.length > 20);
    assertEquals(figuresOf(await textOf(notebooks, { id, format: "html" })), figures);
  },
  { folders: [PROJECT], draws: true },
);

notebooksTest("notebookResults() tells what is stale, and what has not run", async (given) => {
  const { notebooks, folder } = given;
  await folder.write("a.csv", "day,units\n2026-01-01,2\n2026-01-02,3\n");
  const text = `\`\`\`load a
file: a.csv
\`\`\`

\`\`\`sql total
query: select sum(units) as units from a
\`\`\`

\`\`\`sql off
disabled: true
query: select 1 as one
\`\`\`
`;
  const { id } = await notebooks.create({ text });
  const before = resultsSchema.parse(JSON.parse(await textOf(notebooks, { id, format: "json" })));
  assertEquals(before.cells.map(({ state, stale, waits }) => [state, stale, waits]), [
    ["waiting", false, "it has not run yet"],
    ["waiting", false, "it has not run yet"],
    ["waiting", false, "it is disabled"],
  ]);

  await runToEnd(notebooks, { id });
  const view = await notebooks.open({ id, parameters: {} });
  const stale: NotebookView = {
    ...view,
    blocks: view.blocks.map((block) =>
      block.type === "prose" || block.cell.name !== "total" ? block : {
        ...block,
        cell: { ...block.cell, status: { state: "stale", shown: true } },
      }
    ),
  };
  const { cells } = resultsSchema.parse(notebookResults(stale, {
    parameters: new Map(),
    asOf: "2027-01-01",
    madeAt: "2027-01-01T00:00:00.000Z",
    // It was evicted since.
    stored: new Map(),
  }));
  const [load, total] = cells;
  assertEquals([load.state, load.stale], ["done", false]);
  assertEquals([total.state, total.stale, total.columns], ["done", true, []]);
  ok(total.key !== null && total.blocks.length === 1);
});
