import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { databaseTest } from "@/tests/helpers/database.ts";
import { runNotebook } from "@/tests/helpers/run_notebook.ts";

/** Line 1 is the header: the rows are lines 2 to 6. */
const ORDERS = `
\`\`\`load orders
inline: |
  id,day,region,amount
  1,2026-01-01,North,10
  2,2026-01-02,South,-5
  2,2026-01-03,,7
  4,,West,120
  ,2026-01-04,North,
\`\`\`
`;

function check(body: string, name = "sound"): string {
  return `${ORDERS}\n\`\`\`check ${name}\n${body}\n\`\`\`\n`;
}

databaseTest("check counts the rows that fail each rule", async (database, t) => {
  const cases: [string, string, string, number | string, boolean][] = [
    ["not_null", "not_null: [day]", "not_null.day", 1, false],
    ["not_null of text", "not_null: [region]", "not_null.region", 1, false],
    ["unique counts all rows that are alike", "unique: [id]", "unique.id", 2, false],
    ["unique over several columns", "unique: [[id, region]]", "unique.id+region", 0, true],
    ["unique ignores nulls", "unique: [region]", "unique.region", 2, false],
    ["accepted passes nulls", "accepted: { region: [North, South] }", "accepted.region", 1, false],
    ["accepted numbers", "accepted: { id: [1, 2] }", "accepted.id", 1, false],
    ["accepted days", "accepted: { day: ['2026-01-01'] }", "accepted.day", 3, false],
    ["range has both ends in", "range: { amount: { min: -5, max: 10 } }", "range.amount", 1, false],
    ["range of days", "range: { day: { max: 2026-01-03 } }", "range.day", 1, false],
    ["matches", 'matches: { region: "^(N|S)" }', "matches.region", 1, false],
    ["matches a number's text", 'matches: { id: "^[12]$" }', "matches.id", 1, false],
    // -5 fails; the missing amount is unknown and passes.
    ["expression", "expression: { positive: amount > 0 }", "expression.positive", 1, false],
    ["one expression", "expression: amount > -10", "expression", 0, true],
    ["row_count", "row_count: { min: 6 }", "row_count", "5 rows", false],
    ["row_count that is met", "row_count: { min: 5, max: 5 }", "row_count", "5 rows", true],
    // 2026-01-11 minus 7 days is the newest day, 2026-01-04.
    [
      "freshness",
      "freshness: { column: day, within: { n: 7 } }",
      "freshness.day",
      "2026-01-04",
      true,
    ],
    [
      "freshness that is over",
      "freshness: { column: day, within: { n: 6 } }",
      "freshness.day",
      "2026-01-04",
      false,
    ],
  ];
  for (const [name, body, path, expected, passed] of cases) {
    await t.step(name, async () => {
      const ran = await runNotebook(database, check(`${body}\nseverity: warn`), {
        asOf: "2026-01-11",
      });
      const figures = ran.figures("sound");
      assertEquals([figures[path], figures.failed, figures.rules], [expected, passed ? 0 : 1, 1]);
      assertEquals(ran.ends.sound, "computed");
      assertEquals(ran.problems("sound").length, passed ? 0 : 1);
    });
  }
});

databaseTest(
  "check with an error fails, keeps the failing rows and stops what is below",
  async (database) => {
    const ran = await runNotebook(
      database,
      check("not_null: [day]\nrange: { amount: { min: 0, max: 100 } }\nunique: [id]") +
        "\n```kpi daily\ntime: day\nmeasures: { rows: count(*) }\n```\n",
    );
    assertEquals(ran.ends, { orders: "computed", sound: "failed", daily: "waiting" });
    assertEquals(ran.problems("sound").map(({ message, place }) => [message, place.key]), [
      [
        'Cannot pass not_null as "day" must have a value: current value is 1 of 5 rows',
        "not_null[1]",
      ],
      [
        'Cannot pass unique as "id" must be different in every row: current value is 2 of 5 rows',
        "unique[1]",
      ],
      [
        'Cannot pass range as "amount" must be from 0 to 100: current value is 2 of 5 rows',
        "range.amount",
      ],
    ]);
    assertEquals(
      (await ran.rejections("sound")).map(({ line, column, value }) => [line, column, value]),
      [
        [3, "amount", "-5"],
        [3, "id", "2"],
        [4, "id", "2"],
        [5, "amount", "120"],
        [5, "day", null],
      ],
    );
    // What it found is shown although it failed.
    assertEquals(ran.figures("sound").failed, 3);
    assertEquals(ran.cell("sound").blocks.map(({ type }) => type), ["text", "table"]);
  },
);

databaseTest(
  "check hands on what it takes, so that changing it leaves the rest in the cache",
  async (database) => {
    const below = "\n```kpi daily\ntime: day\nmeasures: { revenue: sum(amount) }\n```\n";
    const first = await runNotebook(database, check("row_count: { min: 1 }") + below);
    // 10 - 5 + 7; the row without a day is in no period, that without an amount adds nothing.
    assertEquals(first.figures("daily")["revenue.total"], 12);
    const second = await runNotebook(database, check("row_count: { min: 2 }") + below);
    assertEquals(second.ends, { orders: "cache", sound: "computed", daily: "cache" });
  },
);

databaseTest("check takes missing values for alike only where it is told to", async (database) => {
  const text = "```load t\ninline: |\n  n,v\n  1,\n  2,\n  3,x\n```\n";
  const failing = async (body: string) =>
    (await runNotebook(database, `${text}\n\`\`\`check c\n${body}\nseverity: warn\n\`\`\`\n`))
      .figures("c")["unique.v"];
  assertEquals(await failing("unique: [v]"), 0);
  assertEquals(await failing("unique: [v]\nunique_nulls: true"), 2);
});

databaseTest("check refuses what it can't check, at the key", async (database, t) => {
  const cases: [string, string, string, string][] = [
    ["an unknown column", "not_null: [dya]", "MISSING_COLUMN", "not_null[1]"],
    ["a pattern that is none", 'matches: { region: "(" }', "BAD_PARAMETER", "matches.region"],
    ["a number for a day", "range: { day: { min: 3 } }", "WRONG_TYPE", "range.day.min"],
    ["a text for a number", "accepted: { amount: [a] }", "WRONG_TYPE", "accepted.amount[1]"],
    ["an expression of a number", "expression: amount + 1", "WRONG_TYPE", "expression"],
    ["no rule", "severity: warn", "BAD_NOTEBOOK", ""],
  ];
  for (const [name, body, code, key] of cases) {
    await t.step(name, async () => {
      const ran = await runNotebook(database, check(body));
      const [problem] = ran.problems("sound");
      assertEquals([ran.ends.sound, problem.code, problem.place.key ?? ""], ["failed", code, key]);
    });
  }
});
