import { deepStrictEqual as assertEquals, equal } from "node:assert/strict";
import {
  daysOf,
  defaultText,
  parameterTitle,
  queryWith,
  rangeTitle,
} from "@/islands/parameters/texts.ts";
import { parseDay } from "@/lib/day.ts";
import type { ParameterDeclaration } from "@/lib/notebook/parameters.ts";

const PERIOD: ParameterDeclaration = { type: "date_range", default: { last: 90, unit: "day" } };

Deno.test("defaultText() writes a default as an address would", async (t) => {
  const cases: [ParameterDeclaration, string][] = [
    [PERIOD, "last 90 days"],
    [{ type: "date_range", default: { last: 1, unit: "month" } }, "last 1 month"],
    [
      { type: "date_range", default: { from: parseDay("2026-01-01"), to: parseDay("2026-01-31") } },
      "2026-01-01..2026-01-31",
    ],
    [{ type: "date_range", default: "all" }, "all"],
    [{ type: "number", default: 2.5 }, "2.5"],
    [{ type: "boolean", default: false }, "false"],
  ];
  for (const [declaration, text] of cases) {
    await t.step(text, () => equal(defaultText(declaration), text));
  }
});

Deno.test("daysOf() reads two days, and nothing else", () => {
  assertEquals(daysOf("2026-01-01..2026-01-31"), ["2026-01-01", "2026-01-31"]);
  assertEquals(["all", "last 7 days", "2026-01-01.."].map(daysOf), [null, null, null]);
});

Deno.test("rangeTitle() and parameterTitle() are what people call them", () => {
  assertEquals(["all", "last 7 days", "2026-01-01..2026-01-31"].map(rangeTitle), [
    "All days",
    "Last 7 days",
    "From … to …",
  ]);
  equal(parameterTitle({ name: "time_frame", declaration: PERIOD }), "Time frame");
  equal(parameterTitle({ name: "p", declaration: { ...PERIOD, title: "Period" } }), "Period");
});

Deno.test("queryWith() leaves out what is the default, and keeps the rest", () => {
  const query = new URLSearchParams("region=North&period-from=2026-01-01");
  const period = { name: "period", declaration: PERIOD };
  equal(queryWith(query, period, "last 7 days"), "region=North&period=last+7+days");
  equal(queryWith(query, period, "last 90 days"), "region=North");
});
