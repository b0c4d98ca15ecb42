import { deepStrictEqual as assertEquals, match as assertMatch } from "node:assert/strict";
import { databaseTest } from "@/tests/helpers/database.ts";
import { runNotebook } from "@/tests/helpers/run_notebook.ts";
import { factsOf, notebook } from "./notebook.ts";

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

databaseTest(
  "kpi takes a period for whole that ends as those before it do",
  async (database, t) => {
    const cases: [string, string, string, string | null][] = [
      ["a row a month", "month", "2025-10-01 2025-11-01 2025-12-01 2026-01-01 2026-02-01", null],
      ["a row a year", "year", "2021-01-01 2022-01-01 2023-01-01 2024-01-01 2025-01-01", null],
      // The last of these days are Fridays.
      ["no weekends", "week", "2026-01-02 2026-01-05 2026-01-09 2026-01-16 2026-01-23", null],
      [
        "a month that ends earlier than all others",
        "month",
        "2025-09-30 2025-10-31 2025-11-30 2025-12-31 2026-01-12",
        "the rows end on 2026-01-12",
      ],
      ["too few to say", "month", "2026-01-01 2026-02-01 2026-03-01", "the rows end on 2026-03-01"],
    ];
    for (const [name, grain, days, reason] of cases) {
      await t.step(name, async () => {
        const rows = `day,n\n${days.split(" ").map((day) => `${day},1`).join("\n")}`;
        const body = `time: day\ngrain: ${grain}\nmeasures: { n: sum(n) }`;
        assertEquals(factsOf(await runNotebook(database, notebook(rows, body))).incomplete, reason);
      });
    }
  },
);

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
