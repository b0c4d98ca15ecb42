import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { databaseTest } from "@/tests/helpers/database.ts";
import { runNotebook } from "@/tests/helpers/run_notebook.ts";
import { periodsAfter } from "@/lib/steps/periods.ts";

/** Ten weeks in which every weekday has its own amount: 1 to 7. */
function notebook(forecast: string): string {
  const days = ["2026-01-05", ...periodsAfter("2026-01-05", "day", 69)];
  const rows = days.map((day, i) => `  ${day},${i % 7 + 1}`).join("\n");
  return `\`\`\`load orders
inline: |
  day,amount
${rows}
\`\`\`

\`\`\`kpi daily
time: day
measures:
  revenue: { value: sum(amount), unit: EUR }
\`\`\`

\`\`\`forecast next
measure: revenue
${forecast}
\`\`\`
`;
}

databaseTest("forecast goes on with what repeats every week", async (database) => {
  const ran = await runNotebook(database, notebook("model: seasonal_naive\nhorizon: 9"));
  const rows = await ran.rows("next");
  // The last of ten weeks ends on Sunday 15 March 2026.
  assertEquals(rows.map(([period, yhat]) => [period, yhat]), [
    ["2026-03-16", 1],
    ["2026-03-17", 2],
    ["2026-03-18", 3],
    ["2026-03-19", 4],
    ["2026-03-20", 5],
    ["2026-03-21", 6],
    ["2026-03-22", 7],
    ["2026-03-23", 1],
    ["2026-03-24", 2],
  ]);
  const figures = ran.figures("next");
  // 1 + … + 7 = 28, and 1 + 2.
  assertEquals([figures.total, figures.next, figures.last, figures.until, figures.horizon], [
    31,
    1,
    2,
    "2026-03-24",
    9,
  ]);
  assertEquals(ran.cell("next").figures.total.unit, "EUR");
});

databaseTest("forecast shows what it said earlier, and behind its grade why", async (database) => {
  const ran = await runNotebook(
    database,
    notebook("model: seasonal_naive\nhorizon: 7\nfolds: 3"),
  );
  const [line, details] = ran.cell("next").blocks;
  // Three origins a week apart, the last a week before the end of 70 days: what repeats is told right.
  assertEquals(line.type === "line" && line.forecast?.origins, [
    { from: 49, values: [1, 2, 3, 4, 5, 6, 7] },
    { from: 56, values: [1, 2, 3, 4, 5, 6, 7] },
    { from: 63, values: [1, 2, 3, 4, 5, 6, 7] },
  ]);
  if (details.type !== "details") throw new Error(details.type);
  assertEquals(details.badge, { text: "A", tone: "good" });
  assertEquals(
    details.summary,
    "Reliability A, 100 of 100. Tried on the past, the 95% interval held 100% of what came",
  );
  const [why, errors, origins] = details.blocks;
  assertEquals(
    why.type === "text" && why.paragraphs[0][0].text,
    "Tried on the past: Seasonal naive. Seasonal naive forecasts.",
  );
  assertEquals(errors.type === "table" && errors.rows.map((row) => row.slice(0, 5)), [
    ["Seasonal naive", null, null, null, 0],
  ]);
  // 49 days after Monday 5 January 2026 is 23 February.
  assertEquals(origins.type === "table" && origins.rows[0], ["23 Feb 2026", 0]);
});

databaseTest("forecast tells nothing below 0 of what was never below it", async (database, t) => {
  // From 80 down by 2 a day, with 0, 1 or 2 more: the last of 41 days is 1, what goes on is below 0.
  const days = ["2026-01-05", ...periodsAfter("2026-01-05", "day", 40)];
  const of = (least: number) =>
    notebook("model: sarimax\nhorizon: 7\nseason: 1").replace(
      /(day,amount\n)(.|\n)*?```/,
      `$1${days.map((day, i) => `  ${day},${80 - 2 * i + least + i % 3}`).join("\n")}\n\`\`\``,
    );
  await t.step("in its rows and its chart", async () => {
    const ran = await runNotebook(database, of(0));
    const rows = await ran.rows("next");
    const numbers = rows.flatMap((row) => row.slice(1, -1)).map(Number);
    assertEquals(rows.length, 7);
    assertEquals(numbers.filter((value) => value < 0), []);
    assertEquals(numbers.includes(0), true);
    const [line] = ran.cell("next").blocks;
    const told = line.type === "line" ? line.forecast : null;
    const origins = told?.origins?.flatMap(({ values }) => values) ?? [];
    assertEquals(origins.filter((value) => value !== null && value < 0), []);
  });
  await t.step("but of what was", async () => {
    const rows = await (await runNotebook(database, of(-10))).rows("next");
    assertEquals(rows.every(([, yhat]) => Number(yhat) < 0), true);
  });
});

