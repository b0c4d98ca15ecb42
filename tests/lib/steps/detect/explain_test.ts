import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { likesIn } from "@/lib/steps/detect/explain.ts";
import { tellDimension } from "@/lib/steps/detect/explain_words.ts";
import type { DetectFacts, FlaggedPeriod } from "@/lib/steps/detect/facts.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { hoursFrom } from "@/tests/helpers/clock_series.ts";
import { type RanNotebook, runNotebook } from "@/tests/helpers/run_notebook.ts";

/**
 * 35 days: EMEA brings 60, APAC 30 and rows without a region 10, half of each on the web, but for 7
 * on Saturdays of EMEA; on the last day EMEA brings 4 times as much, all of it on the web.
 */
function rows(): string {
  const lines = ["day,region,channel,orders,amount"];
  for (let i = 0; i < 35; i++) {
    const day = new Date(Date.UTC(2026, 0, 5 + i)).toISOString().slice(0, 10);
    const isLast = i === 34;
    const noise = (i % 3) - 1;
    for (const [region, amount] of [["EMEA", 60], ["APAC", 30], ["", 10]] as const) {
      const half = amount / 2;
      const web = isLast && region === "EMEA" ? 4 * amount - half : half;
      const shop = half + (region === "APAC" && !isLast ? noise : 0);
      lines.push(`${day},${region},web,10,${web}`, `${day},${region},shop,10,${shop}`);
    }
  }
  return lines.map((line) => `  ${line}`).join("\n");
}

function notebook(detect: string): string {
  return `
\`\`\`load sales
inline: |
${rows()}
\`\`\`

\`\`\`kpi daily
time: day
by: [region, channel]
measures:
  revenue: { value: sum(amount), unit: EUR }
  an_order: sum(amount) / sum(orders)
  middle: median(amount)
\`\`\`

\`\`\`detect odd
window: 14
threshold: 6
${detect}
\`\`\`
`;
}

function oddOf(ran: RanNotebook): readonly FlaggedPeriod[] {
  const { outcome } = ran.cell("odd");
  if (outcome.state !== "done") throw new Error(JSON.stringify(outcome));
  return (outcome.result.facts as DetectFacts).flagged; // The facts of a detect cell.
}

databaseTest("detect tells which segments made a period odd", async (database, t) => {
  const ran = await runNotebook(
    database,
    notebook("measure: revenue\nexplain: [channel, region]"),
  );
  const [last] = oddOf(ran);
  const { expected, value, explained = [] } = last;
  await t.step("whose parts add up to what was off", () => {
    assertEquals([oddOf(ran).length, last.period, value], [1, "2026-02-08", 280]);
    for (const { segments } of explained) {
      const told = segments.map(({ before, change, share }) => [before, change, share].map(Number));
      const sum = (place: number) => told.reduce((sum, row) => sum + row[place], 0);
      assertEquals(sum(0).toFixed(6), Number(expected).toFixed(6));
      assertEquals(sum(1).toFixed(6), (280 - Number(expected)).toFixed(6));
      assertEquals(sum(2).toFixed(6), "1.000000");
    }
  });
  await t.step("against what was usual on that weekday", () => {
    // The four Sundays before: EMEA 60, nothing 10 and APAC 30 and the noise of days 6, 13, 20 and
    // 27: -1, 0, 1, -1, of which the mean is -0.25. Together 99.75, moved to what was expected.
    const moved = Number(expected) / 99.75;
    const region = explained.find(({ name }) => name === "region");
    assertEquals(
      region?.segments.map(({ name, before, after }) => [name, Number(before).toFixed(6), after]),
      [
        ["EMEA", (60 * moved).toFixed(6), 240],
        ["APAC", (29.75 * moved).toFixed(6), 30],
        ["nothing", (10 * moved).toFixed(6), 10],
      ],
    );
  });
  await t.step("in words and bars, the most surprising dimension first", () => {
    const [line] = ran.cell("odd").blocks;
    const flag = line.type === "line" ? line.flags[0] : null;
    // EMEA was 60 and is 86% of all; the web 50 and is 82%.
    assertEquals(flag?.causes, ["mostly web: 100%", "by region mostly EMEA: 100%"]);
    assertEquals(ran.figures("odd")["worst.segments"], "mostly web: 100%");
    assertEquals(
      flag?.parts?.map(({ category, segments }) => [category, segments.map(({ name }) => name)]),
      [["Channel", ["web", "shop"]], ["Region", ["EMEA", "APAC", "nothing"]]],
    );
  });
});

