import { deepStrictEqual, equal, ok, throws } from "node:assert/strict";
import { AppError } from "@/lib/errors.ts";
import { lastTime, nextTime, nextTimes, refuseWhen } from "@/lib/jobs/cron.ts";

/** The first times after a moment, to the minute and in UTC. */
function times(cron: string, zone: string, after: string, count: number): readonly string[] {
  return nextTimes({ cron, zone }, { after: new Date(after), count })
    .map((time) => time.toISOString().replace(/:00\.000Z$/, "Z"));
}

/** Monday, November 2nd 2026, at noon. */
const NOON = "2026-11-02T12:00:00Z";

Deno.test("nextTimes() reads ranges, steps, lists and names", async (t) => {
  const cases: readonly [string, readonly string[]][] = [
    ["15 2 * * *", ["2026-11-03T02:15Z", "2026-11-04T02:15Z"]],
    // From 9 to 17 by fours: 9, 13 and 17 o'clock.
    ["0 9-17/4 * * 1-5", ["2026-11-02T13:00Z", "2026-11-02T17:00Z", "2026-11-03T09:00Z"]],
    ["5,50 12 * * MON", ["2026-11-02T12:05Z", "2026-11-02T12:50Z", "2026-11-09T12:05Z"]],
    ["*/20 * * * *", ["2026-11-02T12:20Z", "2026-11-02T12:40Z", "2026-11-02T13:00Z"]],
    // Both 0 and 7 are Sundays: the 8th and the 15th.
    ["0 0 * * 7", ["2026-11-08T00:00Z", "2026-11-15T00:00Z"]],
    ["0 0 * * 0", ["2026-11-08T00:00Z", "2026-11-15T00:00Z"]],
    ["0 0 1 JAN *", ["2027-01-01T00:00Z", "2028-01-01T00:00Z"]],
    // A day of the month and a weekday: either will do. The 6th and the 13th are Fridays.
    ["0 0 10 * 5", ["2026-11-06T00:00Z", "2026-11-10T00:00Z", "2026-11-13T00:00Z"]],
  ];
  for (const [cron, expected] of cases) {
    await t.step(cron, () => deepStrictEqual(times(cron, "UTC", NOON, expected.length), expected));
  }
});

Deno.test("nextTimes() knows the last day of a month, and weekdays by their number in it", async (t) => {
  const cases: readonly [string, readonly string[]][] = [
    ["0 0 L * *", [
      "2026-11-30T00:00Z",
      "2026-12-31T00:00Z",
      "2027-01-31T00:00Z",
      "2027-02-28T00:00Z",
    ]],
    // Mondays of November 2026 are the 2nd, 9th, …; of December the 7th, 14th, …
    ["0 9 * * 1#2", ["2026-11-09T09:00Z", "2026-12-14T09:00Z"]],
    // A fifth Monday: November 30th; the next month that has one is March 2027, which begins on a Monday.
    ["0 9 * * 1#5", ["2026-11-30T09:00Z", "2027-03-29T09:00Z"]],
    // The last Fridays.
    ["0 9 * * 5#L", ["2026-11-27T09:00Z", "2026-12-25T09:00Z", "2027-01-29T09:00Z"]],
  ];
  for (const [cron, expected] of cases) {
    await t.step(cron, () => deepStrictEqual(times(cron, "UTC", NOON, expected.length), expected));
  }
});

Deno.test("nextTimes() waits for February 29th, which 2100 does not have", () => {
  const found = times("0 0 29 2 *", "UTC", "2092-03-01T00:00:00Z", 3);
  deepStrictEqual(found, ["2096-02-29T00:00Z", "2104-02-29T00:00Z", "2108-02-29T00:00Z"]);
});

