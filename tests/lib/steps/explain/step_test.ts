import { deepStrictEqual as assertEquals, match as assertMatch } from "node:assert/strict";
import { databaseTest } from "@/tests/helpers/database.ts";
import { type RanNotebook, runNotebook } from "@/tests/helpers/run_notebook.ts";

const ORDERS = `
  month,region,channel,visits,amount
  2026-01-15,EMEA,web,100,60
  2026-01-20,EMEA,shop,100,40
  2026-01-15,APAC,web,50,30
  2026-01-20,,shop,50,20
  2026-02-15,EMEA,web,80,10
  2026-02-28,EMEA,shop,120,28
  2026-02-15,APAC,web,50,11
  2026-02-28,LATAM,shop,50,1
`;

/** A load, a kpi by month, and an explain cell. */
function notebook(explain: string, kpi = "", rows = ORDERS): string {
  const lines = rows.trim().split("\n").map((line) => `  ${line.trim()}`).join("\n");
  return `
\`\`\`load orders
inline: |
${lines}
\`\`\`

\`\`\`kpi monthly
time: month
grain: month
by: [region, channel]
measures:
  revenue: { value: sum(amount), unit: EUR }
  visits: sum(visits)
  a_visit: revenue / visits
  mean: avg(amount)
  rounded: { value: "round(100 * sum(amount) / nullif(sum(visits), 0), 1)", unit: points }
  customers: count(distinct region)
  middle: median(amount)
${kpi}
\`\`\`

\`\`\`explain why
${explain}
\`\`\`
`;
}

/** The rows of a dimension as they are shown, in their order. */
function segmentsOf(ran: RanNotebook, dimension: string): readonly (readonly unknown[])[] {
  const details = ran.cell("why").blocks.find((block) => block.type === "details");
  const table = details?.blocks.find((block) => block.type === "table");
  return (table?.rows ?? []).filter(([name]) => name === dimension).map((row) => row.slice(1));
}

databaseTest("explain tells what each segment brought to a sum", async (database, t) => {
  const ran = await runNotebook(
    database,
    notebook("measure: revenue\nbetween: [2026-01, 2026-02]"),
  );
  // 150 to 50: EMEA 100 to 38, APAC 30 to 11, nothing 20 to none, LATAM none to 1.
  await t.step("with the share of each, which add up", () => {
    assertEquals(segmentsOf(ran, "region").map((row) => row.slice(0, 5)), [
      ["EMEA", 100, 38, -62, 0.62],
      ["nothing", 20, null, -20, 0.2],
      ["APAC", 30, 11, -19, 0.19],
      ["LATAM", null, 1, 1, -0.01],
    ]);
  });
  await t.step("in one line", () => {
    assertEquals(
      ran.figures("why").answer,
      "Revenue fell by €100, from €150 (Jan 2026) to €50 (Feb 2026): " +
        "EMEA brought 62% of the fall, nothing 20%",
    );
  });
  await t.step("as figures", () => {
    const figures = ran.figures("why");
    assertEquals(
      ["before", "after", "change", "region.segment", "region.share", "channel.segment"]
        .map((path) => figures[path]),
      [150, 50, -100, "EMEA", 0.62, "web"],
    );
  });
  await t.step("as rows", async () => {
    const rows = await ran.rows("why");
    assertEquals(rows.length, 6);
    assertEquals(rows.find(([, segment]) => segment === "EMEA")?.slice(0, 9), [
      "region",
      "EMEA",
      1,
      100,
      38,
      -62,
      0.62,
      null,
      null,
    ]);
  });
  await t.step("as a waterfall for each dimension, the most surprising first", () => {
    const waterfalls = ran.cell("why").blocks.filter((block) => block.type === "waterfall");
    // Parts of the whole, then: web 90 and 21 of 150 and 50, shop 60 and 29: they changed places.
    // By region one part went (13%), which is more: EMEA 67 to 76%, APAC 20 to 22%.
    assertEquals(
      waterfalls.map(({ category, start, steps, end }) => [
        category,
        start,
        steps.map(({ name }) => name),
        end,
      ]),
      [
        [
          "Region",
          { name: "Jan 2026", value: 150 },
          ["EMEA", "nothing", "APAC", "LATAM"],
          { name: "Feb 2026", value: 50 },
        ],
        [
          "Channel",
          { name: "Jan 2026", value: 150 },
          ["web", "shop"],
          { name: "Feb 2026", value: 50 },
        ],
      ],
    );
    // 69 and 31 of the fall of 100.
    assertEquals(waterfalls[1].answer, "By channel: web brought 69% of the fall, shop 31%");
  });
});

