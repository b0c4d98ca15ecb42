import { deepStrictEqual as assertEquals, strictEqual as assertIs } from "node:assert/strict";
import { addToDay, parseDay } from "@/lib/day.ts";
import { dashboardText } from "@/lib/workspace/sources/dashboard_text.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { runNotebook } from "@/tests/helpers/run_notebook.ts";
import { makeEvent, storeBatch, type Wanted } from "@/tests/lib/ingest/events/made_events.ts";

const TEXT = dashboardText({ source: "shop", metric: "sales" });

/** Two events a day, 10 and 20, from 1 January on; on one day the second is 500. */
function twoADay(days: number, oddDay: number): readonly Wanted[] {
  return Array.from({ length: days }, (_, i) => {
    const day = addToDay(parseDay("2026-01-01"), i, "day");
    return [
      { time: `${day}T08:00:00Z`, value: "10" },
      { time: `${day}T09:00:00Z`, value: i === oddDay ? "500" : "20" },
    ];
  }).flat();
}

databaseTest(
  "dashboardText() tells sums, counts, averages and distinct values",
  async (database, t) => {
    await storeBatch(database, { batch: "one", events: twoADay(90, 70).map(makeEvent) });
    const other = makeEvent({ source: "web", value: "7", metric: "hits" });
    await storeBatch(database, { batch: "two", events: [other] });
    await t.step("of all days", async () => {
      const ran = await runNotebook(database, TEXT);
      const daily = ran.figures("daily");
      // 90 days of 30, and 480 more on one of them: 3180 of 180 events, 17.67 each.
      assertEquals([daily["total.total"], daily["events.total"]], [3180, 180]);
      assertEquals(Number(daily["average.total"]).toFixed(2), "17.67");
      // 10, 20 and 500.
      assertIs(ran.figures("values")["distinct.total"], 3);
      // The 71st day is 12 March.
      assertEquals(
        [ran.figures("odd").flagged, ran.figures("odd")["worst.period"]],
        [1, "2026-03-12"],
      );
      assertIs(ran.figures("next").horizon, 28);
    });
    await t.step("of some days, where the forecast learns from all until then", async () => {
      const parameters = { period: "2026-02-01..2026-02-28" };
      const ran = await runNotebook(database, TEXT, { parameters });
      // 28 days of 30.
      assertEquals(ran.figures("daily")["total.total"], 840);
      // 31 days of January and 28 of February; the odd one is later.
      assertEquals([ran.figures("odd").periods, ran.figures("odd").flagged], [59, 0]);
      // 30 a day goes on.
      assertIs(ran.figures("next").total, 840);
    });
    await t.step("of another source and metric", async () => {
      const ran = await runNotebook(database, TEXT, {
        parameters: { source: "web", metric: "hits" },
      });
      assertIs(ran.figures("daily")["total.total"], 7);
      assertEquals(ran.figures("next").score, null);
    });
    await t.step("of none", async () => {
      const ran = await runNotebook(database, TEXT, { parameters: { metric: "none" } });
      assertEquals(Object.values(ran.ends).filter((end) => end !== "computed"), []);
      assertIs(ran.figures("daily")["total.total"], null);
    });
  },
);
