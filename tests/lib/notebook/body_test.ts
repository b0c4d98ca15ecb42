import { deepStrictEqual as assertEquals, ok } from "node:assert/strict";
import fc from "fast-check";
import { z } from "zod";
import type { ParameterValue } from "@/lib/sql/parameters.ts";
import { readBody } from "@/lib/notebook/body.ts";
import { parseNotebook } from "@/lib/notebook/file/parse.ts";
import { cellsOf } from "@/lib/notebook/model.ts";

const SCHEMA = z.strictObject({
  measure: z.string().meta({ suggest: "measure" }),
  method: z.enum(["rolling_z", "seasonal"]).default("seasonal"),
  window: z.int().min(3).max(365).default(28),
  filter: z.string().optional(),
  weights: z.union([z.number(), z.array(z.number().meta({ example: "0.5" }))]).optional()
    .meta({ example: "[0.5, 2]" }),
  between: z.union([z.strictObject({ from: z.iso.date(), to: z.iso.date() }), z.literal("all")])
    .optional(),
  steps: z.array(z.union([
    z.strictObject({ rename: z.record(z.string(), z.string()) }),
    z.strictObject({ filter: z.string() }),
    z.strictObject({
      deduplicate: z.strictObject({
        by: z.array(z.string()).min(1),
        keep: z.enum(["first", "last"]).default("first"),
      }),
    }),
  ])).optional(),
  measures: z.record(
    z.string().regex(/^[a-z]+$/, "it must be small letters"),
    z.union([z.string(), z.strictObject({ value: z.string(), unit: z.string().optional() })]),
  ).optional(),
});

const VALUES = new Map<string, ParameterValue>([
  ["days", { type: "number", value: 14 }],
  ["which", { type: "choice", value: "revenue" }],
  ["period", { type: "date_range", from: "2026-01-01", to: "2026-03-31" }],
]);

function read(body: string) {
  const text = `\`\`\`detect odd\n${body}\n\`\`\`\n`;
  const { notebook } = parseNotebook(text, { fileName: "test.md", kinds: ["detect"] });
  return readBody(cellsOf(notebook)[0], SCHEMA, { notebook, values: VALUES });
}

/** The problems as `line:column message > remedy`. */
function told(body: string): readonly string[] {
  const reading = read(body);
  if (reading.ok) return [];
  return reading.problems.map(({ place, message, remedy }) =>
    `${place.line}:${place.column} ${message} > ${remedy}`
  );
}

Deno.test("readBody() gives the parameters with their defaults, without the common keys", () => {
  assertEquals(read("from: [a]\ndisabled: true\nmeasure: revenue"), {
    ok: true,
    parameters: { measure: "revenue", method: "seasonal", window: 28 },
  });
});

Deno.test("readBody() puts parameters where they stand for a whole value, and leaves expressions", () => {
  const body = "measure: ${which}\nwindow: ${days}\nbetween: ${period}\nfilter: ${which}";
  assertEquals(read(body), {
    ok: true,
    parameters: {
      measure: "revenue",
      method: "seasonal",
      window: 14,
      between: { from: "2026-01-01", to: "2026-03-31" },
      filter: "${which}",
    },
  });
});