databaseTest("forecast answers with what it comes to", async (database, t) => {
  const answerOf = async (text: string) => {
    const [line] = (await runNotebook(database, text)).cell("next").blocks;
    return line.type === "line" ? line.answer : null;
  };
  const naive = "model: seasonal_naive";
  await t.step("the sum, and how far off such sums were", async () => {
    // A week is 28; three weeks were forecast without an error.
    assertEquals(
      await answerOf(notebook(`${naive}\nhorizon: 7\nfolds: 3`)),
      "Revenue: €28 in the next 7 days, €28 to €28 in 3 of 4 cases",
    );
  });
  await t.step("the sum and the first day where too few sums were held out", async () => {
    assertEquals(
      await answerOf(notebook(`${naive}\nhorizon: 7\nfolds: 2`)),
      "Revenue: €28 in the next 7 days; €1 on 16 Mar 2026, €1 to €1 likely",
    );
  });
  await t.step("the day where there is one", async () => {
    assertEquals(
      await answerOf(notebook(`${naive}\nhorizon: 1\nfolds: 3`)),
      "Revenue: €1 on 16 Mar 2026, €1 to €1 likely",
    );
  });
  await t.step("the first and the last of what does not add up, and no total", async () => {
    const text = notebook(`${naive}\nhorizon: 3\nfolds: 3`)
      .replace("sum(amount)", "avg(amount)");
    assertEquals(
      await answerOf(text),
      "Revenue: €1 on 16 Mar 2026, €1 to €1 likely; €3 on 18 Mar 2026, €3 to €3 likely",
    );
    assertEquals((await runNotebook(database, text)).figures("next").total, null);
  });
});

databaseTest("forecast says in words that there is too little history", async (database) => {
  const text = notebook("horizon: 7").replace(/\n {2}2026-(?!01-0[56])[^\n]*/g, "");
  const [, details] = (await runNotebook(database, text)).cell("next").blocks;
  assertEquals(
    details.type === "details" && [details.badge?.text, details.summary],
    ["?", "Not enough history for a grade: the forecast could not be tried on the past"],
  );
});

databaseTest("forecast leaves out a day that is not over", async (database) => {
  const ran = await runNotebook(database, notebook("model: seasonal_naive\nhorizon: 1"), {
    asOf: "2026-03-15",
  });
  // The Sunday is not over, so it is forecast.
  assertEquals((await ran.rows("next")).map(([period, yhat]) => [period, yhat]), [
    ["2026-03-15", 7],
  ]);
});

databaseTest("forecast refuses what it can't read, at the key", async (database, t) => {
  const cases: [string, string, string, string][] = [
    ["a horizon of nothing", "horizon: 0", "BAD_NOTEBOOK", "horizon"],
    ["an unknown model", "model: arma", "BAD_NOTEBOOK", "model"],
    ["an unknown dimension", "each: [region]", "MISSING_COLUMN", "each[1]"],
  ];
  for (const [name, body, code, key] of cases) {
    await t.step(name, async () => {
      const [problem] = (await runNotebook(database, notebook(body))).problems("next");
      assertEquals([problem?.code, problem?.place.key], [code, key]);
    });
  }
});

/** Three shops of ten weeks: 1 to 7 by weekday, twice and three times as much. */
function shops(forecast: string): string {
  const days = ["2026-01-05", ...periodsAfter("2026-01-05", "day", 69)];
  const rows = days.flatMap((day, i) =>
    [1, 2, 3].map((size) => `  ${day},shop ${size},${size * (i % 7 + 1)}`)
  );
  return notebook(forecast)
    .replace(/day,amount\n(.|\n)*?```/, `day,shop,amount\n${rows.join("\n")}\n\`\`\``)
    .replace("time: day\n", "time: day\nby: [shop]\n");
}

databaseTest(
  "forecast draws the narrowest and the widest interval that is asked for",
  async (database) => {
    const drawn = async (levels: string) => {
      const text = notebook(`model: seasonal_naive\nhorizon: 1\nfolds: 3\nlevels: ${levels}`);
      const [line] = (await runNotebook(database, text)).cell("next").blocks;
      if (line.type !== "line") throw new Error(line.type);
      return [line.answer, line.forecast?.intervals.map(({ level }) => level)];
    };
    const told = "Revenue: €1 on 16 Mar 2026";
    assertEquals(await drawn("[60, 80, 90, 99]"), [`${told}, €1 to €1 likely`, [0.6, 0.99]]);
    assertEquals(await drawn("80"), [`${told}, €1 to €1 likely`, [0.8]]);
    // Half the time is not likely.
    assertEquals(await drawn("50"), [told, [0.5]]);
  },
);

databaseTest("forecast gives the intervals that are asked for as columns", async (database, t) => {
  const columnsOf = async (levels: string) => {
    const ran = await runNotebook(
      database,
      notebook(`model: seasonal_naive\nhorizon: 7\nlevels: ${levels}`),
    );
    const { outcome } = ran.cell("next");
    return outcome.state === "done" && outcome.result.schema.columns.map(({ name }) => name);
  };
  await t.step("one", async () => {
    assertEquals(await columnsOf("90"), ["period", "yhat", "lower_90", "upper_90", "model"]);
  });
  await t.step("several, the narrowest first, each once", async () => {
    assertEquals(await columnsOf("[97.5, 60, 60]"), [
      "period",
      "yhat",
      "lower_60",
      "upper_60",
      "lower_97_5",
      "upper_97_5",
      "model",
    ]);
  });
});

