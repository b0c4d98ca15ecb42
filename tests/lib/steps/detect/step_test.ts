import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { databaseTest } from "@/tests/helpers/database.ts";
import { detectNotebook as notebook, oddDays as days } from "@/tests/helpers/detect_notebook.ts";
import { runNotebook } from "@/tests/helpers/run_notebook.ts";

databaseTest("detect flags what lies beyond its band", async (database) => {
  const ran = await runNotebook(database, notebook("measure: revenue\nonly: { region: North }"));
  // 10, 12 and 14 have mean 12 and deviation 2: 20 is 4 of them off, beyond 12 ± 3 × 2. Its
  // score is 100 × 4 / (4 + 3).
  const rows = await ran.rows("odd");
  assertEquals(rows.slice(0, 3).map((row) => row.slice(0, 3)), [
    ["2026-01-01", 10, null],
    ["2026-01-02", 12, null],
    ["2026-01-03", 14, null],
  ]);
  const [period, value, expected, lower, upper, score, flagged] = rows[3];
  assertEquals(
    [period, value, expected, lower, upper, Number(score).toFixed(6), flagged],
    ["2026-01-04", 20, 12, 6, 18, (400 / 7).toFixed(6), true],
  );
  const figures = ran.figures("odd");
  assertEquals([figures.periods, figures.flagged, figures["worst.period"]], [4, 1, "2026-01-04"]);
});

databaseTest("detect expects nothing below 0 of what was never below it", async (database, t) => {
  // 0, 0 and 6 have mean 2 and deviation √12: 2 − 3 × √12 is −8.39.
  const of = (rows: string) =>
    notebook("measure: revenue").replace(/ {2}2026(.|\n)*?\n```/, `${rows}\n\`\`\``);
  const days = (values: readonly number[]) =>
    values.map((value, i) => `  2026-01-0${i + 1},North,${value}`).join("\n");
  await t.step("in its rows, its chart and its table", async () => {
    const ran = await runNotebook(database, of(days([0, 0, 6, 40])));
    const [, , , [, value, expected, lower, upper, , flagged]] = await ran.rows("odd");
    assertEquals([value, expected, lower, flagged], [40, 2, 0, true]);
    assertEquals(Number(upper).toFixed(6), (2 + 3 * Math.sqrt(12)).toFixed(6));
    const [line] = ran.cell("odd").blocks;
    assertEquals(line.type === "line" && line.band?.lower, [null, null, null, 0]);
  });
  await t.step("but of what was", async () => {
    const ran = await runNotebook(database, of(days([0, 0, 6, -1])));
    const [, , , [, , , lower]] = await ran.rows("odd");
    assertEquals(Number(lower).toFixed(6), (2 - 3 * Math.sqrt(12)).toFixed(6));
  });
});

databaseTest(
  "detect shows what is odd with its score, and lists it behind a line",
  async (database) => {
    const ran = await runNotebook(database, notebook("measure: revenue\nonly: { region: North }"));
    const [line, details] = ran.cell("odd").blocks;
    // The score as above: 100 × 4 / (4 + 3).
    assertEquals(line.type === "line" && line.flags.map(({ index, score }) => [index, score]), [
      [3, Number((400 / 7).toPrecision(12))],
    ]);
    assertEquals(details.type === "details" && details.summary, "1 odd day as a table");
  },
);

databaseTest("detect takes one name to split by without a list", async (database) => {
  const one = await runNotebook(database, notebook("measure: revenue\neach: region"));
  const list = await runNotebook(database, notebook("measure: revenue\neach: [region]"));
  assertEquals(one.problems("odd"), []);
  assertEquals((await one.rows("odd")).length > 0, true);
  // Both mean the same: one result.
  assertEquals(one.cell("odd").key, list.cell("odd").key);
  const wrong = await runNotebook(database, notebook("measure: revenue\neach: regon"));
  const [{ code, remedy, place }] = wrong.problems("odd");
  // Line 25 holds `each:`, whose value begins after six characters.
  assertEquals([code, remedy], ["MISSING_COLUMN", 'Did you mean "region"?']);
  assertEquals([place.line, place.column], [25, 7]);
});

