import {
  deepStrictEqual as assertEquals,
  match as assertMatch,
  strictEqual as assertIs,
} from "node:assert/strict";
import { defaultText, readGiven } from "@/lib/workspace/notebooks/given.ts";
import { readText } from "@/lib/workspace/notebooks/read_text.ts";

const asOf = "2026-03-31";
const { notebook } = readText(`---
params:
  least: { type: number, default: 1, max: 5 }
  region: { type: text }
---
`);

Deno.test("readGiven() takes what is declared and fits, and tells the rest", () => {
  const given = readGiven(notebook, { given: { region: " a ", least: "9", other: "x" }, asOf });
  assertEquals(given.taken, { region: "a" });
  assertEquals(given.refused, { least: "9" });
  assertEquals([...given.problems.keys()], ["least"]);
  assertEquals(given.values.get("least"), { type: "number", value: 1 });
});

Deno.test("readGiven() takes no text that is endless, and does not keep it", () => {
  const most = "x".repeat(10_000);
  assertEquals(readGiven(notebook, { given: { region: most }, asOf }).taken, { region: most });
  const given = readGiven(notebook, { given: { region: `${most}x`, least: "2" }, asOf });
  assertEquals(given.taken, { least: "2" });
  assertEquals(given.refused, { region: `${"x".repeat(100)}…` });
  assertMatch(given.problems.get("region") ?? "", /at most 10000 characters.* 10001$/);
  assertEquals(given.values.get("region"), { type: "text", value: "" });
});

Deno.test("readGiven() gives equal sets one id, in whatever order they come", () => {
  const one = readGiven(notebook, { given: { region: "a", least: "2" }, asOf });
  const other = readGiven(notebook, { given: { least: "2", region: "a", unknown: "3" }, asOf });
  assertIs(one.id, '{"least":"2","region":"a"}');
  assertIs(other.id, one.id);
  assertIs(readGiven(notebook, { given: {}, asOf }).id, "{}");
});

Deno.test("defaultText() writes a default so that it can be read again", async (t) => {
  const { head } = readText(`---
params:
  all: { type: date_range }
  last: { type: date_range, default: { last: 90, unit: day } }
  one: { type: date_range, default: { last: 1, unit: month } }
  fixed: { type: date_range, default: { from: 2026-01-05, to: 2026-03-10 } }
  day: { type: date }
  number: { type: number, default: 2.5 }
  flag: { type: boolean, default: true }
  choice: { type: choice, options: [a, b], default: b }
---
`).notebook;
  const texts: Readonly<Record<string, string>> = {
    all: "all",
    last: "last 90 days",
    one: "last 1 month",
    fixed: "2026-01-05..2026-03-10",
    day: "as_of",
    number: "2.5",
    flag: "true",
    choice: "b",
  };
  for (const [name, declaration] of head.parameters) {
    await t.step(name, () => {
      const text = defaultText(declaration);
      assertIs(text, texts[name]);
      const parsed = { ...notebook, head };
      const given = readGiven(parsed, { given: { [name]: text }, asOf });
      assertEquals(given.values, readGiven(parsed, { given: {}, asOf }).values);
    });
  }
});
