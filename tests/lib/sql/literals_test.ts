import { strictEqual as assertEquals } from "node:assert/strict";
import { EXAMPLES, fitsType } from "@/lib/sql/literals.ts";
import type { SqlType } from "@/lib/sql/types.ts";

Deno.test("fitsType() takes what means the same in every session, and nothing else", async (t) => {
  const cases: [SqlType, string, boolean][] = [
    ["date", "2024-02-29", true],
    ["date", "2026-02-29", false],
    ["date", "0000-01-01", false],
    ["date", "01/02/2026", false],
    ["date", "today", false],
    ["date", "infinity", false],
    ["timestamp", "2026-01-31T10:20:30.5Z", true],
    ["timestamp", "2026-01-31 10:20+02:00", true],
    ["timestamp", "2026-01-31 24:00", false],
    ["timestamp", "2026-01-31 10:20 Europe/Berlin", false],
    ["timestamp", "now", false],
    ["time", "23:59:59.999999", true],
    ["time", "24:00", false],
    ["time", "allballs", false],
    ["integer", " 9223372036854775807 ", true],
    ["integer", "9223372036854775808", false],
    ["integer", "-9223372036854775808", true],
    ["integer", "1.5", false],
    ["integer", "0x10", false],
    ["decimal", "-.5e-10", true],
    ["decimal", "1e999999", false],
    ["decimal", "NaN", false],
    ["float", "infinity", false],
    ["boolean", "yes", true],
    ["boolean", "maybe", false],
    ["interval", "1 year 2 months", true],
    ["interval", "-10:30", true],
    ["interval", "fortnight", false],
  ];
  for (const [type, text, expected] of cases) {
    await t.step(`${type} ${text}`, () => assertEquals(fitsType(text, type), expected));
  }
});

Deno.test("EXAMPLES are what they say", () => {
  for (const [type, text] of Object.entries(EXAMPLES)) {
    assertEquals(fitsType(text, type as SqlType), true, type);
  }
});
