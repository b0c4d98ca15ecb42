import { deepStrictEqual as assertEquals, match as assertMatch } from "node:assert/strict";
import type { KpiFacts } from "@/lib/steps/kpi/facts.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { type RanNotebook, runNotebook } from "@/tests/helpers/run_notebook.ts";

/** A load of rows under one another, and a kpi over them. */
function notebook(rows: string, kpi: string): string {
  const lines = rows.trim().split("\n").map((line) => `  ${line.trim()}`).join("\n");
  return `\`\`\`load orders\ninline: |\n${lines}\n\`\`\`\n\n\`\`\`kpi k\n${kpi.trim()}\n\`\`\`\n`;
}

function factsOf(ran: RanNotebook): KpiFacts {
  const { outcome } = ran.cell("k");
  if (outcome.state !== "done") throw new Error(JSON.stringify(outcome));
  return outcome.result.facts as KpiFacts; // The facts of a kpi cell.
}

const ORDERS = `
  day,region,customer,amount
  2026-01-01,North,a,10
  2026-01-01,North,b,20
  2026-01-01,South,a,60
  2026-01-02,North,a,30
  2026-01-02,South,c,40
  2026-01-03,South,a,5
`;

const MEASURES = `
measures:
  revenue: sum(amount)
  orders: count(*)
  average_order: revenue / orders
  customers: count(distinct customer)
  middle: median(amount)
`;

databaseTest("kpi totals what does not add up from the rows", async (database) => {
  const ran = await runNotebook(
    database,
    notebook(ORDERS, `time: day\nby: [region, customer]\n${MEASURES}`),
  );
  const figures = ran.figures("k");
  const of = (path: string) =>
    ["revenue", "orders", "average_order", "customers", "middle"].map((name) =>
      figures[`${name}.${path}`]
    );
  // 10 + 20 + 60 + 30 + 40 + 5 = 165 in 6 orders of a, b and c; 20 and 30 are in the middle.
  assertEquals(of("total"), [165, 6, 27.5, 3, 25]);
  // 10, 20 and 30 of a and b.
  assertEquals(of("by.region.North"), [60, 3, 20, 2, 20]);
  // 60, 40 and 5 of a and c.
  assertEquals(of("by.region.South"), [105, 3, 35, 2, 40]);
  // 10, 60, 30 and 5.
  assertEquals(of("by.customer.a"), [105, 4, 26.25, 1, 20]);
  assertEquals(
    factsOf(ran).measures.map(({ name, values }) => [name, values]),
    [
      ["revenue", [90, 70, 5]],
      ["orders", [3, 2, 1]],
      ["average_order", [30, 35, 5]],
      ["customers", [2, 2, 1]],
      ["middle", [20, 35, 5]],
    ],
  );
  assertEquals([figures["revenue.top.region"], figures["middle.top.region"]], ["South", "South"]);
});

databaseTest("kpi keeps beside its columns what ratios are made of", async (database, t) => {
  const hiddenOf = async (by: string) => {
    const ran = await runNotebook(database, notebook(ORDERS, `time: day\n${by}${MEASURES}`));
    const { outcome } = ran.cell("k");
    if (outcome.state !== "done") throw new Error(JSON.stringify(outcome));
    const { relation, schema } = outcome.result;
    return { relation, schema };
  };
  await t.step("where there are dimensions to put together", async () => {
    const { relation, schema } = await hiddenOf("by: [region]");
    // The third measure is revenue / orders: 30 of 2 in the North on the first day.
    assertEquals(schema.hidden, ["_numerator_2", "_denominator_2"]);
    assertEquals(schema.columns.some(({ name }) => name.startsWith("_")), false);
    const [row] = await database.query(
      `select _numerator_2::float8 as numerator, _denominator_2::float8 as denominator ` +
        `from ${relation} where region = 'North' order by period`,
    );
    assertEquals(row, { numerator: 30, denominator: 2 });
  });
  await t.step("and nowhere else", async () => {
    assertEquals((await hiddenOf("")).schema.hidden, undefined);
  });
});

