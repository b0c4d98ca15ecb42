import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { tsvOf } from "@/islands/table/tsv.ts";

const ROWS = [["a", 1, null], ["=b\tc", -2.5, true], ['say "x"', "-1", "-x"]];

Deno.test("tsvOf() writes the cells of a range", () => {
  assertEquals(tsvOf(ROWS, { top: 0, bottom: 0, left: 0, right: 2 }), "a\t1\t");
  assertEquals(
    tsvOf(ROWS, { top: 0, bottom: 1, left: 1, right: 1 }, ["x", "n", "z"]),
    "n\n1\n-2.5",
  );
});

Deno.test("tsvOf() pastes no formula and no cell into the next", () => {
  assertEquals(
    tsvOf(ROWS, { top: 1, bottom: 2, left: 0, right: 2 }),
    '"\'=b\tc"\t-2.5\ttrue\n"say ""x"""\t-1\t\'-x',
  );
});

Deno.test("tsvOf() pastes no formula where a spreadsheet splits at another sign", () => {
  const only = { top: 0, bottom: 0, left: 0, right: 0 };
  assertEquals(tsvOf([["x;=1,+a"]], only), "x;'=1,'+a");
});
