import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { databaseTest } from "@/tests/helpers/database.ts";
import { oddDays } from "@/tests/helpers/detect_notebook.ts";
import { runNotebook } from "@/tests/helpers/run_notebook.ts";
import { startLabels, warnOfLabels } from "@/lib/steps/detect/label_periods.ts";
import { periodsAfter } from "@/lib/steps/periods.ts";

const DAYS = periodsAfter("2025-12-31", "day", 10);

function series(...segments: readonly (readonly string[])[]) {
  const all = segments.map((segment) => ({ segment, periods: DAYS, values: new Float64Array(10) }));
  return { grain: "day", series: all, leftOut: "2026-01-11" } as const;
}

function label(period: string, segment: string[] = []) {
  return { period, segment, label: "not" as const };
}

/** The warnings as `message > remedy`. */
function told(
  labels: ReturnType<typeof label>[],
  segments: readonly (readonly string[])[] = [[]],
  each: string[] = [],
) {
  return warnOfLabels({ labels, each }, series(...segments))
    .map(({ message, remedy }) => `${message} > ${remedy}`);
}

Deno.test("startLabels() takes a longer period by its own word", () => {
  const periods = startLabels([label("2026-03"), label("2026-03-01"), label("soon")], "month");
  assertEquals(periods.map(({ period }) => period), ["2026-03-01", "2026-03-01", "soon"]);
});

Deno.test("warnOfLabels() is silent of labels that say something, and of a day that is not over", () => {
  assertEquals(told([label("2026-01-01"), label("2026-01-10"), label("2026-01-11")]), []);
  assertEquals(told([label("2026-01-05", ["North"])], [["North"]], ["region"]), []);
});

Deno.test("warnOfLabels() counts the days that the series does not have, and tells the first", () => {
  assertEquals(told([label("2031-01-01")]), [
    "Cannot use 1 label as labels must name days of their series: current value is 2031-01-01" +
    " > There are days from 2026-01-01 to 2026-01-10: mend the period, or remove the label",
  ]);
  const many = [1, 2, 3, 4, 5].map((day) => label(`2031-01-0${day}`));
  assertEquals(
    told([label("2026-01-01"), ...many])[0].split(" > ")[0],
    "Cannot use 5 labels as labels must name days of their series: " +
      "current value is 2031-01-01, 2031-01-02, 2031-01-03 and 2 more",
  );
});

Deno.test("warnOfLabels() tells segments that no series has, with what there is", async (t) => {
  const rule = (value: string) =>
    `Cannot use 1 label as labels must name segments of this cell: current value is ${value}`;
  await t.step(
    "one that is near another",
    () =>
      assertEquals(told([label("2026-01-01", ["Noth"])], [["North"], ["South"]], ["region"]), [
        `${rule("[Noth]")} > Did you mean "[North]"?`,
      ]),
  );
  await t.step(
    "one that is like none",
    () =>
      assertEquals(told([label("2026-01-01", ["Mars"])], [["North"], ["South"]], ["region"]), [
        `${rule("[Mars]")} > Segments are [North], [South]`,
      ]),
  );
  await t.step(
    "none at all",
    () =>
      assertEquals(told([label("2026-01-01")], [["North"]], ["region"]), [
        `${rule("[]")} > Give each label a segment with its region: [North]`,
      ]),
  );
  await t.step(
    "one where there is a single series",
    () =>
      assertEquals(told([label("2026-01-01", ["North"])]), [
        `${rule("[North]")} > Remove the key segment, as this cell has one series`,
      ]),
  );
  await t.step(
    "a name of 3,000 letters",
    () =>
      assertEquals(told([label("2026-01-01", ["x".repeat(3000)])], [["North"]], ["region"]), [
        `${rule(`[${"x".repeat(39)}…]`)} > Segments are [North]`,
      ]),
  );
});

databaseTest("detect tells labels that name nothing, at their key", async (database) => {
  const labels =
    "labels:\n  - { period: 2026-01-31, label: not }\n  - { period: 2031-01-01, label: not }";
  const ran = await runNotebook(database, oddDays(`measure: revenue\n${labels}`, { 30: 30 }));
  const problems = ran.problems("odd");
  assertEquals(
    problems.map(({ severity, message, place: { cell, key } }) => [severity, message, cell, key]),
    [
      [
        "warning",
        "Cannot use 1 label as labels must name days of their series: current value is 2031-01-01",
        "odd",
        "labels",
      ],
    ],
  );
  // The other label holds: what was odd on 31 January is not.
  assertEquals(ran.figures("odd").flagged, 0);
});

databaseTest("detect takes a budget in one phrase, as it does its keys", async (database) => {
  const text = await runNotebook(database, oddDays("measure: revenue\nbudget: 2 per month"));
  const keys = await runNotebook(
    database,
    oddDays("measure: revenue\nbudget: { alerts: 2, per: month }"),
  );
  assertEquals(text.problems("odd"), []);
  assertEquals(text.cell("odd").key, keys.cell("odd").key);
});
