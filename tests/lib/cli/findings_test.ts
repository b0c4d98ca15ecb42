import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { cut, findingLines } from "@/lib/cli/findings.ts";
import type { Run } from "@/lib/notebook/run/result.ts";
import { parseKey } from "@/lib/notebook/run/keys.ts";

/** A run of one summary of these words. */
function summaryOf(text: string): Run {
  const key = parseKey("0".repeat(64));
  const schema = { stage: "text", columns: [], grain: null } as const;
  const result = {
    ...{ key, kind: "summary", kindVersion: 1, relation: null, schema, rows: 0, rejected: 0 },
    ...{ facts: null, problems: [], milliseconds: 1, computedAt: "2026-01-31T00:00:00Z" },
  };
  return {
    id: "",
    startedAt: "2026-01-31T00:00:00Z",
    milliseconds: 1,
    asOf: "2026-01-31",
    cancelled: false,
    cells: [{
      name: "brief",
      kind: "summary",
      key,
      outcome: { state: "done", source: "computed", result },
      figures: {},
      blocks: [{ type: "text", paragraphs: [[{ kind: "plain", text }]] }],
      milliseconds: 1,
    }],
  };
}

Deno.test("findingLines() breaks prose between words, to the width of the terminal", () => {
  assertEquals(findingLines(summaryOf("Revenue rose by 8% on the week"), 18), [
    "",
    "  Revenue rose by",
    "  8% on the week",
  ]);
});

Deno.test("cut() shortens by letters, and tells that it did", () => {
  assertEquals(cut("▁▂▃▄", 4), "▁▂▃▄");
  assertEquals(cut("▁▂▃▄", 3), "▁▂…");
  assertEquals(cut("a line", Infinity), "a line");
});
