import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { cut, findingLines } from "@/lib/cli/findings.ts";
import type { CellRun, Run } from "@/lib/notebook/run/result.ts";
import { parseKey } from "@/lib/notebook/run/keys.ts";

/** A run of one summary of these words. */
function summaryOf(text: string): Run {
  return runOf("summary", [{ type: "text", paragraphs: [[{ kind: "plain", text }]] }], {});
}

/** A run of one cell that shows this. */
function runOf(kind: string, blocks: CellRun["blocks"], figures: CellRun["figures"]): Run {
  const key = parseKey("0".repeat(64));
  const schema = { stage: "text", columns: [], grain: null } as const;
  const result = {
    ...{ key, kind, kindVersion: 1, relation: null, schema, rows: 0, rejected: 0 },
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
      kind,
      key,
      outcome: { state: "done", source: "computed", result },
      figures,
      blocks,
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

Deno.test("findingLines() tells what is odd, and why", () => {
  const settings: CellRun["blocks"][number] = {
    type: "details",
    summary: "About 1 alert a month",
    badge: null,
    blocks: [{
      type: "table",
      title: null,
      columns: [{ name: "threshold", type: "float", unit: null }],
      rows: [[3]],
      total: 1,
    }],
  };
  const text = (name: string) => ({ name, type: "text" as const, unit: null });
  const odd: CellRun["blocks"][number] = {
    ...settings,
    blocks: [{
      type: "table",
      title: null,
      columns: [text("period"), { name: "visits", type: "float", unit: null }, text("reason")],
      rows: [["5 Apr 2026", null, "day is missing"], ["8 Oct 2025", 9455, "2.6 times more"]],
      total: 2,
    }],
  };
  const figures = (flagged: number) => ({
    periods: { title: "Periods", value: 730, unit: null },
    flagged: { title: "Odd periods", value: flagged, unit: null },
    alerts: { title: "Alerts a month", value: 1, unit: null },
  });
  assertEquals(findingLines(runOf("detect", [odd, settings], figures(2)), 80), [
    "",
    "Odd in brief: 2 of 730 periods",
    "  5 Apr 2026  visits –      day is missing",
    "  8 Oct 2025  visits 9.46k  2.6 times more",
  ]);
  // What other settings would have raised is nothing that was found.
  assertEquals(findingLines(runOf("detect", [settings], figures(0)), 80), [
    "",
    "Odd in brief: 0 of 730 periods",
  ]);
});

Deno.test("findingLines() never says that nothing is odd where nothing was judged", () => {
  const figures = {
    periods: { title: "Periods", value: 12, unit: null },
    flagged: { title: "Odd periods", value: 0, unit: null },
  };
  assertEquals(findingLines(runOf("detect", [], figures), 80), [
    "",
    "Odd in brief: too few periods to judge any: 12",
  ]);
});

Deno.test("findingLines() names each series of a forecast", () => {
  const drawn = (name: string): CellRun["blocks"][number] => ({
    type: "line",
    title: `${name}: forecast`,
    answer: null,
    axis: { title: "Visits", unit: null },
    grain: "day",
    periods: ["2026-01-30", "2026-01-31"],
    series: [{ name: null, style: "plain", values: [1, 2] }],
    ...{ expected: null, band: null, flags: [], events: [], target: null, incomplete: false },
    forecast: { periods: ["2026-02-01"], values: [3], intervals: [] },
  });
  const blocks = [drawn("Visits, North"), drawn("Visits, South")];
  assertEquals(findingLines(runOf("forecast", blocks, {}), 80), [
    "",
    "Forecast of brief: –",
    "  Visits, North",
    "  ▁█ ▅  3 on 1 Feb 2026",
    "  Visits, South",
    "  ▁█ ▅  3 on 1 Feb 2026",
  ]);
  // One needs no name besides that of its cell.
  assertEquals(findingLines(runOf("forecast", [drawn("Visits")], {}), 80).length, 3);
});

Deno.test("findingLines() tells what an explain cell found", () => {
  const run = summaryOf("");
  const figures = { answer: { title: "What moved it", value: "Revenue fell by 8", unit: null } };
  const cells = run.cells.map((cell) => ({ ...cell, name: "why", kind: "explain", figures }));
  assertEquals(findingLines({ ...run, cells }, 60), [
    "",
    "Explained in why",
    "  Revenue fell by 8",
  ]);
});

Deno.test("cut() shortens by letters, and tells that it did", () => {
  assertEquals(cut("▁▂▃▄", 4), "▁▂▃▄");
  assertEquals(cut("▁▂▃▄", 3), "▁▂…");
  assertEquals(cut("a line", Infinity), "a line");
});

Deno.test("findingLines() lets no name of the data widen a table or steer the terminal", () => {
  const text = (name: string) => ({ name, type: "text" as const, unit: null });
  const odd: CellRun["blocks"][number] = {
    type: "table",
    title: null,
    columns: [text("period"), text("region"), text("reason")],
    rows: [["2 Mar 2026", `${"x".repeat(3000)}end`, "a"], ["1 Mar 2026", "\x1b[2J\rNorth", "b"]],
    total: 2,
  };
  const figures = {
    flagged: { title: "Odd periods", value: 2, unit: null },
    periods: { title: "Periods", value: 60, unit: null },
  };
  const lines = findingLines(runOf("detect", [odd], figures), Infinity);
  // 72 letters of the name: 48 of the beginning, an ellipsis, 23 of the end, "region " among them.
  assertEquals(lines[2], `  2 Mar 2026  region ${"x".repeat(41)}…${"x".repeat(20)}end  a`);
  assertEquals(lines[3].trimEnd().startsWith("  1 Mar 2026  region ␛[2J␍North "), true);
});