Deno.test("nextTimes() lets what clocks leave out come due when they have gone on", async (t) => {
  const cases: readonly [string, string, string, readonly string[]][] = [
    // 02:00 to 03:00 on March 29th: 02:30 is not shown, 03:00 by summer time is 01:00 in UTC.
    ["30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", [
      "2026-03-29T01:00Z",
      "2026-03-30T00:30Z",
    ]],
    // 02:00 to 03:00 on March 8th: 03:00 is four hours behind.
    ["30 2 * * *", "America/New_York", "2026-03-07T12:00:00Z", [
      "2026-03-08T07:00Z",
      "2026-03-09T06:30Z",
    ]],
    // Spring in the south: 02:00 to 03:00 on October 4th, then eleven hours ahead.
    ["30 2 * * *", "Australia/Sydney", "2026-10-03T00:00:00Z", [
      "2026-10-03T16:00Z",
      "2026-10-04T15:30Z",
    ]],
    // Midnight itself is left out: 00:00 to 01:00 on September 6th, then three hours behind.
    ["0 0 * * *", "America/Santiago", "2026-09-05T12:00:00Z", [
      "2026-09-06T04:00Z",
      "2026-09-07T03:00Z",
    ]],
    // Half an hour alone: 02:00 to 02:30 on October 4th, then eleven hours ahead.
    ["15 2 * * *", "Australia/Lord_Howe", "2026-10-03T00:00:00Z", [
      "2026-10-03T15:30Z",
      "2026-10-04T15:15Z",
    ]],
  ];
  for (const [cron, zone, after, expected] of cases) {
    await t.step(zone, () => deepStrictEqual(times(cron, zone, after, 2), expected));
  }
});

Deno.test("nextTimes() lets what clocks show twice come due the first time alone", async (t) => {
  const cases: readonly [string, string, string, readonly string[]][] = [
    // 03:00 to 02:00 on October 25th: 02:30 is two hours ahead first, then one.
    ["30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", [
      "2026-10-25T00:30Z",
      "2026-10-26T01:30Z",
    ]],
    // 02:00 to 01:00 on November 1st: 01:30 is four hours behind first, then five.
    ["30 1 * * *", "America/New_York", "2026-10-31T12:00:00Z", [
      "2026-11-01T05:30Z",
      "2026-11-02T06:30Z",
    ]],
    // Autumn in the south: 03:00 to 02:00 on April 5th, eleven hours ahead first, then ten.
    ["30 2 * * *", "Australia/Sydney", "2026-04-04T00:00:00Z", [
      "2026-04-04T15:30Z",
      "2026-04-05T16:30Z",
    ]],
  ];
  for (const [cron, zone, after, expected] of cases) {
    await t.step(zone, () => deepStrictEqual(times(cron, zone, after, 2), expected));
  }
  await t.step("and not again where it is asked between both", () => {
    deepStrictEqual(times("30 2 * * *", "Europe/Berlin", "2026-10-25T00:45:00Z", 1), [
      "2026-10-26T01:30Z",
    ]);
  });
});

Deno.test("nextTimes() goes on by the half hour whatever clocks do", () => {
  const spring = times("*/30 * * * *", "Europe/Berlin", "2026-03-29T00:00:00Z", 4);
  deepStrictEqual(spring, [
    "2026-03-29T00:30Z",
    "2026-03-29T01:00Z",
    "2026-03-29T01:30Z",
    "2026-03-29T02:00Z",
  ]);
  // Clocks show 02:00 and 02:30 twice: at 00:00 and 00:30, then at 01:00 and 01:30 in UTC.
  const autumn = times("*/30 * * * *", "Europe/Berlin", "2026-10-24T23:45:00Z", 4);
  deepStrictEqual(autumn, [
    "2026-10-25T00:00Z",
    "2026-10-25T00:30Z",
    "2026-10-25T01:00Z",
    "2026-10-25T01:30Z",
  ]);
});

Deno.test("nextTimes() lets what clocks show twice come due once where a line has several hours", () => {
  // 02:30 is at 00:30 by summer time, and again at 01:30 in UTC; 14:30 is at 13:30.
  deepStrictEqual(times("30 2,14 * * *", "Europe/Berlin", "2026-10-24T13:00:00Z", 2), [
    "2026-10-25T00:30Z",
    "2026-10-25T13:30Z",
  ]);
});

Deno.test("nextTime() is later than the moment that it is asked for", () => {
  const when = { cron: "0 2 * * *", zone: "UTC" };
  const at = (moment: string) => nextTime(when, new Date(moment))?.toISOString();
  equal(at("2026-11-02T01:59:59.999Z"), "2026-11-02T02:00:00.000Z");
  equal(at("2026-11-02T02:00:00.000Z"), "2026-11-03T02:00:00.000Z");
  equal(nextTime({ cron: "0 0 30 2 *", zone: "UTC" }, new Date(NOON)), null);
});

