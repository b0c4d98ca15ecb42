import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { clockTime, isSameZone, isTimeZone, offsetAt, zoneName } from "@/lib/time_zone.ts";
import { childEnvironment } from "@/lib/config.ts";

Deno.test("isTimeZone() takes IANA names and nothing else", () => {
  const names = ["UTC", "Europe/Berlin", "america/new_york", "Etc/GMT+5"];
  assertEquals(names.filter((name) => !isTimeZone(name)), []);
  const others = ["", "Mars/Base", "Europe/Berlin'", "+01:00", "-05", "UTC+1", "now"];
  assertEquals(others.filter(isTimeZone), []);
});

/** What `machineZone()` says in a process whose clocks are set by TZ. */
async function machineZoneAt(clocks: string): Promise<string> {
  const module = new URL("../../lib/time_zone.ts", import.meta.url);
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", `import { machineZone } from "${module}"; console.log(machineZone());`],
    env: { ...childEnvironment(), TZ: clocks },
    clearEnv: true,
  }).output();
  return new TextDecoder().decode(stdout).trim();
}

Deno.test("machineZone() is a zone that can be reckoned with, however the machine is set", async (t) => {
  const cases = [
    ["Asia/Tokyo", "Asia/Tokyo"],
    // As a file of settings says that leaves it open.
    ["", "UTC"],
    ["Mars/Base", "UTC"],
    // Clocks of no place, as POSIX writes them.
    ["UTC+3", "UTC"],
    ["AAA5BBB", "UTC"],
  ];
  for (const [clocks, zone] of cases) {
    await t.step(`TZ=${clocks}`, async () => assertEquals(await machineZoneAt(clocks), zone));
  }
});

Deno.test("isSameZone() knows a zone by all its names", () => {
  const same = [["UTC", "Etc/UTC"], ["europe/vienna", "Europe/Vienna"], [
    "Europe/Kyiv",
    "Europe/Kiev",
  ]];
  assertEquals(same.filter(([one, other]) => !isSameZone(one, other)), []);
  // Their clocks show the same, by laws of their own.
  assertEquals(isSameZone("Europe/Vienna", "Europe/Berlin"), false);
});

Deno.test("zoneName() writes a name as it is known, and leaves other names of a zone", () => {
  const names = ["europe/VIENNA", "utc", "Europe/Kyiv", "Etc/UTC"];
  assertEquals(names.map(zoneName), ["Europe/Vienna", "UTC", "Europe/Kyiv", "Etc/UTC"]);
});

Deno.test("offsetAt() tells how far clocks are ahead, to the minute before and after a change", () => {
  const hours = (zone: string, moment: string) => offsetAt(zone, Date.parse(moment)) / 3_600_000;
  const cases: readonly (readonly [string, string, number])[] = [
    ["UTC", "2026-07-01T00:00:00Z", 0],
    // Forward at 01:00 UTC on 29 March, back at 01:00 UTC on 25 October.
    ["Europe/Berlin", "2026-03-29T00:59:59Z", 1],
    ["Europe/Berlin", "2026-03-29T01:00:00Z", 2],
    ["Europe/Berlin", "2026-10-25T00:59:59Z", 2],
    ["Europe/Berlin", "2026-10-25T01:00:00Z", 1],
    ["America/New_York", "2026-01-01T00:00:00Z", -5],
    ["Asia/Kolkata", "2026-01-01T00:00:00Z", 5.5],
    // Half an hour forward, at 02:00 and so 15:30 UTC.
    ["Australia/Lord_Howe", "2026-10-03T15:29:59Z", 10.5],
    ["Australia/Lord_Howe", "2026-10-03T15:30:00Z", 11],
    // Before there were zones, by the sun: 53 minutes and 28 seconds, the seconds are left out.
    ["Europe/Berlin", "0001-01-01T12:00:00Z", 53 / 60],
  ];
  for (const [zone, moment, ahead] of cases) assertEquals(hours(zone, moment), ahead, moment);
});

Deno.test("clockTime() tells what clocks show, and two hours that look alike apart", () => {
  const shown = (zone: string, start: string) => {
    const { text, offset } = clockTime(zone, Date.parse(start));
    return [text, offset];
  };
  assertEquals(shown("Europe/Berlin", "2026-03-29T00:00:00Z"), ["2026-03-29T01:00", null]);
  assertEquals(shown("Europe/Berlin", "2026-03-29T01:00:00Z"), ["2026-03-29T03:00", null]);
  assertEquals(shown("Europe/Berlin", "2026-10-24T23:00:00Z"), ["2026-10-25T01:00", null]);
  assertEquals(shown("Europe/Berlin", "2026-10-25T00:00:00Z"), ["2026-10-25T02:00", "UTC+2"]);
  assertEquals(shown("Europe/Berlin", "2026-10-25T01:00:00Z"), ["2026-10-25T02:00", "UTC+1"]);
  assertEquals(shown("Europe/Berlin", "2026-10-25T02:00:00Z"), ["2026-10-25T03:00", null]);
  assertEquals(shown("America/New_York", "2026-11-01T05:00:00Z"), ["2026-11-01T01:00", "UTC−4"]);
  assertEquals(shown("Asia/Kolkata", "2026-01-01T18:30:00Z"), ["2026-01-02T00:00", null]);
  // The half of 02:00 that is left of it, and the two halves of 01:00.
  assertEquals(shown("Australia/Lord_Howe", "2026-10-03T15:00:00Z"), ["2026-10-04T02:00", null]);
  assertEquals(shown("Australia/Lord_Howe", "2027-04-03T14:30:00Z"), [
    "2027-04-04T01:00",
    "UTC+10:30",
  ]);
});
