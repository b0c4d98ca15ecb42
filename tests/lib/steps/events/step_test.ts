import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { databaseTest } from "@/tests/helpers/database.ts";
import { runNotebook } from "@/tests/helpers/run_notebook.ts";

function events(body: string, above = ""): string {
  return `${above}\n\`\`\`events calendar\n${body}\n\`\`\`\n`;
}

const CAMPAIGNS = `
\`\`\`load campaigns
inline: |
  name,from,until,effect
  Spring sale,2026-04-13,2026-04-14,
  Outage,2026-05-05,2026-05-05,mute
\`\`\`
`;

databaseTest("events gives a row for each day of each event", async (database, t) => {
  await t.step("of a country, in the years asked for", async () => {
    const ran = await runNotebook(
      database,
      events("holidays: DE\nyears: { first: 2026, last: 2026 }"),
    );
    assertEquals(ran.problems("calendar"), []);
    const rows = await ran.rows("calendar");
    // The nine of all of Germany: see holidays_test.ts.
    assertEquals(rows.length, 9);
    assertEquals(rows[0], [
      "2026-01-01",
      "New Year's Day",
      "DE",
      "explain",
      "2026-01-01",
      "2026-01-01",
    ]);
  });
  await t.step("of its body, unordered and told twice", async () => {
    const ran = await runNotebook(
      database,
      events(`effect: none
days:
  - { name: Launch, from: 2025-12-31, until: 2026-01-01 }
  - { name: Outage, on: 2024-02-29, effect: mute }
  - { name: Launch, from: 2025-12-31, until: 2026-01-01 }`),
    );
    assertEquals(await ran.rows("calendar"), [
      ["2024-02-29", "Outage", "days", "mute", "2024-02-29", "2024-02-29"],
      ["2025-12-31", "Launch", "days", "none", "2025-12-31", "2026-01-01"],
      ["2026-01-01", "Launch", "days", "none", "2025-12-31", "2026-01-01"],
    ]);
    const { events: count, days, muted } = ran.figures("calendar");
    assertEquals([count, days, muted], [2, 3, 1]);
  });
  await t.step("of a table that it names", async () => {
    const ran = await runNotebook(database, events("from: campaigns", CAMPAIGNS));
    assertEquals(await ran.rows("calendar"), [
      ["2026-04-13", "Spring sale", "campaigns", "explain", "2026-04-13", "2026-04-14"],
      ["2026-04-14", "Spring sale", "campaigns", "explain", "2026-04-13", "2026-04-14"],
      ["2026-05-05", "Outage", "campaigns", "mute", "2026-05-05", "2026-05-05"],
    ]);
  });
  await t.step("of none", async () => {
    const ran = await runNotebook(database, events("holidays: []"));
    assertEquals(await ran.rows("calendar"), []);
    const [words] = ran.cell("calendar").blocks;
    assertEquals(
      words.type === "text" && words.paragraphs[0][0].text,
      [
        "No events yet: choose a country, or add days.",
      ][0],
    );
  });
});

databaseTest("events puts moments on the days of the notebook's zone", async (database) => {
  const head = "---\ntime_zone: Europe/Berlin\n---\n";
  const above = `${head}
\`\`\`load outages
inline: |
  name,from
  Outage,2026-06-30T23:30:00Z
\`\`\`
`;
  const ran = await runNotebook(database, events("from: outages", above));
  assertEquals(ran.problems("calendar"), []);
  // 23:30 in UTC is 01:30 of the next day in Berlin.
  assertEquals((await ran.rows("calendar")).map(([day]) => day), ["2026-07-01"]);
});

databaseTest("events keeps ten thousand of them", async (database) => {
  const rows = Array.from({ length: 10_000 }, (_, i) => {
    const day = new Date(Date.UTC(2000, 0, 1 + i)).toISOString().slice(0, 10);
    return `  Event ${i},${day}`;
  });
  const above = `\`\`\`load many\ninline: |\n  name,on\n${rows.join("\n")}\n\`\`\`\n`;
  const ran = await runNotebook(database, events("from: many", above));
  assertEquals(ran.figures("calendar").events, 10_000);
});

databaseTest("events leaves rows out that are none, and says which", async (database) => {
  const above = `
\`\`\`load campaigns
inline: |
  name,from,until
  Good,2026-04-13,2026-04-14
  Late,2026-04-13,2026-04-12
  ,2026-04-13,2026-04-14
  Never,,
\`\`\`
`;
  const ran = await runNotebook(database, events("from: campaigns", above));
  assertEquals((await ran.rows("calendar")).length, 2);
  const [{ severity, message, place }] = ran.problems("calendar");
  assertEquals([severity, place.key], ["warning", "from"]);
  assertEquals(
    message,
    'Cannot read 3 events of "campaigns" as each needs a name and days in their order: ' +
      'current value is "Late" ends on 2026-04-12, before it begins on 2026-04-13',
  );
});

