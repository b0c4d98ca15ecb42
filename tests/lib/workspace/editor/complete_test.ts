import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { askAt, editingOf } from "@/tests/helpers/editor_services.ts";

const NOTEBOOK = `---
params:
  horizon: { type: number, default: 14 }
---

\`\`\`load orders
inline: |
  Day,region,units,Unit price
  2026-01-01,North,2,1.5
  2026-01-02,South,3,2.5
\`\`\`

\`\`\`clean tidy
steps:
  - trim: true
\`\`\`

\`\`\`check sound
not_null: [region]
\`\`\`

\`\`\`kpi daily
from: tidy
time: Day
by: [region]
measures:
  units: sum(units)
\`\`\`

\`\`\`detect odd
from: daily
measure: units
\`\`\`

\`\`\`explain why
from: daily
measure: units
\`\`\`

\`\`\`forecast next
from: daily
measure: units
\`\`\`

\`\`\`sql totals
query: select 1 as one
\`\`\`

\`\`\`events calendar
holidays: [DE]
\`\`\`

\`\`\`summary brief
\`\`\`
`;

/** What is offered at the cursor, in its order. */
async function offered(cell: string, marked: string) {
  return await editingOf(NOTEBOOK).complete(askAt(cell, marked));
}

async function labels(cell: string, marked: string): Promise<readonly string[]> {
  return (await offered(cell, marked)).map(({ label }) => label);
}

Deno.test("complete() offers what fits at the cursor", async (t) => {
  const cases: readonly (readonly [string, string, string, readonly string[]])[] = [
    ["choices", "daily", "grain: ‸", ["hour", "day", "week", "month", "quarter", "year"]],
    ["events cells where one is named", "daily", "events: ‸", ["calendar"]],
    ["countries in a list", "calendar", "holidays: [US, DE‸", ["DE"]],
    ["choices that are begun", "daily", "grain: qu‸", ["quarter"]],
    ["columns of times for the time column", "daily", "time: ‸", ["Day"]],
    ["dimensions in a list that is not closed", "daily", "time: Day\nby: [reg‸", ["region"]],
    ["measures of the kpi above", "odd", "measure: ‸", ["units"]],
    ["measures to explain", "why", "measure: ‸", ["units"]],
    ["dimensions to explain by", "why", "measure: units\nby: [‸]", ["region"]],
    ["dimensions that explain odd days", "odd", "measure: units\nexplain: [‸]", ["region"]],
    ["dimensions as keys", "odd", "measure: units\nonly:\n  ‸", ["region"]],
    ["parameters where they may stand", "next", "measure: units\nhorizon: ‸", ["${horizon}"]],
    ["cells that fit as an input", "next", "from: ‸", ["daily"]],
    [
      "own measures to rank by",
      "daily",
      "time: Day\nmeasures:\n  a: count(*)\ntop:\n  measure: ‸",
      [
        "a",
      ],
    ],
    ["columns of the cell that is named", "totals", "query: select sound.un‸ from sound", [
      "units",
      "Unit price",
    ]],
    ["nothing in a comment", "daily", "time: Day # gr‸", []],
    ["nothing in a text of SQL", "daily", "where: region = 'No‸'", []],
    ["cells in a text", "brief", "template: |\n  {{ ne‸ }}", ["next"]],
    ["nothing of what is there", "daily", "time: Day\ncompare: both\ncomp‸", []],
  ];
  for (const [name, cell, marked, expected] of cases) {
    await t.step(name, async () => assertEquals(await labels(cell, marked), expected));
  }
});

Deno.test("complete() offers keys, the needed ones first, none twice", async () => {
  const keys = await labels("daily", "by: [region]\n‸");
  assertEquals(keys.slice(0, 2), ["time", "measures"]);
  assert(!keys.includes("by"));
});

Deno.test("complete() goes on behind a key", async (t) => {
  const cases: readonly (readonly [string, string, string, string])[] = [
    ["a value on its line", "daily", "gra‸", "grain: "],
    ["a mapping on lines of its own", "daily", "meas‸", "measures:\n  "],
    ["a list of mappings behind a dash", "tidy", "st‸", "steps:\n  - "],
    ["an operation in a list", "tidy", "steps:\n  - der‸", "derive:\n      "],
    ["before a colon", "daily", "gra‸: day", "grain"],
  ];
  for (const [name, cell, marked, expected] of cases) {
    await t.step(name, async () => {
      const [first] = await offered(cell, marked);
      assertEquals(first?.insert, expected);
    });
  }
});

Deno.test("complete() quotes a column as its place asks", async (t) => {
  const cases: readonly (readonly [string, string, string, string])[] = [
    ["within an expression", "daily", "measures:\n  a: sum(pri‸", '"Unit price"'],
    ["in an expression in quotes", "daily", 'measures:\n  a: "sum(pri‸)"', '\\"Unit price\\"'],
    ["as a value", "sound", "not_null: [pri‸]", "Unit price"],
    ["where a list is needed", "sound", "not_null: reg‸", "[region]"],
  ];
  for (const [name, cell, marked, expected] of cases) {
    await t.step(name, async () => {
      const [first] = await offered(cell, marked);
      assertEquals(first?.insert, expected);
    });
  }
});

Deno.test("complete() knows the columns that the operations above give", async () => {
  const body =
    "steps:\n  - rename: { units: pieces }\n  - filter: pie‸\n  - rename: { pieces: x }\n";
  assertEquals((await labels("tidy", body))[0], "pieces");
  assert(
    !(await labels("tidy", "steps:\n  - rename: { units: pieces }\n  - filter: uni‸"))
      .includes("units"),
  );
});

Deno.test("complete() offers functions with their signatures", async () => {
  const found = (await offered("daily", "measures:\n  a: date_tr‸")).find(({ label }) =>
    label === "date_trunc"
  );
  assertEquals(found?.insert, "date_trunc(");
  assertEquals(found?.type, "function");
  assert(found?.documentation?.includes("date_trunc(text, date)"));
});

Deno.test("complete() says where the word begins that it replaces", async () => {
  const [first] = await offered("daily", "time: Day\nby: [re‸");
  assertEquals(first.from, "time: Day\nby: [".length);
});