databaseTest("kpi compares with exactly the period and the year before", async (database, t) => {
  const months = `
    day,amount
    2025-01-10,100
    2025-02-10,200
    2025-04-10,50
    2026-01-31,150
  `;
  await t.step("a comparison across a gap is nothing", async () => {
    const ran = await runNotebook(
      database,
      notebook(
        months,
        "time: day\ngrain: month\nmeasures: { revenue: sum(amount) }\ncompare: both",
      ),
    );
    assertEquals(
      ran.cell("k").outcome.state === "done" && (await ran.rows("k")),
      [
        // period, revenue, previous, year before, complete
        ["2025-01-01", 100, null, null, true],
        ["2025-02-01", 200, 100, null, true],
        ["2025-04-01", 50, null, null, true],
        ["2026-01-01", 150, null, 100, true],
      ],
    );
    // 150 after 100 is half more.
    assertEquals(ran.figures("k")["revenue.previous_year_change"], 0.5);
    assertEquals(ran.figures("k")["revenue.previous_period"], null);
  });
  await t.step("a gap is no zero unless the measure says so", async () => {
    const ran = await runNotebook(
      database,
      notebook(
        months,
        "time: day\ngrain: quarter\nmeasures:\n  a: sum(amount)\n  b: { value: sum(amount), gaps: zero }",
      ),
    );
    assertEquals(factsOf(ran).periods, [
      "2025-01-01",
      "2025-04-01",
      "2025-07-01",
      "2025-10-01",
      "2026-01-01",
    ]);
    // The last quarter ends on 1 April 2026, and its rows do on 31 January.
    assertEquals(factsOf(ran).measures.map(({ values }) => values), [
      [300, 50, null, null, 150],
      [300, 50, 0, 0, 150],
    ]);
  });
  await t.step("a week is compared with the 52nd before", async () => {
    const ran = await runNotebook(
      database,
      notebook(
        // Mondays, 52 weeks apart.
        "day,amount\n2025-01-06,4\n2026-01-05,5",
        "time: day\ngrain: week\nmeasures: { n: sum(amount) }\ncompare: previous_year",
      ),
    );
    assertEquals((await ran.rows("k")).map((row) => row.slice(0, 3)), [
      ["2025-01-06", 4, null],
      ["2026-01-05", 5, 4],
    ]);
  });
});

databaseTest("kpi draws all lines but the first side by side from three on", async (database) => {
  const roomOf = async (measures: string) => {
    const ran = await runNotebook(database, notebook(ORDERS, `time: day\nmeasures: ${measures}`));
    return ran.cell("k").blocks.flatMap((block) =>
      block.type === "line" ? [block.room ?? "whole"] : []
    );
  };
  const two = "revenue: sum(amount), orders: count(*)";
  assertEquals(await roomOf(`{ ${two} }`), ["whole", "whole"]);
  assertEquals(await roomOf(`{ ${two}, most: max(amount) }`), ["whole", "half", "half"]);
});

databaseTest("kpi begins weeks on the day that it is told", async (database, t) => {
  // Sunday, Monday, Saturday, Sunday.
  const rows = "day,n\n2026-01-04,1\n2026-01-05,2\n2026-01-10,4\n2026-01-11,8";
  const cases: [string, string, [string, number][]][] = [
    ["monday", "", [["2025-12-29", 1], ["2026-01-05", 14]]],
    ["sunday", "week_starts: sunday\n", [["2026-01-04", 7], ["2026-01-11", 8]]],
  ];
  for (const [name, key, expected] of cases) {
    await t.step(name, async () => {
      const ran = await runNotebook(
        database,
        notebook(rows, `time: day\ngrain: week\n${key}measures: { n: sum(n) }`),
      );
      assertEquals((await ran.rows("k")).map((row) => row.slice(0, 2)), expected);
    });
  }
});