databaseTest("detect explains slices and each of several series", async (database) => {
  const sliced = await runNotebook(
    database,
    notebook("measure: revenue\nonly: { region: EMEA }\nexplain: [channel]"),
  );
  const [one] = oddOf(sliced);
  // EMEA's web brought 210 instead of 30.
  assertEquals(one.explained?.map(({ segments }) => segments.map(({ name }) => name)), [
    ["web", "shop"],
  ]);
  assertEquals(one.explained?.[0].segments[0].after, 210);
  const each = await runNotebook(
    database,
    notebook("measure: revenue\neach: [region]\nexplain: [channel]"),
  );
  const emea = oddOf(each).find(({ segment }) => segment[0] === "EMEA");
  assertEquals(emea?.explained?.[0].segments[0].after, 210);
});

databaseTest("detect splits an odd ratio into mix and rate", async (database) => {
  const ran = await runNotebook(database, notebook("measure: an_order\nexplain: [region]"));
  const [{ expected, value, explained }] = oddOf(ran);
  const segments = explained?.[0].segments ?? [];
  // Orders never moved: all of it is the rate of EMEA, 60 of 20 orders and then 240.
  assertEquals(segments[0].name, "EMEA");
  assertEquals(segments.map(({ mix }) => Math.abs(Number(mix)) < 1e-12), [true, true, true]);
  const rates = segments.reduce((sum, { rate }) => sum + Number(rate), 0);
  assertEquals(rates.toFixed(6), (Number(value) - Number(expected)).toFixed(6));
});

databaseTest("detect refuses dimensions that cannot explain", async (database, t) => {
  const problem = async (detect: string) => {
    const ran = await runNotebook(database, notebook(detect), { continueOnError: true });
    const [{ code, message, place }] = ran.problems("odd");
    return [code, place.key, message];
  };
  await t.step(
    "of what does not add up",
    async () =>
      assertEquals((await problem("measure: middle\nexplain: [region]")).slice(0, 2), [
        "WRONG_TYPE",
        "measure",
      ]),
  );
  await t.step(
    "that are not there",
    async () =>
      assertEquals(await problem("measure: revenue\nexplain: [regio]"), [
        "MISSING_COLUMN",
        "explain[1]",
        'Cannot use a dimension as the kpi cell has none of this name: current value is "regio"',
      ]),
  );
  await t.step(
    "that a series has one value of",
    async () =>
      assertEquals(await problem("measure: revenue\neach: [region]\nexplain: [region]"), [
        "BAD_PARAMETER",
        "explain[1]",
        "Cannot explain a series as it has one value of the dimension: " +
        'current value is "region"',
      ]),
  );
});

Deno.test("tellDimension() names the segments that brought most", async (t) => {
  const segment = (name: string, share: number | null) => ({
    ...{ name, share, segments: 1, before: 1, after: 1, change: 1 },
    ...{ mix: null, rate: null, surprise: 0 },
  });
  const cases: [string, number, [string, number | null][], string[]][] = [
    ["one", 0, [["EMEA", 0.62], ["APAC", 0.38]], ["mostly EMEA: 62%"]],
    ["two", 0, [["APAC", 0.3], ["EMEA", 0.4]], ["EMEA 40%, APAC 30%"]],
    ["of another dimension", 1, [["web", 1.2]], ["by sales channel mostly web: 120%"]],
    ["none where nothing moved", 0, [["EMEA", null]], []],
  ];
  for (const [name, place, segments, expected] of cases) {
    await t.step(name, () =>
      assertEquals(
        tellDimension({
          name: "sales_channel",
          surprise: 0,
          segments: segments.map(([name, share]) => segment(name, share)),
        }, place),
        expected,
      ));
  }
});

Deno.test("likesIn() takes hours that clocks show alike, before and after a change", () => {
  const periods = hoursFrom("2026-03-01T00:00:00Z", 6 * 168);
  const berlin = likesIn({ periods, grain: "hour", zone: "Europe/Berlin" });
  // 12:00 on Monday, 30 March, is 10:00 UTC; before 29 March it was 11:00 UTC.
  assertEquals(berlin("2026-03-30T10:00:00Z"), [
    "2026-03-23T11:00:00Z",
    "2026-03-16T11:00:00Z",
    "2026-03-09T11:00:00Z",
    "2026-03-02T11:00:00Z",
  ]);
  const utc = likesIn({ periods, grain: "hour", zone: "UTC" });
  assertEquals(utc("2026-03-30T10:00:00Z")[0], "2026-03-23T10:00:00Z");
  // The first days have fewer weeks before them, or none.
  assertEquals(utc("2026-03-08T00:00:00Z"), ["2026-03-01T00:00:00Z"]);
  assertEquals(utc("2026-03-07T00:00:00Z"), []);
});
