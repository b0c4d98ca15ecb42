import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { databaseTest } from "@/tests/helpers/database.ts";
import { oddDays as days } from "@/tests/helpers/detect_notebook.ts";
import { runNotebook } from "@/tests/helpers/run_notebook.ts";

databaseTest(
  "judgeEach() judges by the side that it is told to, and says which",
  async (database) => {
    for (const method of ["rolling_z", "robust_z", "seasonal"]) {
      const ran = await runNotebook(
        database,
        days(`measure: revenue\nmethod: ${method}\njudge: both`, { 30: 30 }),
      );
      assertEquals(ran.problems("odd"), []);
      const [line] = ran.cell("odd").blocks;
      const answer = line.type === "line" ? line.answer?.split("; ")[1] : null;
      assertEquals(answer, "each judged by the days before and after it", method);
    }
  },
);

databaseTest(
  "judgeEach() keeps to a budget of alerts, and tells what others would raise",
  async (database) => {
    // Two months have about 60 days: one alert a month is two, which are the greatest.
    const changed = { 20: 40, 30: 60, 40: 50, 50: 30 };
    const body = "measure: revenue\nbudget: { alerts: 1 }";
    const ran = await runNotebook(database, days(body, changed));
    const odd = (await ran.rows("odd")).filter((row) => row[6] === true);
    assertEquals(odd.map((row) => row[1]), [60, 50]);
    const details = ran.cell("odd").blocks.at(-1);
    assertEquals(
      details?.type === "details" && details.summary.replace(/at [\d.]+ /, "at x "),
      "About 1.1 alerts a month at x deviations, for a budget of 1 a month",
    );
    const table = details?.type === "details" && details.blocks[1];
    if (!table || table.type !== "table" || table.sets === undefined) throw new Error("No table");
    // The lower the threshold, the more; the one in use raised two.
    const alerts = table.rows.map((row) => Number(row[2]));
    assertEquals(alerts, alerts.toSorted((a, b) => b - a));
    assertEquals(alerts[table.sets.used], 2);
    assertEquals(table.sets.key, "threshold");

    // Choosing the row in use does the same without a budget.
    const threshold = table.sets.values[table.sets.used];
    const chosen = await runNotebook(
      database,
      days(`measure: revenue\nthreshold: ${threshold}`, changed),
    );
    assertEquals(await chosen.rows("odd"), await ran.rows("odd"));
  },
);

databaseTest("judgeEach() takes people at their word", async (database, t) => {
  const changed = { 20: 40, 30: 60, 40: 50 };
  const flagged = async (labels: string) => {
    const ran = await runNotebook(database, days(`measure: revenue\nlabels:\n${labels}`, changed));
    assertEquals(ran.problems("odd"), []);
    const [line] = ran.cell("odd").blocks;
    return {
      values: (await ran.rows("odd")).filter((row) => row[6] === true).map((row) => row[1]),
      said: line.type === "line" && line.flags.map(({ said }) => said ?? null),
      dismissed: line.type === "line" && (line.dismissed ?? []).map(({ index }) => index),
    };
  };
  await t.step("not odd, and nothing less of its kind", async () => {
    assertEquals(await flagged("  - { period: 2026-02-10, label: not }"), {
      values: [60],
      said: [null],
      dismissed: [40],
    });
  });
  await t.step("real, though nothing is odd about it", async () => {
    const { values, said } = await flagged("  - { period: 2026-01-11, label: real }");
    assertEquals([values.includes(12), said && said.includes("real")], [true, true]);
  });
});

databaseTest("judgeEach() trains forests on the past where it is told to", async (database) => {
  const forest = "measure: revenue\nmethod: isolation_forest\ncontamination: 0.05";
  const found = async (judge: string, changed: Readonly<Record<number, number>>) => {
    const ran = await runNotebook(database, days(forest + judge, changed));
    const [line] = ran.cell("odd").blocks;
    return {
      scores: (await ran.rows("odd")).map((row) => row[5]),
      answer: line.type === "line" ? line.answer?.split("; ")[1] : null,
    };
  };
  const spike = { 40: 60 };
  const past = await found("\njudge: past", spike);
  assertEquals(past.answer, "each judged by the days before it");
  // The first thirty days train the first forest, and are not judged.
  assertEquals(past.scores.slice(0, 30).every((score) => score === null), true);
  assertEquals(past.scores.slice(30).every((score) => typeof score === "number"), true);
  // What comes later changes nothing about a day, but where all days are known.
  const later = await found("\njudge: past", { ...spike, 59: 500 });
  assertEquals(later.scores.slice(0, 55), past.scores.slice(0, 55));
  const [one, two] = [await found("", spike), await found("", { ...spike, 59: 500 })];
  assertEquals(one.answer, "each judged by the days before and after it");
  assertEquals(one.scores[40] !== two.scores[40], true);
});

databaseTest("judgeEach() keeps a forest to a budget", async (database) => {
  const forest = "measure: revenue\nmethod: isolation_forest\nbudget: { alerts: 1 }";
  const ran = await runNotebook(database, days(forest, { 40: 500, 50: 20 }));
  // Thirty days are judged, after those that train the first forest: one alert.
  const odd = (await ran.rows("odd")).filter((row) => row[6] === true);
  assertEquals(odd.map((row) => row[7]), ["unusual"]);
});

databaseTest("judgeEach() counts the alerts of all series together", async (database) => {
  // Both regions have the same 60 days, but for their odd ones: two months allow two alerts in all.
  const both = days("measure: revenue\neach: [region]\nbudget: { alerts: 1 }", {
    20: 40,
    30: 60,
  }).replace(
    /((?: {2}2026-.*,North,.*\n)+)/,
    (rows) =>
      rows + rows.replaceAll("North", "South").replace(",40\n", ",50\n").replace(",60\n", ",12\n"),
  );
  const ran = await runNotebook(database, both);
  const odd = (await ran.rows("odd")).filter((row) => row[7] === true);
  assertEquals(odd.map((row) => [row[1], row[2]]), [["South", 50], ["North", 60]]);
});
