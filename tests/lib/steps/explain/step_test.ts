import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { databaseTest } from "@/tests/helpers/database.ts";
import { runNotebook } from "@/tests/helpers/run_notebook.ts";
import { notebook, segmentsOf } from "./notebook.ts";

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
