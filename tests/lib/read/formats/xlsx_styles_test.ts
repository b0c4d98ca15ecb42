import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { styleOfCode } from "@/lib/read/formats/xlsx_styles.ts";

Deno.test("styleOfCode() tells dates, times and percentages from numbers", async (t) => {
  const cases: [string, string][] = [
    ["General", "number"],
    ["0.00", "number"],
    ["#,##0.00 [$€-407]", "number"],
    ['0 "days"', "number"],
    ["[Red]0;[Blue]-0", "number"],
    ["0.00E+00", "number"],
    ["_-* #,##0.00 _€_-", "number"],
    ["0%", "percent"],
    ["yyyy-mm-dd", "date"],
    ["dd\\.mm\\.yyyy;@", "date"],
    ["[$-409]mmmm yy", "date"],
    ["mmm", "date"],
    ["m/d/yy h:mm AM/PM", "timestamp"],
    ["h:mm", "time"],
    ["mm:ss.0", "time"],
    ["[h]:mm:ss", "elapsed"],
    ["[mm]:ss", "elapsed"],
  ];
  for (const [code, expected] of cases) {
    await t.step(code, () => assertEquals(styleOfCode(code), expected));
  }
});