databaseTest(
  "kpi begins days and hours in its zone, also when clocks change",
  async (database, t) => {
    const cases: [string, string, string, string, [string, number][]][] = [
      [
        // Clocks go forward at 01:00 in UTC: the day has 23 hours.
        "days in spring",
        "at,n\n2026-03-28T22:30:00Z,1\n2026-03-28T23:30:00Z,2\n2026-03-29T21:30:00Z,4\n2026-03-29T22:30:00Z,8",
        "day",
        "Europe/Berlin",
        [["2026-03-28", 1], ["2026-03-29", 6], ["2026-03-30", 8]],
      ],
      [
        "the same days in UTC",
        "at,n\n2026-03-28T22:30:00Z,1\n2026-03-28T23:30:00Z,2\n2026-03-29T21:30:00Z,4\n2026-03-29T22:30:00Z,8",
        "day",
        "UTC",
        [["2026-03-28", 3], ["2026-03-29", 12]],
      ],
      [
        // Clocks go back at 01:00 in UTC: both are half past two in Berlin, an hour apart.
        "hours in autumn",
        "at,n\n2026-10-25T00:30:00Z,1\n2026-10-25T01:30:00Z,2",
        "hour",
        "Europe/Berlin",
        [["2026-10-25T00:00:00Z", 1], ["2026-10-25T01:00:00Z", 2]],
      ],
      [
        "hours that begin at half past",
        "at,n\n2026-01-01T00:20:00Z,1\n2026-01-01T00:40:00Z,2",
        "hour",
        "Asia/Kolkata",
        [["2025-12-31T23:30:00Z", 1], ["2026-01-01T00:30:00Z", 2]],
      ],
      [
        "months",
        "at,n\n2026-01-31T23:30:00Z,1\n2026-02-01T00:30:00Z,2",
        "month",
        "Europe/Berlin",
        [["2026-02-01", 3]],
      ],
    ];
    for (const [name, rows, grain, zone, expected] of cases) {
      await t.step(name, async () => {
        const ran = await runNotebook(
          database,
          notebook(rows, `time: at\ngrain: ${grain}\nzone: ${zone}\nmeasures: { n: sum(n) }`),
        );
        assertEquals((await ran.rows("k")).map((row) => row.slice(0, 2)), expected);
      });
    }
  },
);

databaseTest("kpi keeps the top of a dimension and sums the rest anew", async (database) => {
  const ran = await runNotebook(
    database,
    notebook(
      ORDERS,
      `time: day\ngrain: month\nby: [customer]\n${MEASURES.trim()}\ntop: { dimension: customer, n: 1, measure: revenue, rest: All others }`,
    ),
    { asOf: "2026-01-31" },
  );
  const figures = ran.figures("k");
  // a: 10 + 60 + 30 + 5. The rest are 20 and 40.
  assertEquals(
    ["a", "All others"].map((value) =>
      ["revenue", "average_order", "customers", "middle"].map((name) =>
        figures[`${name}.by.customer.${value}`]
      )
    ),
    [[105, 26.25, 1, 20], [60, 30, 2, 30]],
  );
});

databaseTest("kpi ranks what is left over by its top last", async (database) => {
  const rows = `${ORDERS}  2026-01-04,East,d,900\n  2026-01-04,East,b,1\n`;
  const body = "time: day\ngrain: month\nby: [customer]\n" +
    "measures: { revenue: sum(amount), orders: count(*) }\n" +
    "top: { dimension: customer, n: 2, measure: orders, rest: Others }";
  const below = "```chart bars\nfrom: k\ntype: bar\nx: customer\ny: revenue\n```\n\n" +
    "```summary brief\n{}\n```\n";
  const ran = await runNotebook(database, `${notebook(rows, body)}\n${below}`, {
    asOf: "2026-01-31",
  });
  // By orders a has 4 and b 2; by revenue a has 105 and b 21. The rest is c's 40 and d's 900.
  const names = factsOf(ran).dimensions[0].values.map(({ value }) => value);
  assertEquals(names, ["a", "b", "Others"]);
  assertEquals(ran.figures("k")["revenue.top.customer"], "a");
  assertEquals(ran.figures("k")["revenue.by.customer.Others"], 940);
  const [block] = ran.cell("bars").blocks;
  assertEquals(block.type === "bar" && block.bars.map(({ name }) => name), ["a", "b", "Others"]);
  assertMatch(String(ran.figures("brief").text), /Highest by customer in a/);
});

