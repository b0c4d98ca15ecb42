import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { column, type ColumnSchema } from "@/lib/frame/schema.ts";
import { profileColumns } from "@/lib/workspace/files/profile.ts";
import { rangesOf } from "@/lib/workspace/files/ranges.ts";
import { FACTS } from "@/tests/fixtures/sample_facts.ts";

const COLUMNS: readonly ColumnSchema[] = [
  column("day", "date"),
  column("net", "decimal"),
  column("shop", "text"),
];
const PROFILES = profileColumns(COLUMNS, [["2026-01-05", 3, "a"], ["2026-01-06", -1.5, "b"]]);
const DATES = { day: ["2025-12-31", "2026-02-01"] } as const;

Deno.test("rangesOf() tells days over all rows, numbers over those that were looked at", () => {
  // Of 3 rows, 2 are in the sample.
  assertEquals(rangesOf({ facts: { ...FACTS, dates: DATES }, profiles: PROFILES }), {
    day: { least: "2025-12-31", greatest: "2026-02-01", ofFirst: null },
    net: { least: -1.5, greatest: 3, ofFirst: 2 },
  });
});

Deno.test("rangesOf() knows when the rows that were looked at are all, and of no values", () => {
  const facts = { ...FACTS, rejected_rows: 1, dates: { day: null } };
  assertEquals(rangesOf({ facts, profiles: PROFILES }), {
    net: { least: -1.5, greatest: 3, ofFirst: null },
  });
});