databaseTest("explain splits a ratio into mix and rate", async (database, t) => {
  const of = async (measure: string) => {
    const ran = await runNotebook(
      database,
      notebook(`measure: ${measure}\nby: [channel]\nbetween: [2026-01, 2026-02]`),
    );
    return segmentsOf(ran, "channel").map((row) => [
      row[0],
      ...row.slice(1).map((value) => value === null ? null : Number(Number(value).toFixed(6))),
    ]);
  };
  // Web: 90 of 150 visits, then 21 of 130. Shop: 60 of 150, then 29 of 170. Parts 1/2 and 13/30,
  // 1/2 and 17/30; ratios 0.6 and 0.161538, 0.4 and 0.170588. Whole 0.5, then 1/6; middle 1/3.
  // Web: rate 7/15 x -0.438462 = -0.204615; mix (0.380769 - 0.333333) x -1/15 = -0.003162.
  // Shop: rate 8/15 x -0.229412 = -0.122353; mix (0.285294 - 0.333333) x 1/15 = -0.003203.
  // Together -0.333333.
  await t.step("of two other measures", async () => {
    const [web, shop] = await of("a_visit");
    assertEquals(web.slice(0, 7), ["web", 0.6, 0.161538, -0.207778, 0.623, -0.003162, -0.204615]);
    assertEquals(shop.slice(0, 7), ["shop", 0.4, 0.170588, -0.125556, 0.377, -0.003203, -0.122353]);
  });
  await t.step("and one that is scaled and rounded, by what it is made of", async () => {
    const [web] = await of("rounded");
    assertEquals(web.slice(0, 4), ["web", 60, 16.153846, -20.777778]);
  });
  await t.step("and a mean, from its sum and count", async () => {
    // Web 60 and 30, then 10 and 11; shop 40 and 20, then 28 and 1: half of the rows each time.
    assertEquals((await of("mean")).map((row) => row.slice(0, 7)), [
      ["web", 45, 10.5, -17.25, 0.69, 0, -17.25],
      ["shop", 30, 14.5, -7.75, 0.31, 0, -7.75],
    ]);
  });
  await t.step("and says so in its answer", async () => {
    const ran = await runNotebook(
      database,
      notebook("measure: mean\nby: [channel]\nbetween: [2026-01, 2026-02]"),
    );
    assertEquals(
      ran.figures("why").answer,
      "Mean fell by 25, from 37.50 (Jan 2026) to 12.50 (Feb 2026): web brought 69% of the fall, " +
        "shop 31%; by the rates themselves, hardly by mix",
    );
  });
});

databaseTest("explain puts means together from what a load kept", async (database) => {
  // A kpi by day of plain aggregates, whose rows are added up while the file is read.
  const text = `
\`\`\`load orders
file: orders.csv
\`\`\`

\`\`\`kpi daily
time: day
by: [region]
measures: { mean: avg(amount) }
\`\`\`

\`\`\`explain why
measure: mean
between: [2026-01-01, 2026-01-02]
\`\`\`
`;
  const files = {
    "orders.csv": "day,region,amount\n2026-01-01,North,10\n2026-01-01,North,20\n" +
      "2026-01-01,South,60\n2026-01-02,North,30\n2026-01-02,South,40\n",
  };
  // North 30 of 2, then 30 of 1; South 60 of 1, then 40 of 1. Whole 30, then 35; middle 32.5.
  // North: rate (2/3 + 1/2)/2 x 15 = 8.75; mix (22.5 - 32.5) x -1/6 = 1.666667.
  // South: rate (1/3 + 1/2)/2 x -20 = -8.333333; mix (50 - 32.5) x 1/6 = 2.916667.
  for (const ahead of [true, false]) {
    const ran = await runNotebook(database, text, { files, ahead, cache: false });
    const rows = await ran.rows("why");
    assertEquals(
      rows.map((row) => [row[1], ...row.slice(7, 9).map((value) => Number(value).toFixed(6))]),
      [["North", "1.666667", "8.750000"], ["South", "2.916667", "-8.333333"]],
    );
  }
});

