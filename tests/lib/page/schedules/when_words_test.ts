import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { cronWords } from "@/lib/page/schedules/when_words.ts";

Deno.test("cronWords() says usual cron lines in words", async (t) => {
  const cases: [string, string | null][] = [
    ["15 2 * * *", "every day at 02:15"],
    ["  05   14 * * * ", "every day at 14:05"],
    ["0 6 * * 1-5", "on weekdays at 06:00"],
    ["0 6 * * mon-fri", "on weekdays at 06:00"],
    ["30 3 * * 0", "every Sunday at 03:30"],
    ["30 3 * * 7", "every Sunday at 03:30"],
    ["0 9 * * MON,4", "every Monday and Thursday at 09:00"],
    // Sunday has two numbers, and a name.
    ["0 9 * * 0,7,SUN", "every Sunday at 09:00"],
    ["0 8 1,01 * *", "on the 1st of each month at 08:00"],
    ["0 8 1 * *", "on the 1st of each month at 08:00"],
    ["0 8 2,13,23 * *", "on the 2nd, 13th and 23rd of each month at 08:00"],
    ["0 8 L * *", "on the last day of each month at 08:00"],
    ["* * * * *", "every minute"],
    ["*/15 * * * *", "every 15 minutes"],
    ["0 * * * *", "every hour, on the hour"],
    ["1 * * * *", "every hour, 1 minute past"],
    ["20 */6 * * *", "every 6 hours, 20 minutes past"],
  ];
  for (const [cron, words] of cases) {
    await t.step(cron, () => assertEquals(cronWords(cron), words));
  }
});

Deno.test("cronWords() leaves to the cron line what takes more than a few words", async (t) => {
  const cases = [
    "",
    "0 6 * *",
    "0 6 * 3 *",
    // On the 13th, and on every Friday besides.
    "0 6 13 * 5",
    "0 6,18 * * *",
    // 7 does not divide 60: there are 4 minutes between the last one of an hour and the next.
    "*/7 * * * *",
    "0 */5 * * *",
    "0 25 * * *",
    "60 2 * * *",
    "0 6 0 * *",
    "0 6 * * 1#2",
    "*/15 6 * * *",
  ];
  for (const cron of cases) {
    await t.step(JSON.stringify(cron), () => assertEquals(cronWords(cron), null));
  }
});
