import { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { Value } from "@/lib/frame/frame.ts";
import type { CleanFacts } from "@/lib/steps/clean/run.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { type RanNotebook, runNotebook } from "@/tests/helpers/run_notebook.ts";

/** The header is line 1 of the text: the rows are lines 2 to 6. */
const ORDERS = `
\`\`\`load orders
columns: { code: { type: text }, note: { type: text } }
inline: |
  id,day,region,amount,code,note
  1,2026-01-01,North,10,7,x
  2,2026-01-02,south,-5,x8,y
  2,2026-01-03,,7,9,
  4,,North,120,1.5,z
  5,2026-01-05,West,,,z
\`\`\`
`;

function clean(steps: string): string {
  const lines = steps.trim().split("\n").map((line) => `  ${line}`).join("\n");
  return `${ORDERS}\n\`\`\`clean tidy\nsteps:\n${lines}\n\`\`\`\n`;
}

/** Rows in, removed, changed and rejected of each operation. */
function counts(ran: RanNotebook): readonly (readonly number[])[] {
  const { outcome } = ran.cell("tidy");
  if (outcome.state !== "done") throw new Error(JSON.stringify(outcome));
  const { operations } = outcome.result.facts as CleanFacts; // The facts of a clean cell.
  return operations.map(({ rowsIn, removed, changed, rejected }) => [
    rowsIn,
    removed,
    changed,
    rejected,
  ]);
}

databaseTest("clean says what it came to, with the counts behind it", async (database) => {
  // Of five rows the two with id 2 become one; three regions are missing or not.
  const ran = await runNotebook(database, clean("- deduplicate: { by: [id] }\n- trim: true"));
  const [block] = ran.cell("tidy").blocks;
  assertEquals(block.type === "details" && block.summary, "2 operations: 1 row removed");
});

databaseTest("clean does each operation and counts what it did", async (database, t) => {
  const cases: [string, string, readonly (readonly number[])[], readonly (readonly Value[])[]][] = [
    [
      "rename and select",
      "- rename: { amount: value }\n- select: [value, id]",
      [[5, 0, 0, 0], [5, 0, 0, 0]],
      [[-5, 2], [7, 2], [10, 1], [120, 4], [null, 5]],
    ],
    [
      "cast rejects what does not fit",
      "- cast: { code: integer }\n- select: [id, code]",
      // "x8" is no number and 1.5 no whole one; what is missing is not rejected.
      [[5, 0, 0, 2], [5, 0, 0, 0]],
      [[1, 7], [2, 9], [2, null], [4, null], [5, null]],
    ],
    [
      "fill with a value",
      "- fill: { region: none }\n- select: [region]",
      [[5, 0, 1, 0], [5, 0, 0, 0]],
      [["North"], ["North"], ["West"], ["none"], ["south"]],
    ],
    [
      "fill with the one before",
      "- fill: { region: { method: previous } }\n- select: [id, region]",
      [[5, 0, 1, 0], [5, 0, 0, 0]],
      [[1, "North"], [2, "south"], [2, "south"], [4, "North"], [5, "West"]],
    ],
    [
      "fill with the mean",
      "- fill: { amount: { method: mean } }\n- select: [amount]",
      // (10 - 5 + 7 + 120) / 4 = 33.
      [[5, 0, 1, 0], [5, 0, 0, 0]],
      [[-5], [7], [10], [33], [120]],
    ],
    [
      "fill with the median",
      "- fill: { amount: { method: median } }\n- select: [amount]",
      // Between 7 and 10 is 8.5; among whole numbers Postgres rounds it up.
      [[5, 0, 1, 0], [5, 0, 0, 0]],
      [[-5], [7], [9], [10], [120]],
    ],
    [
      "drop_nulls of some columns",
      "- drop_nulls: [day, amount]\n- select: [id]",
      [[5, 2, 0, 0], [3, 0, 0, 0]],
      [[1], [2], [2]],
    ],
    ["drop_nulls of all", "- drop_nulls: true\n- select: [id]", [[5, 3, 0, 0], [2, 0, 0, 0]], [
      [1],
      [2],
    ]],
    [
      // -5 and 7 are less; where the amount is missing nothing is known.
      "filter keeps what is true",
      "- filter: amount >= 10\n- select: [id]",
      [[5, 3, 0, 0], [2, 0, 0, 0]],
      [[1], [4]],
    ],
    [
      "derive, each from the one before",
      "- derive: { twice: amount * 2, more: twice + 1 }\n- select: [twice, more]",
      [[5, 0, 0, 0], [5, 0, 0, 0]],
      [[-10, -9], [14, 15], [20, 21], [240, 241], [null, null]],
    ],
    [
      // All amounts but the missing one double.
      "derive over a column that there is",
      "- derive: { amount: amount * 2 }\n- select: [amount]",
      [[5, 0, 4, 0], [5, 0, 0, 0]],
      [[-10], [14], [20], [240], [null]],
    ],
    [
      "map",
      "- map: { region: { south: South, West: null } }\n- select: [region]",
      [[5, 0, 2, 0], [5, 0, 0, 0]],
      [["North"], ["North"], ["South"], [null], [null]],
    ],
    [
      "clip",
      "- clip: { amount: { min: 0, max: 100 } }\n- select: [amount]",
      [[5, 0, 2, 0], [5, 0, 0, 0]],
      [[0], [7], [10], [100], [null]],
    ],
    [
      "deduplicate keeps the first",
      "- deduplicate: { by: [id] }\n- select: [id, amount]",
      [[5, 1, 0, 0], [4, 0, 0, 0]],
      [[1, 10], [2, -5], [4, 120], [5, null]],
    ],
    [
      "deduplicate keeps the last",
      "- deduplicate: { by: [id], keep: last }\n- select: [id, amount]",
      [[5, 1, 0, 0], [4, 0, 0, 0]],
      [[1, 10], [2, 7], [4, 120], [5, null]],
    ],
    [
      "deduplicate in an order",
      "- deduplicate: { by: [region], keep: last, order: amount }\n- select: [region, amount]",
      [[5, 1, 0, 0], [4, 0, 0, 0]],
      [["North", 120], ["West", null], ["south", -5], [null, 7]],
    ],
    [
      "what one takes out the next does not see",
      "- filter: id <> 2\n- fill: { amount: { method: mean } }\n- select: [id, amount]",
      // (10 + 120) / 2 = 65.
      [[5, 2, 0, 0], [3, 0, 1, 0], [3, 0, 0, 0]],
      [[1, 10], [4, 120], [5, 65]],
    ],
    [
      "a filter before a division keeps it from dividing by zero",
      "- filter: amount <> 7\n- derive: { share: 100 / (amount - 7) }\n- select: [id]",
      [[5, 2, 0, 0], [3, 0, 0, 0], [3, 0, 0, 0]],
      [[1], [2], [4]],
    ],
  ];
  for (const [name, steps, expected, rows] of cases) {
    await t.step(name, async () => {
      const ran = await runNotebook(database, clean(steps));
      assertEquals(ran.problems("tidy"), []);
      assertEquals([counts(ran), await ran.rows("tidy")], [expected, rows]);
    });
  }
});

databaseTest("clean trims spaces, those of spreadsheets too", async (database) => {
  const ran = await runNotebook(
    database,
    "```sql raw\nquery: |\n" +
      "  select 1 as n, '  North ' as region union all select 2, '   ' union all\n" +
      "  select 3, 'a b' union all select 4, null\n```\n\n" +
      "```clean tidy\nfrom: raw\nsteps:\n  - trim: [region]\n```\n",
  );
  // A text of spaces alone is nothing.
  assertEquals(await ran.rows("tidy"), [[1, "North"], [2, null], [3, "a b"], [4, null]]);
  assertEquals(ran.figures("tidy"), { rows: 4, removed: 0, changed: 2, rejected: 0 });
});

databaseTest("clean keeps what it rejects, with its line", async (database) => {
  const ran = await runNotebook(
    database,
    clean("- cast: { code: integer, note: date }\n- filter: id < 4"),
  );
  assertEquals(await ran.rejections("tidy"), [
    { line: 2, column: "note", value: "x", reason: "it is no date" },
    { line: 3, column: "code", value: "x8", reason: "it is no integer" },
    { line: 3, column: "note", value: "y", reason: "it is no date" },
    { line: 5, column: "code", value: "1.5", reason: "it is no integer" },
    { line: 5, column: "note", value: "z", reason: "it is no date" },
    { line: 6, column: "note", value: "z", reason: "it is no date" },
  ]);
  assertEquals(ran.figures("tidy"), { rows: 3, removed: 2, changed: 0, rejected: 6 });
});

databaseTest("clean casts texts that it can read", async (database, t) => {
  const cases: [string, string, Value][] = [
    ["12", "integer", 12],
    ["12.50", "numeric", 12.5],
    ["1e3", "float", 1000],
    ["yes", "boolean", true],
    ["0", "boolean", false],
    ["2026-02-28", "date", "2026-02-28"],
    ["2026-02-30", "date", null],
    ["0000-01-01", "date", null],
    ["now", "date", null],
    ["23:59", "time", "23:59:00"],
    ["24:00", "time", null],
    ["2026-01-31T10:00:00Z", "timestamp", "2026-01-31T10:00:00Z"],
    ["2026-01-31 10:00", "timestamp", "2026-01-31T10:00:00Z"],
    ["2026-01-31", "timestamp", "2026-01-31T00:00:00Z"],
    ["99999999999999999999", "integer", null],
    ["NaN", "float", null],
  ];
  for (const [text, type, expected] of cases) {
    await t.step(`${text} as ${type}`, async () => {
      const ran = await runNotebook(
        database,
        `\`\`\`sql raw\nquery: select '${text}' as v\n\`\`\`\n\n` +
          `\`\`\`clean tidy\nsteps:\n  - cast: { v: ${type} }\n\`\`\`\n`,
      );
      assertEquals(await ran.rows("tidy"), [[expected]]);
      assertEquals(ran.figures("tidy").rejected, expected === null ? 1 : 0);
    });
  }
});

databaseTest("clean refuses what does not fit, at the operation", async (database, t) => {
  const cases: [string, string, string, string][] = [
    ["an unknown column", "- trim: [regon]", "MISSING_COLUMN", "steps[1].trim[1]"],
    ["two columns of one name", "- rename: { id: day }", "BAD_PARAMETER", "steps[1].rename"],
    ["a filter that is a number", "- filter: amount", "WRONG_TYPE", "steps[1].filter"],
    ["an aggregate", "- derive: { n: sum(amount) }", "BAD_EXPRESSION", "steps[1].derive.n"],
    [
      "a column that an earlier operation took",
      "- select: [id]\n- filter: amount > 1",
      "MISSING_COLUMN",
      "steps[2].filter",
    ],
    [
      "the mean of text",
      "- fill: { region: { method: mean } }",
      "WRONG_TYPE",
      "steps[1].fill.region",
    ],
    ["a cast that there is not", "- cast: { day: integer }", "WRONG_TYPE", "steps[1].cast.day"],
  ];
  for (const [name, steps, code, key] of cases) {
    await t.step(name, async () => {
      const ran = await runNotebook(database, clean(steps));
      const [problem] = ran.problems("tidy");
      assertEquals([problem?.code, problem?.place.key], [code, key]);
    });
  }
});