Deno.test("readBody() tells what is wrong, where, and what to do", async (t) => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ["unknown and missing keys, all at once", "mesure: x\nwindw: 5", [
      '1:1 Cannot use the cell "odd" as it needs the key "measure": current value is none > Add "measure:" with text',
      '2:1 Cannot use the key "mesure" as the kind "detect" has none of this name: current value is "x" > Did you mean "measure"?',
      '3:1 Cannot use the key "windw" as the kind "detect" has none of this name: current value is 5 > Did you mean "window"?',
    ]],
    ["a value out of bounds", "measure: x\nwindow: 2", [
      '3:9 Cannot use "window" as it must be at least 3: current value is 2 > null',
    ]],
    ["a number that is text", "measure: x\nwindow: many", [
      '3:9 Cannot use "window" as it must be a number: current value is "many" > null',
    ]],
    ["a number that is not whole", "measure: x\nwindow: 3.5", [
      '3:9 Cannot use "window" as it must be a whole number: current value is 3.5 > null',
    ]],
    ["an empty value", "measure:", [
      '2:9 Cannot use "measure" as it must be text: current value is empty > Write a value after the colon, or remove the key',
    ]],
    ["a word near a known one", "measure: x\nmethod: sesonal", [
      '3:9 Cannot use "method" as it must be one of "rolling_z", "seasonal": current value is "sesonal" > Did you mean "seasonal"?',
    ]],
    ["a value that has an example", "measure: x\nweights: heavy", [
      '3:10 Cannot use "weights" as it must be a number or a list: current value is "heavy" > Write it like "weights: [0.5, 2]"',
    ]],
    ["an item that has an example", "measure: x\nweights: [1, heavy]", [
      '3:14 Cannot use "weights[2]" as it must be a number: current value is "heavy" > Write it like "0.5"',
    ]],
    ["an unknown operation", "measure: x\nsteps:\n  - renam: { a: b }", [
      '4:5 Cannot use the key "renam" as "steps[1]" has none of this name: current value is {"a":"b"} > Did you mean "rename"?',
    ]],
    ["keys of a known operation", "measure: x\nsteps:\n  - deduplicate: { by: x, kep: last }", [
      '4:24 Cannot use "steps[1].deduplicate.by" as it must be a list: current value is "x" > null',
      '4:27 Cannot use the key "kep" as "steps[1].deduplicate" has none of this name: current value is "last" > Did you mean "keep"?',
    ]],
    ["two operations in one", "measure: x\nsteps:\n  - filter: a\n    rename: { a: b }", [
      '5:5 Cannot use the key "rename" as "steps[1]" has "filter" and takes one operation: current value is {"a":"b"} > Split them into two steps, each with a dash of its own: "- filter:" and "- rename:"',
    ]],
    [
      "three operations in one, two of them wrong",
      "measure: x\nsteps:\n  - filter: 5\n    rename: { a: b }\n    deduplicate: {}",
      [
        '5:5 Cannot use the key "rename" as "steps[1]" has "filter" and takes one operation: current value is {"a":"b"} > Split them into three steps, each with a dash of its own: "- filter:", "- rename:" and "- deduplicate:"',
        '6:5 Cannot use the key "deduplicate" as "steps[1]" has "filter" and takes one operation: current value is {} > Split them into three steps, each with a dash of its own: "- filter:", "- rename:" and "- deduplicate:"',
      ],
    ],
    ["an operation that is no mapping", "measure: x\nsteps: [filter]", [
      '3:9 Cannot use "steps[1]" as it must be a mapping of keys: current value is "filter" > null',
    ]],
    ["a wrong one of two forms", "measure: x\nmeasures:\n  a: { valu: b }\n  c: 5", [
      '4:8 Cannot use the key "valu" as "measures.a" has none of this name: current value is "b" > Did you mean "value"?',
      '5:6 Cannot use "measures.c" as it must be text or a mapping of keys: current value is 5 > null',
    ]],
    ["a name in a mapping of names", "measure: x\nmeasures:\n  Ab: c", [
      '4:3 Cannot use "measures.Ab" as it must be small letters: current value is "Ab" > null',
    ]],
    ["an unknown parameter", "measure: ${wich}", [
      '2:10 Cannot use ${wich} as the notebook declares no parameter of this name: current value is "wich" > Did you mean ${which}?',
    ]],
    ["a mistyped common key", "measure: x\nform: orders", [
      '3:1 Cannot use the key "form" as the kind "detect" has none of this name: current value is "orders" > Did you mean "from"?',
    ]],
    ["an empty body", "", [
      '1:1 Cannot use the cell "odd" as it needs the key "measure": current value is none > Add "measure:" with text',
    ]],
  ];
  for (const [name, body, expected] of cases) {
    await t.step(name, () => assertEquals(told(body), expected));
  }
});

Deno.test("readBody() tells a place within the cell for every problem, whatever is written", () => {
  const line = fc.constantFrom(
    ...[
      "measure: x",
      "measure:",
      "window: [",
      "window: 1",
      "steps:",
      "  - filter: a",
      "  - filter:",
    ],
    ...[
      "  - deduplicate: { by: [a], kep: x }",
      "  -",
      "  - a: b",
      "measures:",
      "  a: { value: 1 }",
      "  A: b",
    ],
    ...[
      "between: { from: 2026-02-30 }",
      "from: [1]",
      "disabled: 1",
      "- a",
      "\ta",
      "? x",
      "a: &b c",
      "",
    ],
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
      const text = `Text\n\n\`\`\`detect odd\n${lines.join("\n")}\n\`\`\`\n`;
      const { notebook, problems } = parseNotebook(text, {
        fileName: "test.md",
        kinds: ["detect"],
      });
      const reading = readBody(cellsOf(notebook)[0], SCHEMA, { notebook, values: VALUES });
      for (const { place, message } of [...problems, ...(reading.ok ? [] : reading.problems)]) {
        const { line = 0, column = 0 } = place;
        ok(line >= 3 && line <= lines.length + 4, `${message} on line ${line}`);
        ok(
          column >= 1 && column <= text.split("\n")[line - 1].length + 1,
          `${message} at ${column}`,
        );
      }
    }),
    { numRuns: 1000 },
  );
});
