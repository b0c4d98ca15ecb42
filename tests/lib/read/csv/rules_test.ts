import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { isRule } from "@/lib/read/csv/rules.ts";

Deno.test("isRule() knows drawn lines from values", async (t) => {
  const cases: [string, boolean][] = [
    ["--------", true],
    ["+----+-------+", true],
    ["|---:|:-----|", true],
    ["----+----", true],
    ["-----------,---------", true],
    ["======== ====", true],
    ["__________", true],
    ["-,-,-", false],
    ["--;--", false],
    ["-5", false],
    ["---,5", false],
    ["", false],
  ];
  for (const [line, expected] of cases) {
    await t.step(`"${line}"`, () => {
      const bytes = new TextEncoder().encode(line);
      assertEquals(isRule(bytes, 0, bytes.length), expected);
    });
  }
});
