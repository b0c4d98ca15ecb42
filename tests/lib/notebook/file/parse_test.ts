import { deepStrictEqual as assertEquals, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import { parseNotebook } from "@/lib/notebook/file/parse.ts";
import { cellsOf } from "@/lib/notebook/model.ts";
import { countThreadTime } from "@/tests/helpers/timing.ts";

const KINDS = ["load", "clean", "check", "sql", "kpi", "chart", "detect", "forecast"];

function parse(text: string) {
  return parseNotebook(text, { fileName: "test.md", kinds: KINDS });
}

/** The problems as `line:column message > remedy`. */
function told(text: string): readonly string[] {
  return parse(text).problems.map(({ place, message, remedy }) =>
    `${place.line}:${place.column} ${message}${remedy === null ? "" : ` > ${remedy}`}`
  );
}

const SALES = `---
title: Sales
params:
  period: { type: date_range, default: { last: 90, unit: day } }
time_zone: Europe/Berlin
week_start: sunday
---

Prose.

\`\`\`load orders
file: samples/orders.csv
\`\`\`

\`\`\`json
{ "a": 1 }
\`\`\`

\`\`\`kpi
from: orders
disabled: true
time: date
\`\`\`
`;

Deno.test("parseNotebook() reads the head and the cells", () => {
  const { notebook, problems } = parse(SALES);
  assertEquals(problems, []);
  const { title, timeZone, weekStarts, parameters } = notebook.head;
  assertEquals([title, timeZone, weekStarts], ["Sales", "Europe/Berlin", "sunday"]);
  assertEquals([...parameters], [
    ["period", { type: "date_range", default: { last: 90, unit: "day" } }],
  ]);
  assertEquals(
    cellsOf(notebook).map((
      { kind, name, named, from, disabled },
    ) => [kind, name, named, from, disabled]),
    [["load", "orders", true, null, false], ["kpi", "kpi", false, ["orders"], true]],
  );
  assertEquals(notebook.blocks.map((block) => block.type), ["prose", "cell", "prose", "cell"]);
});

Deno.test("parseNotebook() finds the same in a file of CR LF, CR or a byte-order mark", async (t) => {
  const expected = parse(SALES);
  const variants = {
    "CR LF": SALES.replaceAll("\n", "\r\n"),
    "CR": SALES.replaceAll("\n", "\r"),
    "byte-order mark": `\uFEFF${SALES}`,
  };
  for (const [name, text] of Object.entries(variants)) {
    await t.step(name, () => {
      const { notebook, problems } = parse(text);
      assertEquals(problems, []);
      assertEquals(notebook.head.title, "Sales");
      assertEquals(
        cellsOf(notebook).map((cell) => cell.body.values),
        cellsOf(expected.notebook).map((cell) => cell.body.values),
      );
    });
  }
});

Deno.test("parseNotebook() tells what is wrong with the form, and where", async (t) => {
  const cases: readonly (readonly [string, string, RegExp])[] = [
    [
      "a mistyped kind",
      "\n```forcast next\n```",
      /^2:1 .*"forcast".* > Did you mean "forecast"\?$/,
    ],
    ["a kind in capitals", "```Load a\n```", /^1:1 .*"Load".* > Did you mean "load"\?$/],
    ["words after the name", "```load a b\n```", /^1:1 .*a kind and a name.*"load a b"/],
    ["a name that is none", "```load My-Orders\n```", /^1:1 Cannot name a cell.*"My-Orders"/],
    ["a reserved name", "```load null\n```", /^1:1 Cannot name a cell.*"null"/],
    ["a name used twice", "```load a\n```\n```sql a\n```", /^3:1 .*unique.*"a" > .*line 1$/],
    ["an unclosed fence", "```load a\nfile: x", /^1:1 .*fence must be closed/],
    [
      "wrong YAML in an indented cell",
      "  ```load a\n  b: [1\n  ```",
      /^2:8 .*YAML.*"b: \[1" > Close it/,
    ],
    ["a wrong from", "```load a\nfrom: 5\n```", /^2:7 Cannot use "from".*5$/],
    ["a wrong disabled", "```load a\ndisabled: yes\n```", /^2:11 .*true or false.*"yes"$/],
    ["a NUL", "text\0", /^1:5 .*NUL/],
    ["front matter without end", "---\ntitle: x\n", /^1:1 .*front matter.*> Add a line/],
    [
      "an unknown key of the head",
      "---\ntitel: x\n---\n",
      /^2:1 .*"titel" as the front matter.* > Did you mean "title"\?$/,
    ],
    ["a wrong time zone", "---\ntime_zone: Berlin\n---", /^2:12 .*IANA.*"Berlin"$/],
    [
      "a parameter of unknown type",
      "---\nparams:\n  a: { type: dat }\n---",
      /^3:14 .*"params.a.type"/,
    ],
    ["a parameter's wrong name", "---\nparams:\n  A: { type: text }\n---", /^3:3 .*"A"$/],
    [
      "a default out of range",
      "---\nparams:\n  n: { type: number, max: 1, default: 2 }\n---",
      /^3:39 .*between/,
    ],
    [
      "a key of the head that stands twice",
      "---\r\ntitle: a\r\ntitle: b\r\n---",
      /^3:1 .*once.*"title"$/,
    ],
  ];
  for (const [name, text, expected] of cases) {
    await t.step(name, () => {
      const [first = "nothing"] = told(text);
      ok(expected.test(first), first);
    });
  }
});

Deno.test("parseNotebook() begins a cell after a byte-order mark", () => {
  const [cell] = cellsOf(parse("\uFEFF```load a\n```\n").notebook);
  assertEquals([cell.name, cell.start], ["a", 1]);
});

Deno.test("parseNotebook() takes listings in other languages for prose", () => {
  const listings = ["json", "sh", "text", "lean", "psql", "csv", "python title", ""];
  const text = listings.map((info) => `\`\`\`${info}\nx\n\`\`\`\n`).join("\n");
  assertEquals(told(text), []);
  assertEquals(cellsOf(parse(text).notebook), []);
});

Deno.test("parseNotebook() makes up names that are free", () => {
  const text = "```load\n```\n```load load_2\n```\n```load\n```\n```load load\n```\n";
  assertEquals(cellsOf(parse(text).notebook).map((cell) => cell.name), [
    "load_3",
    "load_2",
    "load_4",
    "load",
  ]);
});

Deno.test("parseNotebook() cuts every text into a head and blocks without a gap", () => {
  const piece = fc.oneof(
    fc.string({ unit: "binary", maxLength: 20 }),
    fc.constantFrom(
      "---",
      "\n",
      "\r\n",
      "\r",
      "\t",
      "```",
      "```load a",
      "~~~",
      "a: 1",
      "\uFEFF",
      "> ",
      "<!--",
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
      const text = pieces.join("");
      const { notebook } = parse(text);
      const { head, blocks } = notebook;
      const rebuilt = text.slice(0, head.end) +
        blocks.map(({ start, end }) => text.slice(start, end)).join("");
      assertEquals(rebuilt, text);
    }),
    { numRuns: 500 },
  );
});

Deno.test("parseNotebook() reads a notebook of a megabyte, and refuses one of five", () => {
  const cell = "```load a\ninline: |\n" + "  2026-01-05,North,12.50\n".repeat(40) +
    "```\n\nText\n\n";
  const text = cell.repeat(1_000_000 / cell.length);
  const milliseconds = countThreadTime();
  ok(cellsOf(parse(text).notebook).length > 900);
  ok(cellsOf(parse("```load a\n```\n".repeat(70_000)).notebook).length === 70_000);
  ok(milliseconds() < 5000);
  throws(() => parse("x".repeat(5_000_000)), { code: "BAD_NOTEBOOK" });
});
