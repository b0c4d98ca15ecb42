import { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { Block } from "@/lib/chart/block.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { runNotebook } from "@/tests/helpers/run_notebook.ts";

const ORDERS = `
\`\`\`load orders
inline: |
  day,region,status,amount
  2026-01-01,North,new,10
  2026-01-01,South,new,20
  2026-01-02,North,old,30
  2026-01-04,North,new,5
  2026-01-04,,old,7
  2026-02-01,West,old,1
\`\`\`
`;

const DAILY = `${ORDERS}
\`\`\`kpi daily
time: day
by: [region]
measures:
  revenue: { value: sum(amount), unit: EUR }
  average: avg(amount)
\`\`\`
`;

function chart(body: string, above = ORDERS): string {
  return `${above}\n\`\`\`chart drawn\n${body}\n\`\`\`\n`;
}

const WEEKDAYS = [
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
];

type Some = Readonly<Record<string, unknown>>;

/** Picks some keys of a block. */
function pick(block: Block, ...keys: string[]): Some {
  const all = block as unknown as Some; // A block is plain JSON.
  return Object.fromEntries(keys.map((key) => [key, all[key]]));
}

databaseTest("chart draws a table's rows aggregated", async (database, t) => {
  const cases: [string, string, string[], Some][] = [
    [
      "bars by period",
      "{ type: bar, x: day, y: amount, grain: day }",
      ["type", "grain", "bars"],
      {
        type: "bar",
        grain: "day",
        bars: [
          { name: "2026-01-01", value: 30 },
          { name: "2026-01-02", value: 30 },
          { name: "2026-01-04", value: 12 },
          { name: "2026-02-01", value: 1 },
        ],
      },
    ],
    [
      "bars by value, those beyond the top told",
      "{ type: bar, x: region, y: amount, top: 2 }",
      ["answer", "bars", "title"],
      {
        // North 10 + 30 + 5, South 20, nothing 7, West 1.
        answer: "The first 2 of 4 by sum of amount, and the rest together",
        bars: [
          { name: "North", value: 45 },
          { name: "South", value: 20 },
          { name: "2 others", value: 8 },
        ],
        title: "Sum of amount by region",
      },
    ],
    [
      "no rest of what does not add up",
      "{ type: bar, x: region, y: amount, agg: avg, top: 1 }",
      ["answer", "bars"],
      { answer: "The first 1 of 4 by average amount", bars: [{ name: "South", value: 20 }] },
    ],
    [
      "bars by name",
      "{ type: bar, x: region, agg: count, sort: name }",
      ["bars"],
      {
        bars: [
          { name: "North", value: 3 },
          { name: "South", value: 1 },
          { name: "West", value: 1 },
          { name: "nothing", value: 1 },
        ],
      },
    ],
    [
      "a histogram",
      "{ type: histogram, x: amount }",
      ["bins"],
      // √6 makes 3 bins: of the width 10 from 0 to 30; 10 and 20 belong to the bin above, 30 to the last.
      {
        bins: [
          { from: 0, to: 10, count: 3 },
          { from: 10, to: 20, count: 1 },
          { from: 20, to: 30, count: 2 },
        ],
      },
    ],
    [
      "a heatmap",
      "{ type: heatmap, x: day, y: status, value: amount, grain: month }",
      ["rows", "columns", "values"],
      // new: 10 + 20 + 5 in January; old: 30 + 7, and 1 in February.
      { rows: ["new", "old"], columns: ["Jan 2026", "Feb 2026"], values: [[35, null], [37, 1]] },
    ],
    [
      "a heatmap of weekdays and months",
      "{ type: heatmap, x: day, y: day, agg: count }",
      ["title", "rows", "columns", "values", "answer"],
      {
        title: "Rows by weekday and month",
        rows: WEEKDAYS,
        columns: "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" "),
        // 1 January 2026 is a Thursday, the 2nd a Friday; the 4th and 1 February are Sundays.
        values: [0, 0, 0, 2, 1, 0, 2].map((january, weekday) => [
          january,
          weekday === 6 ? 1 : 0,
          ...Array(10).fill(0),
        ]),
        answer: "Most rows: Thursday, Jan, with 2",
      },
    ],
    [
      "a number",
      "{ type: number, y: amount, agg: median }",
      ["title", "value"],
      // 1, 5, 7, 10, 20, 30: between 7 and 10.
      { title: "Median amount", value: 8.5 },
    ],
    [
      "a count of different values",
      "{ type: number, y: region, agg: count_distinct }",
      ["value"],
      { value: 3 },
    ],
    [
      "a scatter",
      "{ type: scatter, x: amount, y: amount, color: region, title: Twice }",
      ["title", "points"],
      {
        title: "Twice",
        points: [[1, "West"], [5, "North"], [7, "nothing"], [10, "North"], [20, "South"], [
          30,
          "North",
        ]].map(([x, group]) => ({ x, y: x, group, label: null })),
      },
    ],
  ];
  for (const [name, body, keys, expected] of cases) {
    await t.step(name, async () => {
      const ran = await runNotebook(
        database,
        chart(body.slice(1, -1).replaceAll(", ", "\n").trim()),
      );
      assertEquals(ran.problems("drawn"), []);
      assertEquals(pick(ran.cell("drawn").blocks[0], ...keys), expected);
    });
  }
});

databaseTest("chart draws lines over time with gaps", async (database) => {
  const ran = await runNotebook(
    database,
    chart(
      "y: amount\ncolor: region\ntop: 2\ngrain: day",
      ORDERS.replace("  2026-02-01,West,old,1\n", ""),
    ),
  );
  assertEquals(pick(ran.cell("drawn").blocks[0], "type", "periods", "series", "answer"), {
    type: "line",
    periods: ["2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04"],
    series: [
      { name: "North", style: "plain", values: [10, 30, null, 5] },
      { name: "South", style: "plain", values: [20, null, null, null] },
    ],
    answer: "The first 2 of 3 by sum of amount; not drawn: nothing",
  });
});

databaseTest("chart draws a panel for each value, on one scale", async (database, t) => {
  const panels = [
    { name: "North", values: [10, 30, null, 5] },
    { name: "South", values: [20, null, null, null] },
    { name: "nothing", values: [null, null, null, 7] },
  ];
  const above = (text: string) => text.replace("  2026-02-01,West,old,1\n", "");
  await t.step("of a table", async () => {
    const ran = await runNotebook(
      database,
      chart("y: amount\neach: region\ngrain: day", above(ORDERS)),
    );
    assertEquals(ran.problems("drawn"), []);
    assertEquals(pick(ran.cell("drawn").blocks[0], "type", "title", "panels", "answer"), {
      type: "multiples",
      title: "Sum of amount by region",
      panels,
      answer: null,
    });
  });
  await t.step("of a kpi", async () => {
    const ran = await runNotebook(database, chart("measure: revenue\neach: region", above(DAILY)));
    assertEquals(pick(ran.cell("drawn").blocks[0], "type", "panels"), {
      type: "multiples",
      panels,
    });
  });
  await t.step("twelve at most, the others named", async () => {
    // Shops a to o sell 15, 14, … 1: a to l have room, m, n and o have none.
    const shops = [..."abcdefghijklmno"];
    const rows = shops.map((shop, index) => `  2026-01-01,${shop},${15 - index}`).join("\n");
    const ran = await runNotebook(
      database,
      chart(
        "y: amount\neach: shop",
        `\`\`\`load orders\ninline: |\n  day,shop,amount\n${rows}\n\`\`\`\n`,
      ),
    );
    const [block] = ran.cell("drawn").blocks;
    assertEquals(
      block.type === "multiples" && block.panels.map(({ name }) => name),
      shops.slice(0, 12),
    );
    assertEquals(
      pick(block, "answer"),
      { answer: "The first 12 of 15 by sum of amount; not drawn: m, n, o" },
    );
  });
});

databaseTest(
  "chart shows when a moment is busiest, by the clocks of the zone",
  async (database) => {
    // In Berlin in winter it is an hour later: Sunday 23:30 in UTC is Monday 00:30 there.
    const text = "---\ntime_zone: Europe/Berlin\n---\n" + chart(
      "type: heatmap\nx: at\ny: at\nagg: count",
      "```load orders\ninline: |\n  at\n  2026-01-04T23:30:00Z\n  2026-01-05T08:00:00Z\n" +
        "  2026-01-12T08:59:59Z\n```\n",
    );
    const ran = await runNotebook(database, text);
    assertEquals(ran.problems("drawn"), []);
    const [block] = ran.cell("drawn").blocks;
    if (block.type !== "heatmap") throw new Error(block.type);
    assertEquals([block.rows, block.columns.length], [WEEKDAYS, 24]);
    const busy = block.values.flatMap((hours, day) =>
      hours.flatMap((count, hour) =>
        count === 0 ? [] : [[block.rows[day], block.columns[hour], count]]
      )
    );
    assertEquals(busy, [["Monday", "00", 1], ["Monday", "09", 2]]);
    assertEquals(block.answer, "Most rows: Monday, 09:00, with 2");
  },
);

databaseTest(
  "chart draws a kpi's own totals, also of what does not add up",
  async (database, t) => {
    const cases: [string, string, string[], Some][] = [
      [
        "the measure by period",
        "measure: average",
        ["type", "series", "axis"],
        {
          type: "line",
          // (10 + 20) / 2, 30, a gap, (5 + 7) / 2, … 27 days without rows …, 1.
          series: [{
            name: null,
            style: "plain",
            values: [15, 30, null, 6, ...new Array(27).fill(null), 1],
          }],
          axis: { title: "Average", unit: null },
        },
      ],
      [
        "by dimension",
        "type: bar\nmeasure: average",
        ["bars"],
        {
          bars: [
            { name: "South", value: 20 },
            { name: "North", value: 15 },
            { name: "nothing", value: 7 },
            { name: "West", value: 1 },
          ],
        },
      ],
      [
        "the last whole period",
        "type: number\nmeasure: revenue",
        ["value", "unit"],
        { value: 1, unit: "EUR" },
      ],
    ];
    for (const [name, body, keys, expected] of cases) {
      await t.step(name, async () => {
        const ran = await runNotebook(database, chart(body, DAILY));
        assertEquals(ran.problems("drawn"), []);
        assertEquals(pick(ran.cell("drawn").blocks[0], ...keys), expected);
      });
    }
  },
);

databaseTest("chart refuses what does not fit, at the key", async (database, t) => {
  const cases: [string, string, string, string, string][] = [
    ["an unknown type", ORDERS, "type: pie", "BAD_NOTEBOOK", "type"],
    ["a key of another type", ORDERS, "type: bar\ncolor: region", "BAD_NOTEBOOK", "color"],
    ["an unknown column", ORDERS, "y: amuont", "MISSING_COLUMN", "y"],
    ["an amount that is none", ORDERS, "y: region", "WRONG_TYPE", "y"],
    ["a time that is none", ORDERS, "x: region\ny: amount", "WRONG_TYPE", "x"],
    ["an aggregate of a series", DAILY, "measure: revenue\nagg: sum", "WRONG_TYPE", "agg"],
    ["another period", DAILY, "measure: revenue\ngrain: month", "WRONG_TYPE", "grain"],
    [
      "a grid that sums averages",
      DAILY,
      "type: heatmap\nx: region\ny: region\nmeasure: average",
      "WRONG_TYPE",
      "measure",
    ],
    [
      "a grid that sums averages over weeks",
      DAILY,
      "type: heatmap\nx: period\ny: period\nmeasure: average",
      "WRONG_TYPE",
      "measure",
    ],
    [
      "hours of a day",
      ORDERS,
      "type: heatmap\nx: day\nx_part: hour\ny: region",
      "WRONG_TYPE",
      "x_part",
    ],
    [
      "panels with several lines",
      ORDERS,
      "y: amount\neach: region\ncolor: status",
      "BAD_PARAMETER",
      "each",
    ],
    ["panels of layers", ORDERS, "type: area\neach: region", "BAD_NOTEBOOK", "each"],
    [
      "lines of what is no dimension",
      DAILY,
      "measure: revenue\ncolor: complete",
      "MISSING_COLUMN",
      "each[1]",
    ],
  ];
  for (const [name, above, body, code, key] of cases) {
    await t.step(name, async () => {
      const ran = await runNotebook(database, chart(body, above));
      const [problem] = ran.problems("drawn");
      assertEquals([problem?.code, problem?.place.key], [code, key]);
    });
  }
});

databaseTest("chart draws 100,000 periods, and says how many are too many", async (database, t) => {
  const long = (first: string) => `
\`\`\`load long
inline: |
  day,amount
  ${first},1
  2026-01-01,2
\`\`\`
`;
  const cases = [
    // 273 years have 66 leap days, without those of 1800 and 1900: 273 × 365 + 66 = 99,711 and the last.
    ["1753-01-01", "{ type: line, x: day, y: amount, agg: sum, grain: day }", 99_712],
    ["1726-01-01", "{ type: line, x: day, y: amount, agg: sum, grain: day }", "100,000"],
    // Of six lines each has a sixth of 240,000.
    ["1753-01-01", "{ type: line, x: day, y: amount, grain: day, color: amount }", "40,000"],
  ] as const;
  for (const [first, body, expected] of cases) {
    await t.step(`${first} ${body}`, async () => {
      const ran = await runNotebook(database, chart(body, long(first)));
      if (typeof expected === "number") {
        const [block] = ran.cell("drawn").blocks;
        assertEquals(block.type === "line" && block.periods.length, expected);
      } else {
        const [problem] = ran.problems("drawn");
        assertEquals(problem.message.startsWith(`Cannot draw more than ${expected} periods`), true);
      }
    });
  }
});
