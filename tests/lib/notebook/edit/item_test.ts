import { deepStrictEqual as assertEquals, throws as assertThrows } from "node:assert/strict";
import { itemsAt, putBodyItem } from "@/lib/notebook/edit/item.ts";

const PATH = ["labels"];
const TWO = `measure: revenue # in euro
labels:
  - period: 2026-01-05
    segment: [North, 2024]
    label: not # a fair
  - period: 2026-01-05
    label: real
`;

Deno.test("putBodyItem() begins a list", () => {
  const match = { period: "2026-01-05" };
  const item = { ...match, label: "not" };
  assertEquals(
    putBodyItem("measure: revenue\n", { path: PATH, match, item }),
    "measure: revenue\nlabels:\n  - period: 2026-01-05\n    label: not\n",
  );
});

Deno.test("putBodyItem() puts an item at the end, or in the place of the one it is known by", async (t) => {
  const cases: [string, { period: string; segment: string[] }, number, number][] = [
    ["of another period", { period: "2026-01-06", segment: [] }, 2, 3],
    ["without a segment", { period: "2026-01-05", segment: [] }, 1, 2],
    [
      "with one, whose number is told as text",
      { period: "2026-01-05", segment: ["North", "2024"] },
      0,
      2,
    ],
    ["of another segment", { period: "2026-01-05", segment: ["South", "2024"] }, 2, 3],
  ];
  for (const [name, match, place, count] of cases) {
    await t.step(name, () => {
      const text = putBodyItem(TWO, { path: PATH, match, item: { ...match, label: "new" } });
      const labels = [...text.matchAll(/label: (\w+)/g)].map(([, label]) => label);
      assertEquals([labels.indexOf("new"), labels.length], [place, count]);
      assertEquals(text.startsWith("measure: revenue # in euro\n"), true);
    });
  }
});

Deno.test("putBodyItem() takes items out, and the list with the last", () => {
  const first = { period: "2026-01-05", segment: ["North", "2024"] };
  const second = { period: "2026-01-05", segment: [] };
  const one = putBodyItem(TWO, { path: PATH, match: first, item: null });
  assertEquals(
    one,
    "measure: revenue # in euro\nlabels:\n  - period: 2026-01-05\n    label: real\n",
  );
  assertEquals(
    putBodyItem(one, { path: PATH, match: second, item: null }),
    "measure: revenue # in euro\n",
  );
  assertEquals(putBodyItem(one, { path: PATH, match: first, item: null }), one);
});

Deno.test("putBodyItem() leaves one of several that are known by the same", () => {
  const twice = "labels:\n  - { period: a, label: not }\n  - { period: a, label: real }\n";
  const text = putBodyItem(twice, {
    path: PATH,
    match: { period: "a" },
    item: { period: "a", label: "not" },
  });
  assertEquals([...text.matchAll(/period/g)].length, 1);
});

Deno.test("putBodyItem() refuses a list within a plain value", () => {
  const change = { path: ["measure", "labels"], match: { period: "a" }, item: { period: "a" } };
  assertThrows(() => putBodyItem("measure: revenue\n", change), { code: "BAD_NOTEBOOK" });
});

Deno.test("itemsAt() returns what is known by the same", () => {
  const values = { labels: [{ period: "a", label: "not" }, { period: "b", label: "real" }] };
  assertEquals(itemsAt(values, { path: PATH, match: { period: "b" } }), [values.labels[1]]);
  assertEquals(itemsAt({}, { path: PATH, match: { period: "b" } }), []);
});

Deno.test("putBodyItem() refuses to take the place of what is no list, the whole body above all", () => {
  const item = { period: "2026-01-05", label: "real" };
  for (const path of [["measure"], []]) {
    assertThrows(() => putBodyItem(TWO, { path, match: item, item }), { code: "BAD_NOTEBOOK" });
  }
});

Deno.test("putBodyItem() refuses to take the place of all items", () => {
  const change = { path: PATH, match: {}, item: { period: "2026-01-07", label: "real" } };
  assertThrows(() => putBodyItem(TWO, change), { code: "BAD_NOTEBOOK" });
});