Deno.test("lastTime() may be the very moment that it is asked for", () => {
  const at = (cron: string, zone: string, moment: string) =>
    lastTime({ cron, zone }, new Date(moment))?.toISOString() ?? null;
  equal(at("0 2 * * *", "UTC", "2026-11-02T02:00:00.000Z"), "2026-11-02T02:00:00.000Z");
  equal(at("0 2 * * *", "UTC", "2026-11-02T01:59:59.999Z"), "2026-11-01T02:00:00.000Z");
  // As nextTimes() has them: 02:30 was left out, and came due at 03:00, which was 01:00 in UTC.
  equal(at("30 2 * * *", "Europe/Berlin", "2026-03-29T12:00:00Z"), "2026-03-29T01:00:00.000Z");
  // It was shown twice: the second time, at 01:30 in UTC, is none.
  equal(at("30 2 * * *", "Europe/Berlin", "2026-10-25T12:00:00Z"), "2026-10-25T00:30:00.000Z");
  equal(at("0 0 29 2 *", "UTC", NOON), "2024-02-29T00:00:00.000Z");
  equal(at("0 0 30 2 *", "UTC", NOON), null);
});

Deno.test("refuseWhen() refuses nonsense, and names the place", async (t) => {
  const cases: readonly [string, RegExp][] = [
    ["", /five fields/],
    ["now", /five fields/],
    ["* * * *", /five fields/],
    // Seconds would let it run all the time.
    ["* * * * * *", /five fields.*it has 6/],
    // One moment, and a name: neither is five fields.
    ["2027-01-01T00:00:30", /five fields/],
    ["@daily", /five fields/],
    ["61 * * * *", /value for minute\)/],
    ["-1 * * * *", /lower range/],
    ["*/0 * * * *", /stepping: 0/],
    ["5-1 * * * *", /'5-1'/],
    ["1.5 * * * *", /entry 1 \(1\.5\)/],
    ["* 24 * * *", /value for hour\)/],
    ["* * 32 * *", /value for day\)/],
    ["* * 0 * *", /value for day\)/],
    ["* * * 13 *", /value for month\)/],
    ["* * * FOO *", /entry 4 \(FOO\)/],
    ["* * * * 8", /value for dayOfWeek\)/],
    ["* * * * 1#6", /weekday out of range/],
    ["0 0 30 2 *", /come due some time/],
    ["0 0 31 4,6,9,11 *", /come due some time/],
    [",".repeat(100), /five fields/],
    ["*".repeat(101), /at most 100 characters: current value is 101/],
  ];
  for (const [cron, message] of cases) {
    await t.step(JSON.stringify(cron.slice(0, 20)), () => {
      const refuse = () => refuseWhen({ cron, zone: "UTC" }, new Date(NOON));
      throws(refuse, { code: "BAD_PARAMETER", message });
    });
  }
});

Deno.test("refuseWhen() refuses zones that are none", async (t) => {
  for (const zone of ["", "Mars/Olympus", "+02:00", "CEST?", "x".repeat(5000)]) {
    await t.step(JSON.stringify(zone.slice(0, 20)), () => {
      const refuse = () => refuseWhen({ cron: "0 0 * * *", zone }, new Date(NOON));
      throws(refuse, { code: "BAD_PARAMETER", message: /IANA name/ });
    });
  }
});

Deno.test("refuseWhen() never thinks long, whatever it is sent", async (t) => {
  // Ten of one digit, 23 of two, and 32 commas: 88 characters.
  const minutes = [...Array(33).keys()].join(",");
  const hostile = [
    "0 0 29 2 *",
    "0 0 30 2 *",
    "59 23 31 2,4,6,9,11 *",
    "0 0 29 2 1#5",
    "0 0 29 2 +1",
    `${minutes} * * * *`,
    `${"0,".repeat(45)}0 * * * *`,
    `${",".repeat(90)} * * * *`,
    `${"*/".repeat(45)}1 * * * *`,
    `0 0 ${"1-31,".repeat(17)}L * *`,
    `${"(".repeat(90)} * * * *`,
  ];
  for (const cron of hostile) {
    await t.step(cron.slice(0, 30), () => {
      ok(cron.length <= 100);
      const start = performance.now();
      for (const zone of ["UTC", "America/New_York"]) {
        try {
          refuseWhen({ cron, zone }, new Date(NOON));
          lastTime({ cron, zone }, new Date(NOON));
        } catch (error) {
          ok(error instanceof AppError && error.code === "BAD_PARAMETER");
        }
      }
      // It takes some 50 ms at most where nothing else goes on.
      ok(performance.now() - start < 3000);
    });
  }
});