databaseTest("kpi says when its last period is not over", async (database, t) => {
  const rows = "day,n\n2026-01-10,1\n2026-02-03,2\n2026-02-27,4";
  const cases: [string, string, string, string | null, number][] = [
    [
      "the run's day is in it",
      "month",
      "2026-02-28",
      "it ends after 2026-02-28, the day of the run",
      1,
    ],
    ["the rows end before it does", "month", "2026-03-05", "the rows end on 2026-02-27", 1],
    ["a day with rows is over on the next", "day", "2026-02-28", null, 4],
    [
      "a day is not over on that day",
      "day",
      "2026-02-27",
      "it ends after 2026-02-27, the day of the run",
      2,
    ],
  ];
  for (const [name, grain, asOf, reason, last] of cases) {
    await t.step(name, async () => {
      const ran = await runNotebook(
        database,
        notebook(
          rows,
          `time: day\ngrain: ${grain}\nmeasures: { n: { value: sum(n), gaps: zero } }`,
        ),
        { asOf },
      );
      assertEquals(factsOf(ran).incomplete, reason);
      const complete = (await ran.rows("k")).map((row) => row.at(-1));
      assertEquals(complete.at(-1), reason === null);
      // The day before the 27th has no rows, and nothing happened on it.
      const expected = grain === "day" && reason !== null ? 0 : last;
      assertEquals(ran.figures("k")["n.last"], expected);
    });
  }
});

databaseTest("kpi carries targets and chooses rows", async (database) => {
  const ran = await runNotebook(
    database,
    notebook(
      ORDERS,
      "time: day\nwhere: region = 'South'\nmeasures:\n  revenue: { value: sum(amount), target: 50, unit: EUR }",
    ),
  );
  assertEquals(await ran.rows("k"), [
    ["2026-01-01", 60, 50, true],
    ["2026-01-02", 40, 50, true],
    ["2026-01-03", 5, 50, true],
  ]);
  assertEquals(ran.cell("k").figures["revenue.target"], {
    title: ran.cell("k").figures["revenue.target"].title,
    value: 50,
    unit: "EUR",
  });
});

databaseTest("kpi counts rows without a time", async (database) => {
  const ran = await runNotebook(
    database,
    notebook("day,n\n2026-01-01,1\n,2\n,4", "time: day\nmeasures: { n: sum(n) }"),
  );
  assertEquals(ran.figures("k")["n.total"], 1);
  assertEquals(factsOf(ran).untimed, 2);
  assertEquals(ran.problems("k").map(({ severity, place }) => [severity, place.key]), [
    ["warning", "time"],
  ]);
});

databaseTest("kpi of no rows has no periods", async (database) => {
  const ran = await runNotebook(
    database,
    notebook("day,n\n2026-01-01,1", "time: day\nwhere: n > 1\nmeasures: { n: sum(n) }"),
  );
  assertEquals([factsOf(ran).periods, ran.figures("k")["n.total"]], [[], null]);
});

databaseTest("kpi refuses more rows than key figures have", async (database) => {
  const ran = await runNotebook(
    database,
    "```load t\ninline: |\n  a\n  1\n```\n\n```sql many\nquery: |\n" +
      "  select date '2026-01-01' as day, n from generate_series(1, 500001) as s(n)\n```\n\n" +
      "```kpi k\ntime: day\nby: [n]\nmeasures: { rows: count(*) }\n```\n",
  );
  assertEquals(ran.problems("k").map(({ code, message, place }) => [code, message, place.key]), [[
    "TOO_MANY_ROWS",
    "Cannot keep a kpi of more than 500,000 rows: current value is 500,001",
    "by",
  ]]);
});