databaseTest("events keeps names of a table to one line that a page can show", async (database) => {
  const above = `
\`\`\`load campaigns
inline: |
  name,on
  "Spring\t sale",2026-04-13
  ${"x".repeat(300)},2026-04-14
\`\`\`
`;
  const ran = await runNotebook(database, events("from: campaigns", above));
  assertEquals((await ran.rows("calendar")).map(([, name]) => name), ["Spring  sale"]);
  assertEquals(
    ran.problems("calendar")[0].message,
    'Cannot read 1 event of "campaigns" as each needs a name and days in their order: ' +
      `current value is "${"x".repeat(40)}…" is longer than 200 characters`,
  );
});

databaseTest("events tells what is wrong with its body at its place", async (database, t) => {
  const cases: [string, string, [number | undefined, string]][] = [
    [
      "a country",
      "holidays: [DE, de]",
      [
        3,
        'Cannot use "holidays[2]" as it must be the code of a country, such as DE or US; ' +
        'the nearest is DE: current value is "de"',
      ],
    ],
    [
      "a region",
      "holidays: DE-XX",
      [
        3,
        'Cannot use "holidays" as it must be DE or one of its regions, DE- with ' +
        "BB, BE, BW, BY, HB, HE, HH, MV, NI, NW, RP, SH, SL, SN, ST, TH: " +
        'current value is "DE-XX"',
      ],
    ],
    [
      "a name that no line holds",
      'days:\n  - { name: "a\\tb", on: 2026-02-01 }',
      [
        4,
        'Cannot use "days[1].name" as it must be one line of plain text: ' +
        'current value is "a\\tb"',
      ],
    ],
    [
      "a day that there is not",
      "days:\n  - { name: Leap, on: 2026-02-29 }",
      [
        4,
        'Cannot use "days[1].on" as it must be a day that there is, written YYYY-MM-DD: ' +
        'current value is "2026-02-29"',
      ],
    ],
    [
      "an end before its beginning",
      "days:\n  - { name: Sale, from: 2026-03-02, until: 2026-03-01 }",
      [
        4,
        'Cannot use "days[1].until" as it must not be before from, which is 2026-03-02: ' +
        'current value is "2026-03-01"',
      ],
    ],
    [
      "a beginning without an end",
      "days:\n  - { name: Sale, from: 2026-03-02 }",
      [
        4,
        'Cannot use "days[1].from" as it must go with until, the last day: ' +
        'current value is "2026-03-02"',
      ],
    ],
  ];
  for (const [name, body, [line, message]] of cases) {
    await t.step(name, async () => {
      const ran = await runNotebook(database, events(body));
      const [problem] = ran.plan.problems;
      assertEquals([problem?.place.line, problem?.message], [line, message]);
    });
  }
});

databaseTest("events tells what a table lacks before it runs", async (database) => {
  const above = "```load orders\ninline: |\n  day,amount\n  2026-01-01,1\n```\n";
  const ran = await runNotebook(database, events("from: orders", above));
  const [{ message, place, remedy }] = ran.problems("calendar");
  assertEquals(place.key, "from");
  assertEquals(
    message,
    'Cannot read events from "orders" as it has no column name: current value is day, amount',
  );
  assertEquals(remedy, "Rename one in a clean cell");
});

databaseTest("events is read by sql, and by no one who does not name it", async (database) => {
  const ran = await runNotebook(
    database,
    `
\`\`\`load orders
inline: |
  day,amount
  2026-01-01,1
  2026-01-02,2
\`\`\`
${events("holidays: DE\nyears: { first: 2026, last: 2026 }")}
\`\`\`sql joined
query: |
  select orders.day, calendar.name from orders left join calendar on calendar.day = orders.day
\`\`\`

\`\`\`kpi daily
from: orders
time: day
measures: { total: sum(amount) }
\`\`\`

\`\`\`check sound
row_count: { min: 1 }
\`\`\`
`,
  );
  assertEquals(await ran.rows("joined"), [
    ["2026-01-01", "New Year's Day"],
    ["2026-01-02", null],
  ]);
  assertEquals(ran.plan.cells.get("sound")?.parents, ["daily"]);
});
