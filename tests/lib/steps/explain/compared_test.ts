import { deepStrictEqual as assertEquals, match as assertMatch } from "node:assert/strict";
import { databaseTest } from "@/tests/helpers/database.ts";
import { runNotebook } from "@/tests/helpers/run_notebook.ts";
import { notebook, ORDERS } from "./notebook.ts";

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
