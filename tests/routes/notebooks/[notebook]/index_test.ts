import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { createEditing } from "@/lib/workspace/editor/editing.ts";
import {
  cellsIn,
  type NotebooksForTest,
  notebooksTest,
  runToEnd,
} from "@/tests/helpers/notebooks.ts";
import { openSignedPages } from "@/tests/helpers/signed_pages.ts";
import { type FetchPage, formOf } from "@/tests/helpers/site.ts";

const NAUGHTY = `<script>alert(1)</script>"'><img src=x onerror=alert(1)>`;

const NOTEBOOK = `---
title: ${JSON.stringify(NAUGHTY)}
params:
  region: { type: choice, options: [North, ${JSON.stringify(NAUGHTY)}], default: North }
---

# ${NAUGHTY}

[here](javascript:alert(1)) ![there](data:text/html,x)

\`\`\`load orders
inline: |
  day,region,units
  2026-01-01,North,2
  2026-01-02,"<b>bold</b>",3
\`\`\`

\`\`\`kpi daily
time: day
measures:
  units: sum(units)
\`\`\`
`;

interface Given extends NotebooksForTest {
  readonly fetchPage: FetchPage;
  readonly id: string;
  readonly post: (fields: Readonly<Record<string, string | number>>) => Promise<Response>;
}

function pageTest(name: string, test: (given: Given) => Promise<void>) {
  notebooksTest(name, async (given) => {
    const { notebooks } = given;
    const { id } = await notebooks.create({ text: NOTEBOOK });
    const fetchPage = await openSignedPages({ notebooks, editing: createEditing(notebooks) }, [
      "routes/notebooks/[notebook]/index.tsx",
    ]);
    const post = (fields: Readonly<Record<string, string | number>>) => {
      const texts = Object.entries(fields).map(([key, value]) => [key, String(value)]);
      return fetchPage(`/notebooks/${id}?region=North`, formOf(Object.fromEntries(texts)));
    };
    await test({ ...given, fetchPage, id, post });
  });
}

pageTest("GET /notebooks/… shows hostile text as text", async ({ notebooks, fetchPage, id }) => {
  await runToEnd(notebooks, { id });
  for (const query of ["", "?edit-cell=orders", "?edit-prose=0", "?add-at=0"]) {
    const response = await fetchPage(`/notebooks/${id}${query}`);
    assertEquals(response.status, 200);
    const html = (await response.text()).replace(/<script type="[a-z/]+" (src|id)=[^>]*>/g, "");
    assert(!html.includes("<script"), html);
    assert(!html.includes("<img") && !html.includes("<b>"), html);
    assert(!/(href|src|action)="\s*(javascript|data):/i.test(html), html);
  }
});

pageTest("POST /notebooks/… adds a cell and opens it", async ({ fetchPage, id, post }) => {
  const response = await post({ do: "add", kind: "chart", at: 1, revision: 1 });
  assertEquals(response.status, 303);
  const location = response.headers.get("Location") ?? "";
  assert(/\?region=North&edit-cell=chart\w*#cell-chart\w*$/.test(location), location);
  assert((await (await fetchPage(location)).text()).includes("Editor of chart"), id);
});

pageTest("POST /notebooks/… opens what was added at the end", async ({ notebooks, id, post }) => {
  for (const revision of [1, 2]) {
    const { blocks } = await notebooks.open({ id, parameters: {} });
    const response = await post({ do: "add", kind: "chart", at: blocks.length, revision });
    const location = response.headers.get("Location") ?? "";
    assert(/edit-cell=chart\w*#cell-chart\w*$/.test(location), location);
  }
});

pageTest(
  "POST /notebooks/… does what the menus of a cell offer",
  async ({ notebooks, id, post }) => {
    const steps: readonly Readonly<Record<string, string>>[] = [
      { do: "rename_cell", cell: "daily", to: "by_day" },
      { do: "disable_cell", cell: "by_day" },
      { do: "duplicate_cell", cell: "orders" },
      { do: "delete_cell", cell: "by_day" },
      { do: "undo" },
    ];
    for (const [index, step] of steps.entries()) {
      const response = await post({ ...step, revision: index + 1 });
      assertEquals(response.status, 303, await response.text());
    }
    const cells = cellsIn(await notebooks.open({ id, parameters: {} }));
    assertEquals(Object.keys(cells).length, 3);
    assertEquals(cells.by_day.status.state, "disabled");
  },
);

pageTest("POST /notebooks/… overwrites nothing in silence", async ({ notebooks, id, post }) => {
  await post({ do: "set_prose", block: 0, text: "# Mine", revision: 1 });
  const response = await post({ do: "set_prose", block: 0, text: "# Theirs", revision: 1 });
  assertEquals(response.status, 409);
  const html = await response.text();
  assert(html.includes("Somebody saved this notebook"), html);
  assert(html.includes("# Theirs") && html.includes("# Mine"), html);
  const { text } = await notebooks.source({ id });
  assert(text.includes("# Mine") && !text.includes("# Theirs"), text);
});

pageTest("POST /notebooks/… refuses what it does not know", async ({ post }) => {
  assertEquals((await post({ do: "explode", revision: 1 })).status, 400);
  assertEquals((await post({ do: "delete_cell", cell: "daily" })).status, 400);
});

pageTest(
  "GET /notebooks/… writes an address anew that came in pieces",
  async ({ fetchPage, id }) => {
    const path = `/notebooks/${id}`;
    const response = await fetchPage(
      `${path}?period=custom&period-from=2026-01-01&period-to=2026-01-02`,
    );
    assertEquals([response.status, response.headers.get("Location")], [
      303,
      `${path}?period=2026-01-01..2026-01-02`,
    ]);
  },
);

pageTest("GET /notebooks/… is not found where there is none", async ({ fetchPage }) => {
  const path = "/notebooks/00000000-0000-4000-8000-000000000000";
  assertEquals((await fetchPage(path)).status, 404);
});
