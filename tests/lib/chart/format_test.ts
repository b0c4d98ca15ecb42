import { deepStrictEqual as assertEquals } from "node:assert/strict";
import {
  columnDecimals,
  formatChange,
  formatDuration,
  formatMoment,
  formatNumber,
  formatPeriod,
  type NumberStyle,
} from "@/lib/chart/format.ts";
import type { Grain } from "@/lib/frame/schema.ts";

Deno.test("formatNumber() writes thousands, a true minus and the unit", async (t) => {
  const cases: [number | null, NumberStyle, string][] = [
    [1234567, {}, "1,234,567"],
    [-1234.5, {}, "−1,235"],
    [12.345, {}, "12.35"],
    [123.45, {}, "123.5"],
    [0.0123456, {}, "0.0123"],
    [0, {}, "0"],
    [-0, {}, "0"],
    [-0.001, { decimals: 1 }, "0.0"],
    [5, { decimals: 2 }, "5.00"],
    [684000, { unit: "USD" }, "$684,000"],
    [19.9, { unit: "USD" }, "$19.90"],
    [-19.9, { unit: "EUR" }, "−€19.90"],
    [12, { unit: "units" }, "12 units"],
    // A ratio: 0.0342 is 3.42 of a hundred.
    [0.0342, { unit: "%" }, "3.4%"],
    [-0.5, { unit: "%" }, "−50.0%"],
    [412_345, { compact: true }, "412k"],
    [1_612_345, { compact: true }, "1.61m"],
    [2_000_000_000, { compact: true, unit: "USD" }, "$2bn"],
    [-26_000, { compact: true, unit: "USD" }, "−$26k"],
    [950, { compact: true }, "950"],
    [null, { unit: "USD" }, "–"],
    [NaN, {}, "–"],
    [-Infinity, {}, "−∞"],
  ];
  for (const [value, style, expected] of cases) {
    await t.step(expected, () => assertEquals(formatNumber(value, style), expected));
  }
});

Deno.test("columnDecimals() takes as few decimals as tell the values", async (t) => {
  const cases: [string, (number | null)[], number][] = [
    ["whole numbers", [1, 200, null], 0],
    ["one with a tenth", [1, 2.5], 1],
    ["thirds, from 1 on", [1 / 3, 4], 2],
    ["no values", [null, NaN], 0],
    // The largest, 0.00123, needs 5 decimals for three digits, and one more for the smaller.
    ["small ones", [0.00123, 0.00001], 5],
  ];
  for (const [name, values, expected] of cases) {
    await t.step(name, () => assertEquals(columnDecimals(values), expected));
  }
});

Deno.test("formatChange() tells shares, points, and what it can't tell", async (t) => {
  const cases: [string, number | null, number | null, string | null, string][] = [
    // (108.1 - 100) / 100 = 8.1%
    ["a rise", 108.1, 100, null, "+8.1%"],
    // (90 - 120) / 120 = -25%
    ["a fall", 90, 120, "USD", "−25.0%"],
    // From -10 to -5 is a rise of 5, half of 10.
    ["from below zero", -5, -10, null, "+50.0%"],
    ["a percentage", 0.0342, 0.0361, "%", "−0.2 points"],
    ["no move", 5, 5, null, "unchanged"],
    ["from zero", 5000, 0, "USD", "+$5k"],
    ["from nothing", 5, null, null, "–"],
  ];
  for (const [name, value, before, unit, expected] of cases) {
    await t.step(name, () => assertEquals(formatChange(value, before, unit).text, expected));
  }
});

Deno.test("formatChange() has no ratio on a base of zero", () => {
  assertEquals(formatChange(5, 0), { ratio: null, text: "+5", direction: "up" });
});

Deno.test("formatMoment() tells a moment by the clocks of a zone", async (t) => {
  const cases: [moment: string, zone: string, expected: string][] = [
    ["2026-01-31T10:20:30Z", "UTC", "31 Jan 2026, 10:20"],
    ["2026-01-31T23:20:30.5Z", "Europe/Berlin", "1 Feb 2026, 00:20"],
    ["2026-01-31T10:20:00Z", "Asia/Kolkata", "31 Jan 2026, 15:50"],
    ["2026-01-31", "Europe/Berlin", "31 Jan 2026"],
    ["soon", "UTC", "soon"],
  ];
  for (const [moment, zone, expected] of cases) {
    await t.step(`${moment} in ${zone}`, () => assertEquals(formatMoment(moment, zone), expected));
  }
});

Deno.test("formatPeriod() names a period by its start", async (t) => {
  const cases: [string, Grain, string][] = [
    ["2026-01-05T13:00:00Z", "hour", "5 Jan 2026, 13:00 UTC"],
    ["2026-01-05", "day", "5 Jan 2026"],
    ["2026-01-05", "week", "week of 5 Jan 2026"],
    ["2026-01-01", "month", "Jan 2026"],
    ["2026-10-01", "quarter", "Q4 2026"],
    ["2026-01-01", "year", "2026"],
    ["some text", "day", "some text"],
  ];
  for (const [period, grain, expected] of cases) {
    await t.step(expected, () => assertEquals(formatPeriod(period, grain), expected));
  }
});

Deno.test("formatDuration() picks a unit that reads well", async (t) => {
  const cases: [number, string][] = [
    [0.42, "0.4 ms"],
    [12.4, "12 ms"],
    [999.6, "1.0 s"],
    [1234, "1.2 s"],
    [125_000, "2 min 5 s"],
  ];
  for (const [milliseconds, expected] of cases) {
    await t.step(expected, () => assertEquals(formatDuration(milliseconds), expected));
  }
});

Deno.test("formatPeriod() tells hours by the clocks of a zone, and which of two that look alike", () => {
  const berlin = { grain: "hour", zone: "Europe/Berlin" } as const;
  const cases = [
    ["2026-03-29T01:00:00Z", "29 Mar 2026, 03:00"],
    ["2026-10-25T00:00:00Z", "25 Oct 2026, 02:00 UTC+2"],
    ["2026-10-25T01:00:00Z", "25 Oct 2026, 02:00 UTC+1"],
    ["2026-12-31T23:00:00Z", "1 Jan 2027, 00:00"],
  ];
  for (const [period, text] of cases) assertEquals(formatPeriod(period, berlin), text);
  assertEquals(
    formatPeriod("2026-03-29T01:00:00Z", { grain: "hour", zone: "UTC" }),
    "29 Mar 2026, 01:00 UTC",
  );
  assertEquals(formatPeriod("2026-03-29", { ...berlin, grain: "day" }), "29 Mar 2026");
});
