import { deepStrictEqual as assertEquals, strictEqual as assertIs } from "node:assert/strict";
import { notebooksTest } from "@/tests/helpers/notebooks.ts";
import { openProgram } from "@/tests/helpers/program.ts";
import { holdEtag } from "@/tests/lib/api/held_etag.ts";
import { sendJson } from "./sent.ts";

const TEXT = `---
title: Sums
params:
  factor: { type: number, default: 2 }
---

\`\`\`sql total
query: select 21 * \${factor} as answer
\`\`\`
`;

notebooksTest("createNotebook makes what readNotebook reads", async ({ notebooks }) => {
  const ask = await openProgram({ notebooks });
  const made = await sendJson(ask, "/api/notebooks", { text: TEXT });
  assertIs(made.status, 201);
  const { id, ...notebook } = await made.json();
  assertIs(made.headers.get("Location"), `/api/notebooks/${id}`);
  assertEquals(notebook, {
    title: "Sums",
    description: null,
    tags: [],
    revision: 1,
    text: TEXT,
    parameters: [{ name: "factor", type: "number", value: "2", choices: [] }],
    cells: [{ name: "total", kind: "sql", parents: [], state: "stale", key: null, rows: null }],
    problems: [],
  });
  const read = await ask(`/api/notebooks/${id}`);
  assertEquals(await read.json(), { id, ...notebook });
  const known = { headers: { "If-None-Match": read.headers.get("ETag") ?? "" } };
  assertIs((await ask(`/api/notebooks/${id}`, known)).status, 304);
  const { notebooks: listed } = await (await ask("/api/notebooks?search=sums")).json();
  assertEquals(listed.map((card: { id: string }) => card.id), [id]);
  assertIs((await ask("/api/notebooks/nothing")).status, 404);
});

notebooksTest("writeNotebook saves a text, unless somebody did before", async ({ notebooks }) => {
  const ask = await openProgram({ notebooks });
  const { id } = await notebooks.create({ text: TEXT });
  const path = `/api/notebooks/${id}`;
  const text = TEXT.replace("21", "7");
  const saved = await (await sendJson(ask, path, { text, revision: 1 }, "PUT")).json();
  assertEquals([saved.revision, saved.text], [2, text]);
  const late = await sendJson(ask, path, { text: TEXT, revision: 1 }, "PUT");
  assertEquals([late.status, (await late.json()).code], [409, "CONFLICT"]);
  // It can be undone as any other change.
  await notebooks.undo({ id, revision: 2, parameters: {} });
  assertIs((await (await ask(path)).json()).text, TEXT);
  assertIs((await sendJson(ask, path, { text: 1, revision: 1 }, "PUT")).status, 422);
  assertIs((await sendJson(ask, path, { text, revision: 2 ** 31 }, "PUT")).status, 422);
  const broken = { method: "PUT", body: "{", headers: { "Content-Type": "application/json" } };
  assertIs((await ask(path, { ...broken, headers: { ...broken.headers, ...OWN } })).status, 400);
  const form = { method: "PUT", body: "text=1", headers: { ...OWN, "Content-Type": "text/plain" } };
  assertIs((await ask(path, form)).status, 415);
});

const OWN = { "Sec-Fetch-Site": "same-origin" };

notebooksTest(
  "checkNotebook tells what is wrong, and what cells would give",
  async ({ notebooks }) => {
    const ask = await openProgram({ notebooks });
    const { id } = await notebooks.create({ text: TEXT });
    const path = `/api/notebooks/${id}/check`;
    const good = await (await sendJson(ask, path, {})).json();
    assertEquals([good.problems, good.cells[0].name], [[], "total"]);
    const bad = await sendJson(ask, path, { text: TEXT.replace("query", "qery") });
    const [problem] = (await bad.json()).problems;
    assertEquals([problem.severity, problem.cell, problem.line], ["error", "total", 7]);
    // Nothing was saved.
    assertIs((await notebooks.source({ id })).text, TEXT);
  },
);

notebooksTest("removeNotebook deletes it", async ({ notebooks }) => {
  const ask = await openProgram({ notebooks });
  const { id } = await notebooks.create({ text: TEXT });
  const init = { method: "DELETE", headers: OWN };
  assertIs((await ask(`/api/notebooks/${id}`, init)).status, 204);
  assertIs((await ask(`/api/notebooks/${id}`)).status, 404);
  assertIs((await ask(`/api/notebooks/${id}`, init)).status, 404);
});

notebooksTest(
  "listNotebooks has an ETag that holds until one of those listed changes",
  async ({ notebooks }) => {
    const ask = await openProgram({ notebooks });
    const { id } = await notebooks.create({ text: TEXT });
    const all = await holdEtag(ask, "/api/notebooks");
    const sums = await holdEtag(ask, "/api/notebooks?search=sums");
    await all.isSame();
    await notebooks.create({ title: "Other" });
    await all.isOther();
    await sums.isSame();
    const text = TEXT.replace("Sums", "More sums");
    await sendJson(ask, `/api/notebooks/${id}`, { text, revision: 1 }, "PUT");
    await all.isOther();
    await sums.isOther();
    await sums.isSame();
    await notebooks.remove({ id });
    await sums.isOther();
  },
);
