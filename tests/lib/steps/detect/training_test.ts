import { deepStrictEqual as assertEquals, throws as assertThrows } from "node:assert/strict";
import { AppError } from "@/lib/errors.ts";
import type { Grain } from "@/lib/frame/schema.ts";
import { detectParameters } from "@/lib/steps/detect/parameters.ts";
import { checkTraining, trainingOf, trainingWords } from "@/lib/steps/detect/training.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { oddDays as days } from "@/tests/helpers/detect_notebook.ts";
import { runNotebook } from "@/tests/helpers/run_notebook.ts";

const FOREST = "measure: revenue\nmethod: isolation_forest\ncontamination: 0.05";

function bodyOf(until: string | undefined) {
  return detectParameters.parse({
    measure: "revenue",
    method: "isolation_forest",
    trained_until: until,
  });
}

databaseTest(
  "detect trains a forest until a day, and applies it to all later ones",
  async (database, t) => {
    // 60 days from 1 January on: 51 of them until 20 February, 9 after it.
    const found = async (changed: Readonly<Record<number, number>>, until = "2026-02-20") => {
      const ran = await runNotebook(database, days(`${FOREST}\ntrained_until: ${until}`, changed));
      const [line] = ran.cell("odd").blocks;
      if (line.type !== "line") throw new TypeError("No line");
      return {
        rows: await ran.rows("odd"),
        line,
        figures: ran.figures("odd"),
        problems: ran.problems("odd"),
      };
    };
    const plain = await found({});
    await t.step("says so, in words, on the chart and in figures", () => {
      assertEquals(
        plain.line.answer?.split("; ")[1],
        "a forest trained on 51 days until 20 Feb 2026, applied to 9 new days",
      );
      assertEquals(plain.line.trained, 51);
      const { figures } = plain;
      assertEquals(
        [figures["trained.until"], figures["trained.periods"], figures["trained.new"]],
        ["2026-02-20", 51, 9],
      );
      assertEquals(plain.problems, []);
    });
    await t.step("what is new changes nothing about what it was trained on", async () => {
      const other = await found({ 57: 500 });
      assertEquals(other.rows.slice(0, 57), plain.rows.slice(0, 57));
      assertEquals([other.rows[57][6], other.rows[57][7]], [true, "unusual"]);
      // Neither does it move the limit: what the forest learnt from alone does.
      assertEquals(other.line.flags.filter(({ index }) => index < 51), plain.line.flags);
    });
    await t.step("another day trains another forest", async () => {
      const { rows, figures } = await found({}, "2026-01-31");
      assertEquals([figures["trained.periods"], figures["trained.new"]], [31, 29]);
      assertEquals(rows.some((row, i) => row[5] !== plain.rows[i][5]), true);
    });
    await t.step("a month is all of it", async () => {
      const { rows, figures } = await found({}, "2026-01");
      assertEquals(figures["trained.until"], "2026-01-31");
      assertEquals(rows, (await found({}, "2026-01-31")).rows);
    });
  },
);

databaseTest(
  "detect keeps a trained forest to a budget by what it learnt from",
  async (database) => {
    const body = `${FOREST}\ntrained_until: 2026-02-20\nbudget: { alerts: 1 }`;
    const ran = await runNotebook(database, days(body, { 40: 500, 57: 900 }));
    const odd = (await ran.rows("odd")).filter((row) => row[6] === true).map(([period]) => period);
    // 51 days are 1.7 months: two alerts at the most until 20 February, of which one is day 40.
    assertEquals(odd.includes("2026-02-10"), true);
    assertEquals(odd.filter((period) => String(period) <= "2026-02-20").length <= 2, true);
    assertEquals(odd.includes("2026-02-27"), true);
  },
);

