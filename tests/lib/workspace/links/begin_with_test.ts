import { deepStrictEqual, equal } from "node:assert/strict";
import { parseDay } from "@/lib/day.ts";
import type { ParameterDeclaration } from "@/lib/notebook/parameters.ts";
import { beginWith } from "@/lib/workspace/links/begin_with.ts";

function parameterOf(declaration: ParameterDeclaration) {
  return { name: "one", declaration, value: "", given: false, choices: [], problem: null };
}

Deno.test("beginWith() takes for a default what the link begins with", async (t) => {
  const days = { from: parseDay("2026-01-01"), to: parseDay("2026-01-31") };
  const cases: [ParameterDeclaration, string, unknown][] = [
    [{ type: "number", default: 28 }, "7", 7],
    [{ type: "boolean", default: false }, "true", true],
    [{ type: "text", default: "" }, "a", "a"],
    [{ type: "choice", options: ["a", "b"], default: "a" }, "b", "b"],
    [{ type: "metric", default: "all" }, "revenue", "revenue"],
    [{ type: "date", default: "as_of" }, "2026-01-31", "2026-01-31"],
    [{ type: "date_range", default: "all" }, "last 90 days", { last: 90, unit: "day" }],
    [{ type: "date_range", default: { last: 7, unit: "day" } }, "all", "all"],
    [{ type: "date_range", default: "all" }, "2026-01-01..2026-01-31", days],
    [{ type: "date_range", default: days }, "soon", days],
  ];
  for (const [declaration, text, expected] of cases) {
    await t.step(`${declaration.type} ${text}`, () => {
      const begun = beginWith(parameterOf(declaration), { one: text });
      deepStrictEqual(begun.declaration.default, expected);
    });
  }
});

Deno.test("beginWith() leaves what the link does not name", () => {
  const parameter = parameterOf({ type: "number", default: 28 });
  equal(beginWith(parameter, { other: "7" }), parameter);
});
