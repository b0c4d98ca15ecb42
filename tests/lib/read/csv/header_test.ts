import { strictEqual as assertIs } from "node:assert/strict";
import { headerScore } from "@/lib/read/csv/header.ts";

/** What speaks for the first of the lines as a header. */
function evidence(lines: readonly string[], first = 1): string {
  const [row, ...below] = lines.map((line, at) => ({
    line: first + at,
    place: at,
    cells: line.split(","),
    blankBefore: false,
    quoted: false,
  }));
  return headerScore(row, below).evidence;
}

Deno.test("headerScore() says in plain words what the line holds, and those below", async (t) => {
  const cases: readonly [lines: readonly string[], words: string][] = [
    [
      ["Day,Shop,Net", "2026-01-05,North side,1.5", "2026-01-06,South side,2"],
      "the first line holds words, the lines below dates and numbers",
    ],
    [["1,2", "3,4"], "the first line holds numbers, as do the lines below"],
    [["Name,Town", "Ann,Rome", "Ben,Oslo"], "the first line holds words, as do the lines below"],
    // Years in a row are names of columns.
    [
      ["Shop,2024,2025", "North side,1,2", "South side,3,4"],
      "the first line holds words and years, the lines below numbers",
    ],
    [["Name", "Ann"], "the first line holds words, as do the lines below"],
  ];
  for (const [lines, words] of cases) {
    await t.step(words, () => assertIs(evidence(lines), words));
  }
});

Deno.test("headerScore() names a line that is not the first", () => {
  assertIs(evidence(["Net", "1", "2"], 4), "line 4 holds words, the lines below numbers");
});
