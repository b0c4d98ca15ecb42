import { deepStrictEqual as assertEquals, throws } from "node:assert/strict";
import type { ParameterValue } from "@/lib/sql/parameters.ts";
import { AppError } from "@/lib/errors.ts";
import { parseNotebook } from "@/lib/notebook/file/parse.ts";
import { resolveParameters } from "@/lib/notebook/resolve_parameters.ts";

const HEAD = `---
params:
  period: { type: date_range, default: { last: 90, unit: day } }
  fixed: { type: date_range, default: { from: 2026-01-05, to: 2026-03-10 } }
  ever: { type: date_range }
  day: { type: date }
  horizon: { type: number, default: 28, min: 1, max: 365 }
  region: { type: choice, column: tidy.region }
  model: { type: choice, options: [auto, ets, 3], default: auto }
  label: { type: text, default: "x" }
  strict: { type: boolean }
  source: { type: source }
---
`;

function resolve(given: Readonly<Record<string, string>>, asOf = "2026-03-31") {
  const { notebook, problems } = parseNotebook(HEAD, { fileName: "test.md", kinds: [] });
  assertEquals(problems, []);
  return resolveParameters(notebook, { given, asOf });
}

Deno.test("resolveParameters() takes the defaults, ranges ending on the run's day", () => {
  // 90 days that end on 31 March 2026: 31 of March, 28 of February, 31 of January.
  assertEquals(Object.fromEntries(resolve({})), {
    period: { type: "date_range", from: "2026-01-01", to: "2026-03-31" },
    fixed: { type: "date_range", from: "2026-01-05", to: "2026-03-10" },
    ever: { type: "choice", value: "all" },
    day: { type: "date", value: "2026-03-31" },
    horizon: { type: "number", value: 28 },
    region: { type: "choice", value: "all" },
    model: { type: "choice", value: "auto" },
    label: { type: "text", value: "x" },
    strict: { type: "boolean", value: false },
    source: { type: "choice", value: "all" },
  });
});

Deno.test("resolveParameters() reads texts by the parameter's type", async (t) => {
  const cases: readonly (readonly [string, string, ParameterValue])[] = [
    ["period", "2026-01-01..2026-02-28", {
      type: "date_range",
      from: "2026-01-01",
      to: "2026-02-28",
    }],
    ["period", "last 7 days", { type: "date_range", from: "2026-03-25", to: "2026-03-31" }],
    ["period", "last 1 day", { type: "date_range", from: "2026-03-31", to: "2026-03-31" }],
    ["period", "last 2 weeks", { type: "date_range", from: "2026-03-18", to: "2026-03-31" }],
    // A month before 31 March is 28 February, so the month begins on 1 March.
    ["period", "last 1 month", { type: "date_range", from: "2026-03-01", to: "2026-03-31" }],
    ["period", "last 1 quarter", { type: "date_range", from: "2026-01-01", to: "2026-03-31" }],
    ["period", "last 1 year", { type: "date_range", from: "2025-04-01", to: "2026-03-31" }],
    ["period", "all", { type: "choice", value: "all" }],
    ["day", "2024-02-29", { type: "date", value: "2024-02-29" }],
    ["horizon", "14", { type: "number", value: 14 }],
    ["horizon", "1e2", { type: "number", value: 100 }],
    ["region", "North", { type: "choice", value: "North" }],
    ["model", "3", { type: "choice", value: "3" }],
    ["label", "a = 'b'", { type: "text", value: "a = 'b'" }],
    ["strict", "true", { type: "boolean", value: true }],
  ];
  for (const [name, text, expected] of cases) {
    await t.step(
      `${name}=${text}`,
      () => assertEquals(resolve({ [name]: text }).get(name), expected),
    );
  }
});

Deno.test("resolveParameters() refuses each text that does not fit", async (t) => {
  const cases: readonly (readonly [string, string, string])[] = [
    [
      "perid",
      "x",
      'the notebook declares none of this name: current value is "x" > Did you mean "period"?',
    ],
    ["period", "2026-02-30..2026-03-01", "two days that exist"],
    ["period", "2026-03-02..2026-03-01", "first day must not come after"],
    ["period", "last 0 days", "count 1 to 10000"],
    ["period", "last 3 fortnights", "count 1 to 10000"],
    ["day", "2025-02-29", "a day that exists"],
    ["horizon", "many", "it must be a number"],
    ["horizon", "0", "at least 1"],
    ["horizon", "366", "at most 365"],
    ["horizon", "Infinity", "it must be a number"],
    ["model", "atuo", 'one of "auto", "ets", "3": current value is "atuo" > Did you mean "auto"?'],
    ["model", "all", "one of"],
    ["region", "", "not be empty"],
    ["strict", "yes", "true or false"],
  ];
  for (const [name, text, expected] of cases) {
    await t.step(`${name}=${text}`, () => {
      throws(() => resolve({ [name]: text }), (error) => {
        if (!(error instanceof AppError)) return false;
        const [{ message, remedy }] = error.problems;
        return error.code === "BAD_PARAMETER" && `${message} > ${remedy}`.includes(expected);
      });
    });
  }
});
