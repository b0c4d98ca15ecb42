import {
  deepStrictEqual as assertEquals,
  rejects as assertRejects,
  strictEqual as assertIs,
} from "node:assert/strict";
import {
  type Guard,
  guardSources,
  listGrants,
  uploadsIn,
  withGrants,
} from "@/lib/workspace/notebooks/grants.ts";
import { readText } from "@/lib/workspace/notebooks/read_text.ts";
import type { Sources } from "@/lib/steps/sources.ts";
import { cellsIn, notebooksTest, runToEnd } from "@/tests/helpers/notebooks.ts";

const NONE: Guard = { type: "guarded", granted: new Set() };
const DIGEST = "0".repeat(64);

const TEXT = `\`\`\`load orders
file: orders.csv
\`\`\`

\`\`\`load more
file: orders.csv
\`\`\`

\`\`\`load kept
upload: sha256:${DIGEST}
\`\`\`

\`\`\`load shop
connection: shop
table: orders
\`\`\`

\`\`\`detect odd
method: isolation_forest
model: sha256:${"1".repeat(64)}
\`\`\`

\`\`\`detect others
method: isolation_forest
model: others.forest.json
\`\`\`

\`\`\`load here
inline: |
  a
  1
\`\`\`
`;

Deno.test("uploadsIn() finds the uploads that cells name, by the values of parameters too", () => {
  assertEquals([...uploadsIn(readText(TEXT).notebook)], [DIGEST, "1".repeat(64)]);
  const [two, three] = ["2".repeat(64), "3".repeat(64)];
  const { notebook } = readText(`---
params:
  forest:
    type: choice
    options: ["sha256:${two}", "sha256:${three}", shop.forest.json]
    default: "sha256:${two}"
  unused: { type: text, default: "sha256:${DIGEST}" }
---

Of sha256:${DIGEST} it is only said.

\`\`\`detect odd
method: isolation_forest
model: \${forest}
\`\`\`
`);
  assertEquals([...uploadsIn(notebook)], [two, three]);
});

Deno.test("listGrants() names what a notebook reads from outside, once", () => {
  const granted = withGrants(NONE, [{ type: "connection", name: "shop" }]);
  assertEquals(listGrants(readText(TEXT).notebook, granted), [
    { type: "file", name: "orders.csv", cells: ["orders", "more"], granted: false },
    { type: "upload", name: DIGEST, cells: ["kept"], granted: false },
    { type: "connection", name: "shop", cells: ["shop"], granted: true },
    { type: "upload", name: "1".repeat(64), cells: ["odd"], granted: false },
    { type: "file", name: "others.forest.json", cells: ["others"], granted: false },
  ]);
});

Deno.test("guardSources() refuses what was not granted by name and type", async () => {
  const source = { name: "a", bytes: 0, digest: "", open: () => new Blob([]).stream() };
  const found = () => Promise.resolve(source);
  const sources: Sources = { file: found, upload: found, rows: found };
  const guarded = guardSources(sources, withGrants(NONE, [{ type: "file", name: "shop" }]));
  const { signal } = new AbortController();
  assertIs(await guarded.file("shop"), source);
  await assertRejects(guarded.file("other"), { code: "NOT_GRANTED" });
  await assertRejects(guarded.upload("shop"), { code: "NOT_GRANTED" });
  await assertRejects(guarded.rows("shop", { table: "orders", signal }), { code: "NOT_GRANTED" });
  assertIs(guardSources(sources, { type: "own" }), sources);
});

Deno.test("listGrants() names sources of events, all where a parameter names them", () => {
  const cell = (name: string, source: string) =>
    `\`\`\`load ${name}\nsource: ${source}\n\`\`\`\n\n`;
  const text = cell("one", "shop") + cell("two", "[shop, web]") + cell("any", "${source}");
  assertEquals(listGrants(readText(text).notebook, NONE), [
    { type: "source", name: "shop", cells: ["one", "two"], granted: false },
    { type: "source", name: "web", cells: ["two"], granted: false },
    { type: "source", name: "all", cells: ["any"], granted: false },
  ]);
});

Deno.test("guardSources() lets events be taken of the sources that were granted", async () => {
  const taken = {
    digest: "",
    columns: null,
    query: () => Promise.reject(new TypeError("Nobody takes them")),
  };
  const none = () => Promise.reject(new TypeError("No file"));
  const sources: Sources = {
    file: none,
    upload: none,
    rows: none,
    events: {
      known: () => Promise.resolve({ sources: ["shop"], metrics: ["sales"] }),
      find: () => Promise.resolve(taken),
    },
  };
  const granting = (...names: string[]) =>
    guardSources(sources, withGrants(NONE, names.map((name) => ({ type: "source", name }))))
      .events!;
  const rest = { take: "days", metrics: "all", dates: "all", dimensions: null } as const;
  const shop = granting("shop");
  assertIs(await shop.find({ ...rest, sources: ["shop"] }), taken);
  await assertRejects(shop.find({ ...rest, sources: ["shop", "web"] }), { code: "NOT_GRANTED" });
  await assertRejects(shop.find({ ...rest, sources: "all" }), { code: "NOT_GRANTED" });
  assertIs(await granting("all").find({ ...rest, sources: ["web"] }), taken);
  // What there is to be granted is not for a stranger's notebook to know.
  assertEquals(await shop.known(), { sources: [], metrics: [] });
});

notebooksTest(
  "saveGuard() lets a stranger's notebook wait for the owner's grant",
  async ({ notebooks, folder, restart }, t) => {
    await folder.write("orders.csv", "amount\n1\n2\n");
    const parameters = {};
    const text = "```load orders\nfile: orders.csv\n```\n\n" +
      "```sql total\nquery: select sum(amount) as total from orders\n```\n\n" +
      "```sql other\nquery: select 1 as n\n```\n";
    const own = await notebooks.create({ text });
    await runToEnd(notebooks, { id: own.id });
    const { id } = await notebooks.create({ text, imported: true });
    await t.step("also where its results are there already", async () => {
      const view = await notebooks.open({ id, parameters });
      assertIs(view.waitsForGrants, true);
      const cells = cellsIn(view);
      assertEquals(cells.orders.status, { state: "waiting", reason: "it needs the owner's grant" });
      assertIs(cells.orders.output, null);
      assertEquals(cells.total.status, { state: "waiting", reason: '"orders" waits' });
    });
    await t.step("even where it is run", async () => {
      await runToEnd(notebooks, { id });
      const cells = cellsIn(await notebooks.open({ id, parameters }));
      assertIs(cells.orders.status.state, "waiting");
      assertIs(cells.other.status.state, "fresh");
    });
    await t.step("also as a copy, and after a restart", async () => {
      const copy = await notebooks.duplicate({ id });
      const engine = await restart();
      for (const one of [id, copy.id]) {
        assertIs((await engine.open({ id: one, parameters })).waitsForGrants, true);
      }
    });
    await t.step("until it was granted", async () => {
      const engine = await restart();
      await engine.grant({ id, allowed: [{ type: "file", name: "orders.csv" }] });
      const view = await engine.open({ id, parameters });
      assertIs(view.waitsForGrants, false);
      assertEquals(cellsIn(view).total.output?.rows, 1);
      assertEquals((await engine.grants({ id })).map(({ granted }) => granted), [true]);
    });
  },
);