databaseTest("explain compares what it is told to", async (database, t) => {
  const answer = async (explain: string, rows = ORDERS) =>
    (await runNotebook(database, notebook(explain, "", rows))).figures("why").answer;
  await t.step("a slice", async () => {
    assertMatch(
      String(await answer("measure: revenue\nonly: { region: EMEA }")),
      /^Revenue fell by €62, .*: web brought 81% of the fall, shop 19%$/,
    );
  });
  await t.step("spans of other lengths by what a period has", async () => {
    // 150 in January, then 50 and 10: 30 a month.
    const more = `${ORDERS}  2026-03-31,EMEA,web,1,10\n`;
    assertMatch(
      String(await answer("measure: revenue\nbetween: [2026-01, 2026-02..2026-03]", more)),
      /^Revenue fell by €120, from €150 a month \(Jan 2026\) to €30 a month \(Feb to Mar 2026\)/,
    );
  });
  await t.step("the last whole period with the one before where nothing is said", async () => {
    // 300 visits each month; EMEA came to none more, APAC too, LATAM took the place of nothing.
    assertEquals(
      await answer("measure: visits\nby: [region]"),
      "Visits hardly moved, from 300 (Jan 2026) to 300 (Feb 2026): LATAM +50 and nothing −50 " +
        "made up for one another",
    );
  });
  await t.step("a period that is not over, and says so", async () => {
    const ran = await runNotebook(
      database,
      notebook("measure: revenue\nbetween: [2026-01, 2026-02]"),
      { asOf: "2026-02-28" },
    );
    assertMatch(
      String(ran.figures("why").answer),
      /^Revenue fell by €100, from €150 \(Jan 2026\) to €50 \(Feb 2026, not over yet\): /,
    );
  });
  await t.step("nothing where there is one period", async () => {
    const ran = await runNotebook(
      database,
      notebook("measure: revenue", "", ORDERS.split("\n").slice(0, 6).join("\n")),
    );
    assertEquals(ran.figures("why").answer, "Revenue has too few months to compare");
    assertEquals([ran.cell("why").blocks[0].type, await ran.rows("why")], ["text", []]);
  });
  await t.step("a whole that hardly moved by what made up for it", async () => {
    const rows = `
      month,region,channel,visits,amount
      2026-01-15,North,web,1,500
      2026-01-15,South,web,1,500
      2026-02-15,North,web,1,900
      2026-02-28,South,web,1,101
    `;
    assertEquals(
      await answer("measure: revenue\nby: [region]", rows),
      "Revenue hardly moved, from €1k (Jan 2026) to €1k (Feb 2026): " +
        "North +400 and South −399 made up for one another",
    );
  });
});

databaseTest("explain compares hours with the same of the week before", async (database) => {
  const hours = ["at,region,amount"];
  for (let hour = 0; hour <= 168; hour++) {
    const at = new Date(Date.UTC(2026, 0, 1, hour)).toISOString();
    hours.push(`${at},North,${hour === 168 ? 3 : 5}`, `${at},South,2`);
  }
  const text = (between: string) =>
    `\`\`\`load sales\ninline: |\n${hours.map((line) => `  ${line}`).join("\n")}\n\`\`\`\n\n` +
    "```kpi hourly\ntime: at\ngrain: hour\nby: [region]\nmeasures: { revenue: sum(amount) }\n```\n\n" +
    `\`\`\`explain why\nmeasure: revenue\n${between}\n\`\`\`\n`;
  const answer = async (between: string) =>
    (await runNotebook(database, text(between))).figures("why").answer;
  assertEquals(
    await answer(""),
    "Revenue fell by 2, from 7 (1 Jan 2026, 00:00 UTC) to 5 (8 Jan 2026, 00:00 UTC): " +
      "North brought 100% of the fall",
  );
  // A day of 24 hours of 7, and the only hour of the last day: by what an hour has.
  assertMatch(
    String(await answer("between: [2026-01-01, 2026-01-08]")),
    /^Revenue fell by 2, from 7 an hour/,
  );
});