databaseTest("kpi refuses what does not fit, at the key", async (database, t) => {
  const cases: [string, string, string, string][] = [
    ["a time that is none", "time: amount\nmeasures: { n: count(*) }", "WRONG_TYPE", "time"],
    [
      "an unknown dimension",
      "time: day\nby: [regon]\nmeasures: { n: count(*) }",
      "MISSING_COLUMN",
      "by[1]",
    ],
    [
      "a measure that is no aggregate",
      "time: day\nmeasures: { n: amount }",
      "BAD_EXPRESSION",
      "measures.n",
    ],
    [
      "a measure that is text",
      "time: day\nmeasures: { n: max(region) }",
      "WRONG_TYPE",
      "measures.n",
    ],
    [
      "measures of one another",
      "time: day\nmeasures: { n: m + 1, m: n + 1 }",
      "BAD_EXPRESSION",
      "measures.n",
    ],
    [
      "an unknown zone",
      "time: day\nzone: Europe/Berln\nmeasures: { n: count(*) }",
      "BAD_PARAMETER",
      "zone",
    ],
    [
      "a where that is a number",
      "time: day\nwhere: amount\nmeasures: { n: count(*) }",
      "WRONG_TYPE",
      "where",
    ],
    [
      "a top of what is no dimension",
      "time: day\nmeasures: { n: count(*) }\ntop: { dimension: region, measure: n }",
      "BAD_PARAMETER",
      "top.dimension",
    ],
  ];
  for (const [name, body, code, key] of cases) {
    await t.step(name, async () => {
      const ran = await runNotebook(database, notebook(ORDERS, body));
      const [problem] = ran.problems("k");
      assertEquals([problem?.code, problem?.place.key], [code, key]);
    });
  }
});

databaseTest("kpi ranks by its first measure, whatever its name", async (database, t) => {
  for (const name of ["value", "_count", "c", "b", "orders"]) {
    await t.step(name, async () => {
      const body = `time: day\nby: [customer]\nmeasures:\n  ${name}: sum(amount)`;
      const ran = await runNotebook(database, notebook(ORDERS, body));
      // a: 10 + 60 + 30 + 5 = 105, c: 40, b: 20.
      assertEquals(
        factsOf(ran).dimensions[0].values.map(({ value, amounts }) => [value, ...amounts]),
        [["a", 105], ["c", 40], ["b", 20]],
      );
    });
  }
});

databaseTest("kpi refuses names that it has itself, or that are cut", async (database, t) => {
  const cases: [string, string, RegExp][] = [
    ["the period's", "period: sum(amount)", /one name.*"period", which every kpi has/],
    ["one it computes with", "_level: sum(amount)", /one name.*"_level", which every kpi has/],
    // 26 letters of two bytes, and "_year_before" behind them.
    ["too many bytes", `${"é".repeat(26)}: sum(amount)`, /at most 51 bytes/],
    ["a NUL", `"a\\0": sum(amount)`, /no NUL/],
  ];
  for (const [name, measure, message] of cases) {
    await t.step(name, async () => {
      const ran = await runNotebook(
        database,
        notebook(ORDERS, `time: day\nmeasures:\n  ${measure}`),
        { continueOnError: true },
      );
      assertMatch(ran.problems("k")[0].message, message);
    });
  }
});

databaseTest("kpi knows no days beyond the years 1 to 9999", async (database, t) => {
  const rows = (days: string) =>
    `day,amount\n${days.split(" ").map((day) => `${day},1`).join("\n")}`;
  await t.step("the end of days is a period that is not over", async () => {
    const body = "time: day\ngrain: month\nmeasures: { s: sum(amount) }";
    const facts = factsOf(
      await runNotebook(database, notebook(rows("9999-11-30 9999-12-31"), body)),
    );
    assertEquals(facts.periods, ["9999-11-01", "9999-12-01"]);
    assertMatch(facts.incomplete ?? "", /^it ends after 2027-01-01/);
  });
  await t.step("a week that begins before the year 1 is refused", async () => {
    // The first of January of the year 1 was a Monday: its week began in the year before.
    const body = "time: day\ngrain: week\nweek_starts: sunday\nmeasures: { s: sum(amount) }";
    const ran = await runNotebook(database, notebook(rows("0001-01-01 0001-01-02"), body));
    assertMatch(ran.problems("k")[0].message, /outside of the years 1 to 9999/);
  });
});