databaseTest(
  "detect refuses and warns of a time until which it can't train",
  async (database, t) => {
    const problemsOf = async (key: string, method = FOREST) => {
      const ran = await runNotebook(database, days(`${method}\n${key}`));
      return ran.problems("odd").map(({ severity, message, remedy, place }) => ({
        severity,
        message,
        remedy,
        key: place.key,
        isPlaced: place.line !== undefined,
      }));
    };
    const cases: [string, string, string | undefined, [string, RegExp, RegExp]][] = [
      [
        "too little to learn from",
        "trained_until: 2026-01-20",
        undefined,
        // The thirtieth of the days is 30 January.
        [
          "error",
          /fewer than 30 days: current value is 20 until "2026-01-20"/,
          /^Name 2026-01-30 or later/,
        ],
      ],
      [
        "before all",
        "trained_until: 2025-06-30",
        undefined,
        ["error", /current value is 0 until/, /^Name 2026-01-30 or later/],
      ],
      [
        "after all",
        "trained_until: 2026-12-31",
        undefined,
        ["warning", /none came after .*the last day is 2026-03-01/, /^Name an earlier time/],
      ],
      [
        "an hour of days",
        "trained_until: 2026-02-20T05:00Z",
        undefined,
        ["error", /midst of a day/, /such as 2026-02-20$/],
      ],
      [
        "another method",
        "trained_until: 2026-02-20",
        "measure: revenue\nmethod: seasonal",
        ["error", /it must go with method: isolation_forest/, /./],
      ],
      [
        "with judge",
        "judge: past\ntrained_until: 2026-02-20",
        undefined,
        ["error", /it must stand without judge/, /./],
      ],
      ["no time at all", "trained_until: soon", undefined, [
        "error",
        /it must be a day, month/,
        /./,
      ]],
    ];
    for (const [name, key, method, [severity, message, remedy]] of cases) {
      await t.step(name, async () => {
        const [one, ...rest] = await problemsOf(key, method);
        assertEquals([rest, one.severity, one.isPlaced], [[], severity, true]);
        assertEquals(message.test(one.message), true, one.message);
        if (one.remedy !== null) assertEquals(remedy.test(one.remedy), true, one.remedy);
      });
    }
  },
);

Deno.test("checkTraining() takes times that begin or end as a period does", async (t) => {
  const cases: [Grain, string, boolean][] = [
    ["hour", "2026-03-04", true],
    ["hour", "2026-03-04T05:00Z", true],
    ["day", "2026-03-04", true],
    ["day", "2026", true],
    ["day", "2026-03-04T05:00Z", false],
    ["week", "2026-03-04", true],
    ["month", "2026-03", true],
    ["month", "2026-03-01", true],
    ["month", "2026-02-28", true],
    ["month", "2026-02-27", false],
    ["quarter", "2026-Q1", true],
    ["quarter", "2026-03", true],
    ["quarter", "2026-05", false],
    ["quarter", "2026-06-30", true],
    ["year", "2026", true],
    ["year", "2026-12-31", true],
    ["year", "2026-Q2", false],
    ["year", "2026-Q4", true],
    ["year", "2026-06", false],
  ];
  for (const [grain, until, isFine] of cases) {
    await t.step(`${grain} ${until}`, () => {
      const check = () => checkTraining(grain, bodyOf(until));
      if (isFine) check();
      else {assertThrows(check, (error) =>
          error instanceof AppError && error.code === "BAD_PARAMETER");}
    });
  }
});

Deno.test("trainingOf() counts what has a value, and tells of series that have too little", () => {
  const periods = ["2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04", "2026-01-05"];
  const series = [
    { segment: ["North"], periods, values: Float64Array.of(1, NaN, 3, 4, NaN) },
    { segment: ["South"], periods: periods.slice(3), values: Float64Array.of(4, 5) },
  ];
  const asked = { body: bodyOf("2026-01-03"), grain: "day" as const, least: 2 };
  const training = trainingOf(series, series.map(({ values }) => values), asked);
  assertEquals(training?.series, [
    { until: "2026-01-03", places: 3, trained: 2, fresh: 1, isEnough: true },
    { until: null, places: 0, trained: 0, fresh: 2, isEnough: false },
  ]);
  assertEquals(training?.problems.map(({ severity, message }) => [severity, message]), [[
    "warning",
    "Cannot train a forest on fewer than 2 days: current value is 1 of 2 series",
  ]]);
  assertEquals(trainingOf(series, [], { ...asked, body: bodyOf(undefined) }), null);
});

Deno.test("trainingWords() says what is new to a forest", () => {
  const one = { until: "2026-02-20", places: 52, trained: 51, fresh: 1, isEnough: true };
  assertEquals(
    trainingWords(one, { grain: "day" }),
    "trained on 51 days until 20 Feb 2026, applied to 1 new day",
  );
  assertEquals(
    trainingWords({ ...one, fresh: 0 }, { grain: "day" }),
    "trained on 51 days until 20 Feb 2026, no day is new to it",
  );
  assertEquals(
    trainingWords({ ...one, trained: 3, isEnough: false }, { grain: "month" }),
    "too few months to train a forest until Feb 2026: 3",
  );
});
