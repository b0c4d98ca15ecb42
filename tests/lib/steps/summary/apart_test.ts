import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { type Difference, wordsApart } from "@/lib/steps/summary/apart.ts";

interface Told {
  readonly cell: string;
  readonly of: string;
  readonly ahead: number | null;
  readonly by: string;
}

const DIFFERENCES: readonly Difference<Told>[] = [
  { value: ({ ahead }) => ahead, words: ({ ahead }) => `${ahead} ahead` },
  { value: ({ by }) => by, words: ({ by }) => `by ${by}` },
];

function words(...cells: readonly (readonly [string, string, number | null, string])[]) {
  const told = cells.map(([cell, of, ahead, by]): Told => ({ cell, of, ahead, by }));
  return [...wordsApart(told, ({ of }) => of, DIFFERENCES)];
}

Deno.test("wordsApart() has none for what is alone of its kind", () => {
  assertEquals(words(["a", "sold", 1, "x"], ["b", "paid", 1, "x"]), []);
});

Deno.test("wordsApart() tells the first thing in which all differ, else the name", () => {
  assertEquals(words(["a", "sold", 1, "x"], ["b", "sold", 2, "x"]), [
    ["a", "1 ahead"],
    ["b", "2 ahead"],
  ]);
  assertEquals(words(["a", "sold", 1, "x"], ["b", "sold", 1, "y"]), [["a", "by x"], ["b", "by y"]]);
  assertEquals(words(["a", "sold", null, "x"], ["b", "sold", 2, "x"]), [["a", "a"], ["b", "b"]]);
  // Of three two are alike in each.
  assertEquals(
    words(["a", "sold", 1, "x"], ["b", "sold", 1, "y"], ["c", "sold", 2, "y"]).map(([, told]) =>
      told
    ),
    ["a", "b", "c"],
  );
});