databaseTest(
  "detect works on the total, unless it is told what to split by",
  async (database, t) => {
    await t.step("the total", async () => {
      const ran = await runNotebook(database, notebook("measure: revenue"));
      // 10 + 5, 12 + 5, 14, 20 + 5.
      assertEquals((await ran.rows("odd")).map((row) => row[1]), [15, 17, 14, 25]);
    });
    await t.step("each region, with its gaps", async () => {
      const ran = await runNotebook(database, notebook("measure: revenue\neach: [region]"));
      assertEquals((await ran.rows("odd")).map((row) => row.slice(0, 3)), [
        ["2026-01-01", "North", 10],
        ["2026-01-01", "South", 5],
        ["2026-01-02", "North", 12],
        ["2026-01-02", "South", 5],
        ["2026-01-03", "North", 14],
        ["2026-01-03", "South", null],
        ["2026-01-04", "North", 20],
        ["2026-01-04", "South", 5],
      ]);
    });
    await t.step("each chart says whose days are odd", async () => {
      const ran = await runNotebook(database, notebook("measure: revenue\neach: [region]"));
      const answers = ran.cell("odd").blocks
        .flatMap((block) => block.type === "line" ? [block.answer?.split(" day")[0]] : []);
      assertEquals(answers, ["Revenue, North: 1 of 4", "Revenue, South: Too few"]);
    });
    await t.step("a day that is not over is left out", async () => {
      const ran = await runNotebook(database, notebook("measure: revenue"), { asOf: "2026-01-04" });
      assertEquals((await ran.rows("odd")).map((row) => row[1]), [15, 17, 14]);
    });
  },
);

databaseTest("detect with a forest gives the same every time", async (database) => {
  const body = "measure: revenue\nmethod: isolation_forest\ncontamination: 0.25";
  const first = await runNotebook(database, notebook(body));
  const rows = await first.rows("odd");
  const second = await runNotebook(database, notebook(body), { cache: false });
  assertEquals(await second.rows("odd"), rows);
});

databaseTest("detect tells what is odd about a day, in its rows and in words", async (database) => {
  // 10, 12 and 14 have mean 12: 30 is 2.5 times that, and 3 a quarter.
  const ran = await runNotebook(database, days("measure: revenue", { 30: 30, 45: 3 }));
  const odd = (await ran.rows("odd")).filter((row) => row[6] === true);
  assertEquals(odd.map((row) => [row[0], row[7], row[8]]), [
    ["2026-01-31", "spike", "2.5 times the mean of the 3 days before"],
    ["2026-02-15", "drop", "75% below the mean of the 3 days before"],
  ]);
  const [line, details] = ran.cell("odd").blocks;
  assertEquals(line.type === "line" && line.flags.map(({ kind, words }) => [kind, words]), [
    ["drop", "75% below the mean of the 3 days before"],
    ["spike", "2.5 times the mean of the 3 days before"],
  ]);
  assertEquals(
    line.type === "line" && line.answer,
    "2 of 60 days are odd, the latest 15 Feb 2026; each judged by the days before it",
  );
  const table = details.type === "details" && details.blocks[0];
  assertEquals(table && table.type === "table" && table.rows.map((row) => row[2]), [
    "75% below the mean of the 3 days before",
    "2.5 times the mean of the 3 days before",
  ]);
});

databaseTest(
  "detect looks for seasons, and says where there are too few days for them",
  async (database, t) => {
    const answer = async (text: string) => {
      const ran = await runNotebook(database, text);
      return ran.cell("odd").blocks.flatMap((block) => block.type === "line" ? [block.answer] : []);
    };
    const plain = (text: string) =>
      text.replace("window: 3\n", "").replace("method: rolling_z\n", "");
    await t.step("four days", async () => {
      assertEquals(await answer(plain(notebook("measure: revenue"))), [
        "Too few days to judge any: 4",
      ]);
    });
    await t.step("sixty days", async () => {
      const [words] = await answer(plain(days("measure: revenue", { 50: 90 })));
      assertEquals(
        words,
        "1 of 60 days is odd, the latest 20 Feb 2026; each judged by the days before it",
      );
    });
  },
);

databaseTest("detect names its columns apart from those of the kpi", async (database) => {
  const text = days("measure: score").replace("revenue:", "score:");
  const ran = await runNotebook(database, text);
  assertEquals(ran.problems("odd"), []);
  const { outcome } = ran.cell("odd");
  const names = outcome.state === "done" &&
    outcome.result.schema.columns.map(({ name }) => name);
  assertEquals(names && names.slice(1), [
    "score",
    "expected",
    "lower",
    "upper",
    "odd_score",
    "flagged",
    "kind",
    "reason",
  ]);
});

databaseTest("detect refuses what it can't split, at the key", async (database, t) => {
  const cases: [string, string, string, string][] = [
    ["an unknown measure", "measure: revenu", "MISSING_COLUMN", "measure"],
    ["an unknown dimension", "measure: revenue\neach: [country]", "MISSING_COLUMN", "each[1]"],
    ["a value of no dimension", "measure: revenue\nonly: { day: x }", "MISSING_COLUMN", "only.day"],
    ["a window too short", "measure: revenue\nwindow: 2", "BAD_NOTEBOOK", "window"],
  ];
  for (const [name, body, code, key] of cases) {
    await t.step(name, async () => {
      const text = notebook(body);
      const ran = await runNotebook(
        database,
        body.includes("window") ? text.replace("window: 3\n", "") : text,
      );
      const [problem] = ran.problems("odd");
      assertEquals([problem?.code, problem?.place.key], [code, key]);
    });
  }
});
