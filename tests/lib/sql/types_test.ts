import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { commonType, type SqlType } from "@/lib/sql/types.ts";

Deno.test("commonType() finds what all can be read as", async (t) => {
  const cases: [SqlType[], SqlType | null][] = [
    [["integer", "decimal"], "decimal"],
    [["decimal", "float", "integer"], "float"],
    [["date", "timestamp"], "timestamp"],
    [["unknown", "date"], "date"],
    [["unknown", "unknown"], "unknown"],
    [["text", "integer"], null],
    [["boolean", "integer"], null],
    [["time", "timestamp"], null],
    [[], "unknown"],
  ];
  for (const [types, expected] of cases) {
    await t.step(types.join(", ") || "nothing", () => assertEquals(commonType(types), expected));
  }
});
