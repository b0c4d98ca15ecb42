import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { databaseTest } from "@/tests/helpers/database.ts";
import { runNotebook } from "@/tests/helpers/run_notebook.ts";

const ORDERS = `---
params:
  region: { type: text, default: North }
---

\`\`\`load orders
inline: |
  day,region,amount
  2026-01-01,North,10
  2026-01-02,South,2.5
  2026-01-03,North,30
  2026-01-04,West,4
\`\`\`

\`\`\`load targets
inline: |
  region,target
  North,50
  South,2
\`\`\`
`;

function sql(query: string, more = ""): string {
  const body = query.split("\n").map((line) => `  ${line}`).join("\n");
  return `${ORDERS}\n\`\`\`sql q\nquery: |\n${body}\n${more}\`\`\`\n`;
}

databaseTest("sql gives one row as figures by column", async (database) => {
  // 10 + 2.5 + 30 + 4.
  const ran = await runNotebook(
    database,
    sql("select sum(amount) as revenue, count(*) as orders from orders"),
  );
  assertEquals(ran.figures("q"), {
    rows: 1,
    revenue: 46.5,
    "first.revenue": 46.5,
    orders: 4,
    "first.orders": 4,
  });
});

databaseTest(
  "sql keeps the query's order, and gives a short list as figures by name",
  async (database) => {
    const ran = await runNotebook(
      database,
      sql(
        "select region, sum(amount) as revenue from orders group by region order by revenue desc",
      ),
    );
    assertEquals(ran.figures("q"), {
      rows: 3,
      "first.region": "North",
      "first.revenue": 40,
      "by.North": 40,
      "by.West": 4,
      "by.South": 2.5,
    });
    const [table] = ran.cell("q").blocks;
    assertEquals(table.type === "table" && table.rows, [["North", 40], ["West", 4], [
      "South",
      2.5,
    ]]);
  },
);

databaseTest("sql gives one number as a big number", async (database) => {
  const ran = await runNotebook(database, sql("select max(amount) as greatest from orders"));
  assertEquals(
    ran.cell("q").blocks.map((block) => block.type === "number" && [block.title, block.value]),
    [["greatest", 30]],
  );
});

databaseTest("sql joins cells and binds parameters", async (database) => {
  const text = sql(`select o.region, sum(amount) - min(target) as above
from orders o join targets t on t.region = o.region
where o.region = \${region} group by o.region`);
  // North: 40 - 50; South: 2.5 - 2.
  const north = await runNotebook(database, text);
  assertEquals(await north.rows("q"), [["North", -10]]);
  assertEquals(north.plan.cells.get("q")?.parents, ["orders", "targets"]);
  const south = await runNotebook(database, text, { parameters: { region: "South" } });
  assertEquals(await south.rows("q"), [["South", 0.5]]);
  assertEquals(south.ends, { orders: "cache", targets: "cache", q: "computed" });
  const sly = await runNotebook(database, text, { parameters: { region: "'; drop table x; --" } });
  assertEquals(await sly.rows("q"), []);
});

databaseTest("sql fails where there are too many rows, with their number", async (database) => {
  const ran = await runNotebook(database, sql("select * from orders", "max_rows: 3\n"));
  assertEquals(ran.problems("q").map(({ code, message }) => [code, message]), [
    ["TOO_MANY_ROWS", "Cannot keep more than 3 rows: current value is 4"],
  ]);
  const enough = await runNotebook(database, sql("select * from orders", "max_rows: 4\n"));
  assertEquals(enough.figures("q").rows, 4);
});

databaseTest(
  "sql refuses texts that are too long to show, and says what to do",
  async (database) => {
    // Twenty texts of a million letters: more than the 16 MB that the first rows may have.
    const long = "select n, string_agg(repeat('x', 1000), '') as text " +
      "from generate_series(1, 20) n, generate_series(1, 1000) m group by n";
    const ran = await runNotebook(database, sql(long));
    assertEquals(
      ran.problems("q").map(({ code, place, remedy }) => [code, place.key, remedy]),
      [[
        "ANSWER_TOO_LARGE",
        "query",
        "Read fewer rows or columns, or the beginning of long texts, such as left(text, 1000)",
      ]],
    );
  },
);

databaseTest("sql ends a query at its time limit", async (database) => {
  const ran = await runNotebook(
    database,
    sql(
      "select count(*) as n from generate_series(1, 30000) a, generate_series(1, 30000) b",
      "time_limit: 1\n",
    ),
  );
  assertEquals(ran.problems("q").map(({ code, message }) => [code, message]), [
    ["TIME_LIMIT", "Cannot run a query longer than its time_limit: current value is 1 seconds"],
  ]);
});

databaseTest("sql refuses what it can't read, at its place", async (database, t) => {
  const cases: [string, string, string, number][] = [
    // The query's first line is the file's 24th.
    ["an unknown column", "select region,\n  amuont from orders", "MISSING_COLUMN", 25],
    ["an unknown cell", "select * from oders", "MISSING_COLUMN", 24],
    ["two statements", "select 1 as a; select 2 as a", "BAD_EXPRESSION", 24],
    ["what writes", "drop table orders", "BAD_EXPRESSION", 24],
    ["the catalogue", "select * from pg_class", "MISSING_COLUMN", 24],
  ];
  for (const [name, query, code, line] of cases) {
    await t.step(name, async () => {
      const ran = await runNotebook(database, sql(query), { continueOnError: true });
      assertEquals(ran.ends.q, "failed");
      const problem = ran.problems("q").find(({ place }) => place.key === "query");
      assertEquals([problem?.code, problem?.place.line], [code, line]);
    });
  }
});