databaseTest("explain puts small groups together", async (database) => {
  const rows = ["month,region,channel,visits,amount"];
  for (let i = 0; i < 9; i++) {
    rows.push(`2026-01-01,r${i},web,1,${10 * (i + 1)}`, `2026-02-28,r${i},web,1,${5 * (i + 1)}`);
  }
  const ran = await runNotebook(
    database,
    notebook("measure: revenue\ntop: 2", "", rows.join("\n")),
  );
  // Each halves: r8 loses 45 and r7 40 of 225; the others 140.
  assertEquals(segmentsOf(ran, "region").map((row) => row.slice(0, 5)), [
    ["r8", 90, 45, -45, 0.2],
    ["r7", 80, 40, -40, 0.178],
    ["7 others", 280, 140, -140, 0.622],
  ]);
});

databaseTest("explain refuses what it cannot explain, and says what to do", async (database, t) => {
  const problem = async (explain: string, kpi?: string) => {
    const ran = await runNotebook(database, notebook(explain, kpi), { continueOnError: true });
    const [{ code, message, place, remedy }] = ran.problems("why");
    return [code, place.key, message, remedy];
  };
  const cannot = (measure: string) => [
    "WRONG_TYPE",
    "measure",
    "Cannot tell what segments brought as they must add up to the measure: " +
    `current value is "${measure}", no sum, count, average or ratio of sums`,
    "Explain a sum, a count, an average, or one sum over another",
  ];
  await t.step(
    "distinct counts",
    async () => assertEquals(await problem("measure: customers"), cannot("customers")),
  );
  await t.step(
    "medians",
    async () => assertEquals(await problem("measure: middle"), cannot("middle")),
  );
  await t.step(
    "measures that are not there",
    async () =>
      assertEquals((await problem("measure: revenu")).slice(0, 2), ["MISSING_COLUMN", "measure"]),
  );
  await t.step(
    "dimensions that are not there",
    async () =>
      assertEquals(await problem("measure: revenue\nby: [regio]"), [
        "MISSING_COLUMN",
        "by[1]",
        'Cannot use a dimension as the kpi cell has none of this name: current value is "regio"',
        'Did you mean "region"?',
      ]),
  );
  await t.step(
    "times without periods",
    async () =>
      assertEquals(await problem("measure: revenue\nbetween: [2019, 2026-02]"), [
        "BAD_PARAMETER",
        "between[1]",
        'Cannot compare two times as each must have periods: current value is "2019"',
        "There are months from 2026-01-01 to 2026-02-01",
      ]),
  );
});

databaseTest("explain is told in a summary that is given no text", async (database) => {
  const text = `${notebook("measure: revenue\nbetween: [2026-01, 2026-02]")}\n` +
    "```summary brief\n```\n";
  const ran = await runNotebook(database, text);
  const told = ran.cell("brief").blocks.flatMap((block) =>
    block.type === "text"
      ? block.paragraphs.map((spans) => spans.map(({ text }) => text).join(""))
      : []
  );
  assertEquals(told.includes(`${ran.figures("why").answer}.`), true, told.join("\n"));
});

databaseTest(
  "explain tells what made up for what, where parts moved more than the whole",
  async (database) => {
    const ran = await runNotebook(
      database,
      notebook(
        "measure: revenue\nbetween: [2026-01, 2026-02]\nby: [region]",
        "",
        `
      month,region,channel,visits,amount
      2026-01-15,EMEA,web,100,500
      2026-01-15,APAC,web,100,500
      2026-02-15,EMEA,web,100,200
      2026-02-28,APAC,web,100,700
    `,
      ),
    );
    // 1000 to 900: EMEA 300 less, which is 300% of the fall, APAC 200 more.
    assertEquals(
      ran.figures("why").answer,
      "Revenue fell by €100, from €1k (Jan 2026) to €900 (Feb 2026): " +
        "EMEA −300 and APAC +200 nearly made up for one another",
    );
  },
);

databaseTest("explain tells percentages that are near each other apart", async (database) => {
  const ran = await runNotebook(
    database,
    notebook(
      "measure: share\nbetween: [2026-01, 2026-02]\nby: [region]",
      '  share: { value: sum(amount) / sum(visits), unit: "%" }',
      `
      month,region,channel,visits,amount
      2026-01-15,EMEA,web,10000,396
      2026-02-28,EMEA,web,10000,401
    `,
    ),
  );
  assertMatch(
    String(ran.figures("why").answer),
    /^Share rose by 0\.05 points, from 3\.96% \(Jan 2026\) to 4\.01% \(Feb 2026\)/,
  );
});