databaseTest("forecast follows what a regressor will be", async (database) => {
  // 50 less 2 for each of the price, which is 10, 11 and 12 in turn.
  const days = ["2026-01-05", ...periodsAfter("2026-01-05", "day", 69)];
  const rows = days.map((day, i) =>
    `  ${day},${50 - 2 * (10 + i % 3) + (i * 7 % 5) / 10},${10 + i % 3}`
  );
  const of = (future: string) =>
    notebook(`season: 1\nhorizon: 3\nregressors:\n  price: { future: ${future} }`)
      .replace(/day,amount\n(.|\n)*?```/, `day,amount,price\n${rows.join("\n")}\n\`\`\``)
      .replace("unit: EUR }\n", "unit: EUR }\n  price: avg(price)\n");
  const yhat = async (future: string) => {
    const told = await (await runNotebook(database, of(future))).rows("next");
    return told.map((row) => Math.round(Number(row[1])));
  };
  assertEquals(await yhat("[10, 12, 15]"), [30, 26, 20]);
  assertEquals(await yhat("10"), [30, 30, 30]);
});

databaseTest("forecast tells of each series as it is done", async (database) => {
  const done: number[] = [];
  await runNotebook(database, shops("each: shop\nhorizon: 7"), {
    onEvent: (event) => {
      if (event.type === "progress" && event.cell === "next") done.push(event.progress.rows);
    },
  });
  assertEquals(done, [1, 2, 3]);
});

databaseTest("forecast stops among its series when it is cancelled", async (database) => {
  const controller = new AbortController();
  const done: number[] = [];
  const ran = await runNotebook(database, shops("each: shop\nhorizon: 7"), {
    signal: controller.signal,
    onEvent: (event) => {
      if (event.type !== "progress" || event.cell !== "next") return;
      done.push(event.progress.rows);
      controller.abort();
    },
  });
  assertEquals([ran.ends.next, done], ["cancelled", [1]]);
});

databaseTest("forecast goes on with the calendar as it is", async (database, t) => {
  const periodsOf = async (rows: readonly string[], kpi: string) => {
    const text = `\`\`\`load orders\ninline: |\n  day,amount\n${
      rows.map((row) => `  ${row}`).join("\n")
    }\n\`\`\`\n\n\`\`\`kpi sums\ntime: day\n${kpi}\nmeasures:\n  revenue: sum(amount)\n\`\`\`\n\n` +
      "```forecast next\nmeasure: revenue\nhorizon: 3\n```\n";
    return (await (await runNotebook(database, text, { asOf: "2029-01-01" })).rows("next"))
      .map(([period]) =>
        period
      );
  };
  await t.step("over a leap day", async () => {
    const days = ["2028-01-10", ...periodsAfter("2028-01-10", "day", 48)];
    assertEquals(days.at(-1), "2028-02-27");
    assertEquals(await periodsOf(days.map((day, i) => `${day},${i % 7}`), "grain: day"), [
      "2028-02-28",
      "2028-02-29",
      "2028-03-01",
    ]);
  });
  await t.step("into a 53rd week", async () => {
    const weeks = ["2025-01-06", ...periodsAfter("2025-01-06", "week", 101)];
    assertEquals(weeks.at(-1), "2026-12-14");
    // 2026 begins on a Thursday, so that it has 53 weeks.
    // The last week is over with its Sunday.
    const rows = [...weeks.map((day, i) => `${day},${i % 9}`), "2026-12-20,0"];
    assertEquals(await periodsOf(rows, "grain: week"), [
      "2026-12-21",
      "2026-12-28",
      "2027-01-04",
    ]);
  });
  await t.step("over a change of clocks, hour by hour", async () => {
    const hours = Array.from({ length: 72 }, (_, hour) =>
      new Date(Date.UTC(2026, 2, 26, 1 + hour)).toISOString());
    // In Berlin clocks go from 2 to 3 on 29 March 2026, at 01:00 UTC.
    const found = await periodsOf(
      hours.map((hour, i) =>
        `${hour},${i % 24}`
      ),
      "grain: hour\nzone: Europe/Berlin",
    );
    assertEquals(found.map((hour) => new Date(String(hour)).toISOString()), [
      "2026-03-29T01:00:00.000Z",
      "2026-03-29T02:00:00.000Z",
      "2026-03-29T03:00:00.000Z",
    ]);
  });
  await t.step("from rows in any order, several a day", async () => {
    const days = ["2026-01-05", ...periodsAfter("2026-01-05", "day", 41)];
    const rows = days.flatMap((day, i) => [`${day},${i % 7}`, `${day},${i % 7}`]).reverse();
    assertEquals(await periodsOf(rows, "grain: day"), ["2026-02-16", "2026-02-17", "2026-02-18"]);
  });
});
