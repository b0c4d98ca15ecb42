import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { accept, asksFor, markParts, narrow, step } from "@/islands/form/expression_list.ts";
import type { FieldMark } from "@/lib/steps/form/form.ts";
import type { Completion } from "@/lib/workspace/editor/contract.ts";

function option(insert: string, from: number): Completion {
  return { label: insert, insert, from, type: "column", detail: null, documentation: null };
}

function mark(from: number, to: number): FieldMark {
  const place = { file: "", cell: "daily", key: "where" };
  const problem = { severity: "error", code: "BAD_NOTEBOOK", message: "", remedy: null, place };
  return { path: ["where"], from, to, problem } as FieldMark; // All that a mark has.
}

Deno.test("asksFor() asks after a word, a dot behind one, and a parameter", () => {
  const cases: readonly (readonly [string, boolean])[] = [
    ["re", true],
    ["sum(re", true],
    ["tidy.", true],
    ["${", true],
    ["sum(revenue)", false],
    ["1", false],
    ["a > ", false],
    ["", false],
  ];
  for (const [before, expected] of cases) assertEquals(asksFor(before), expected, before);
});

Deno.test("accept() replaces the word before the cursor and puts the cursor behind it", () => {
  assertEquals(accept("sum(re) / 2", option("revenue", 4), 6), {
    text: "sum(revenue) / 2",
    caret: 11,
  });
  // A function that has its bracket gets no second one.
  assertEquals(accept("su(a)", option("sum(", 0), 2), { text: "sum(a)", caret: 4 });
});

Deno.test("narrow() keeps what still begins as it was typed on, at the newer place", () => {
  const options = [option("region", 4), option("revenue", 4), option("Revisions", 4)];
  const offered = { options, active: 1, offset: 6 };
  assertEquals(narrow(offered, "sum(rev", 7), {
    options: [options[1], options[2]],
    active: 0,
    offset: 7,
  });
  assertEquals(narrow(offered, "sum(rex", 7), null);
  // The word is gone again: all of them would begin with nothing.
  assertEquals(narrow(offered, "sum(", 4), null);
});

Deno.test("step() goes round", () => {
  const offered = { options: [option("a", 0), option("b", 0)], active: 0, offset: 0 };
  assertEquals(step(offered, -1).active, 1);
  assertEquals(step({ ...offered, active: 1 }, 1).active, 0);
});

Deno.test("markParts() cuts a text at its marks, each letter once", () => {
  const parts = markParts("a + bb + c", [mark(4, 6), mark(5, 8), mark(9, 12)]);
  assertEquals(
    parts.map(({ text, problem }) => problem === null ? text : `[${text}]`),
    ["a + ", "[bb]", " + ", "[c]"],
  );
});
