import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { cronOf, parseOften } from "@/lib/page/schedules/usual_times.ts";

Deno.test("cronOf() writes the cron line of a usual time", async (t) => {
  const cases: [string, string, string, string][] = [
    ["day", "06:30", "", "30 6 * * *"],
    ["weekdays", "00:05", "", "5 0 * * 1-5"],
    ["monday", "18:00", "* * * * *", "0 18 * * 1"],
    ["first", "09:15", "", "15 9 1 * *"],
    ["own", "06:30", "  */5   *  * * * ", "*/5 * * * *"],
    // No line that a schedule takes: it says so, rather than taking another time.
    ["day", "", "", "? ? * * *"],
  ];
  for (const [often, at, cron, line] of cases) {
    await t.step(
      `${often} ${at}`,
      () => assertEquals(cronOf({ often: parseOften(often), at, cron }), line),
    );
  }
});

Deno.test("parseOften() takes what it does not know for a line of one's own", () => {
  assertEquals([parseOften("monday"), parseOften("tuesday"), parseOften("")], [
    "monday",
    "own",
    "own",
  ]);
});
