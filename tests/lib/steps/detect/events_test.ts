import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { calendarNotebook, dayAfter } from "@/tests/helpers/calendar_notebook.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { runNotebook } from "@/tests/helpers/run_notebook.ts";

/** Days that go 10, 12, 10, 12, …, but for some; the first is 1 December 2025. */
function notebook(
  { odd, events, detect = "" }: {
    readonly odd: Readonly<Record<string, number>>;
    readonly events: string;
    readonly detect?: string;
  },
): string {
  const first = "2025-12-01";
  const amounts = Array.from(
    { length: 40 },
    (_, i) => odd[dayAfter(first, i)] ?? (i % 2 === 0 ? 10 : 12),
  );
  const cell = ["detect alerts", `events: calendar\n${detect}`] as const;
  return calendarNotebook({ first, amounts, events, cell });
}

const CHRISTMAS = { "2025-12-25": 1, "2025-12-30": 2 };

for (const method of ["rolling_z", "robust_z", "seasonal"]) {
  databaseTest(`detect never flags a muted day by ${method}`, async (database, t) => {
    const text = notebook({
      odd: CHRISTMAS,
      events: "holidays: DE\neffect: mute",
      detect: `method: ${method}\nwindow: 14`,
    });
    const ran = await runNotebook(database, text);
    assertEquals(ran.problems("alerts"), []);
    const rows = await ran.rows("alerts");
    const { outcome } = ran.cell("alerts");
    const names = outcome.state === "done"
      ? outcome.result.schema.columns.map(({ name }) => name)
      : [];
    const at = (name: string) => names.indexOf(name);
    await t.step("but flags what is as odd on other days", () => {
      // 1 on a holiday is muted; 2 on the 30th is far from 10 to 12, as the holiday is left out.
      const flagged = rows.filter((row) => row[at("flagged")] === true).map(([period]) => period);
      assertEquals(flagged, ["2025-12-30"]);
    });
    await t.step("and says what muted it, with its score", () => {
      const row = rows.find(([period]) => period === "2025-12-25")!;
      const reason = String(row[at("reason")]);
      assertEquals(reason.startsWith("muted: Christmas Day; "), true, reason);
      assertEquals(Number(row[at("score")]) > 50, true);
    });
    await t.step("and lists it by itself", () => {
      const summaries = ran.cell("alerts").blocks.flatMap((block) =>
        block.type === "details" ? [block.summary] : []
      );
      assertEquals(summaries.slice(0, 2), ["1 odd day as a table", "1 day is muted by events"]);
    });
  });
}

databaseTest(
  "detect leaves a muted day out of what the others are compared with",
  async (database) => {
    const text = (effect: string) =>
      notebook({
        odd: { "2025-12-25": 1000, "2025-12-30": 25 },
        events: `holidays: DE\neffect: ${effect}`,
        detect: "method: rolling_z\nwindow: 14",
      });
    const flagged = async (effect: string) => {
      const ran = await runNotebook(database, text(effect));
      return (await ran.rows("alerts")).filter((row) => row.includes(true)).map(([period]) =>
        period
      );
    };
    // With 1,000 among the 14 days before, whose deviation is then above 250, 25 is nothing.
    assertEquals(await flagged("explain"), ["2025-12-25"]);
    assertEquals(await flagged("mute"), ["2025-12-30"]);
  },
);

databaseTest("detect says during what a flagged day was", async (database) => {
  const text = notebook({
    odd: { "2025-12-29": 40 },
    events: "days:\n  - { name: Black week, from: 2025-12-28, until: 2025-12-30 }",
    detect: "window: 14",
  });
  const ran = await runNotebook(database, text);
  const reason = String(ran.figures("alerts")["worst.reason"]);
  assertEquals(reason.endsWith("; during Black week"), true, reason);
  const line = ran.cell("alerts").blocks.find(({ type }) => type === "line");
  // 28, 29 and 30 December are the 28th, 29th and 30th day.
  assertEquals(line?.type === "line" && line.events, [{ name: "Black week", from: 27, until: 29 }]);
});

databaseTest("detect takes a label before an event", async (database) => {
  const text = notebook({
    odd: CHRISTMAS,
    events: "holidays: DE\neffect: mute",
    detect: "window: 14\nlabels: [{ period: 2025-12-25, label: real }]",
  });
  const ran = await runNotebook(database, text);
  const flagged = (await ran.rows("alerts")).filter((row) => row.includes(true));
  assertEquals(flagged.map(([period]) => period), ["2025-12-25", "2025-12-30"]);
});

databaseTest("detect finds the same where its events are only listed", async (database) => {
  const text = notebook({ odd: CHRISTMAS, events: "holidays: DE\neffect: none" });
  const ran = await runNotebook(database, text);
  const without = await runNotebook(database, text.replace("events: calendar", ""));
  assertEquals(await ran.rows("alerts"), await without.rows("alerts"));
});

databaseTest("detect with events is the same when its load is read ahead", async (database) => {
  const text = notebook({ odd: CHRISTMAS, events: "holidays: DE\neffect: mute" });
  const plain = await (await runNotebook(database, text, { cache: false })).rows("alerts");
  const ahead = await runNotebook(database, text, { cache: false, ahead: true });
  assertEquals(await ahead.rows("alerts"), plain);
});

databaseTest(
  "detect names the first of many events of a day, and counts the others",
  async (database) => {
    const days = Array.from(
      { length: 1002 },
      (_, i) => `  - { name: Event ${1000 + i}, on: 2025-12-30 }`,
    );
    const text = notebook({
      odd: { "2025-12-30": 100 },
      events: `days:\n${days.join("\n")}`,
      detect: "method: rolling_z\nwindow: 14",
    });
    const ran = await runNotebook(database, text);
    const reasons = (await ran.rows("alerts")).map((row) => row.at(-1)).filter((one) =>
      one !== null
    );
    // 3 are named, 1,002 - 3 are not.
    assertEquals(reasons.length, 1);
    assertEquals(
      String(reasons[0]).replace(/^.*; /, ""),
      "during Event 1000, Event 1001, Event 1002 and 999 more",
    );
  },
);

databaseTest(
  "detect tells what follows an event by its name, and no alert of what comes back",
  async (database) => {
    const rowAfter = async (value: number) => {
      const ran = await runNotebook(
        database,
        notebook({
          odd: { "2025-12-20": 25, "2025-12-21": value },
          events: "days: [{ name: Sale, on: 2025-12-20 }]\neffect: mute",
          detect: "method: rolling_z\nwindow: 14",
        }),
      );
      const row = (await ran.rows("alerts")).find(([period]) => period === "2025-12-21")!;
      return { flagged: row[6], words: String(row[8]).split("; ") };
    };
    // The sale brought some 14 more; 10 less the day after are what it brought forward.
    const back = await rowAfter(1);
    assertEquals([back.flagged, back.words[0]], [false, "muted: after Sale"]);
    const more = await rowAfter(40);
    assertEquals([more.flagged, more.words.at(-1)], [true, "after Sale"]);
  },
);
