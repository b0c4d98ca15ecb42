import { deepStrictEqual as assertEquals } from "node:assert/strict";
import {
  candidatesFor,
  describe,
  seasonOf,
  type Seasons,
  seasonsOf,
} from "@/lib/stats/forecast/series/situation.ts";
import { hurtingSeries } from "@/tests/fixtures/stats/hurting_series.ts";

const { "white noise": noise, "a random walk": walk } = hurtingSeries(300);

/** Weeks with a year in them. */
const years = noise.map((value, week) => 100 + 5 * Math.sin(week * Math.PI / 26) + value);

Deno.test("seasonOf() and seasonsOf() know the seasons of every grain", () => {
  const grains = ["hour", "day", "week", "month", "quarter", "year"] as const;
  assertEquals(grains.map(seasonOf), [24, 7, 52, 12, 4, 1]);
  assertEquals(grains.map((grain) => seasonsOf(grain).periods), [
    [24, 168],
    [7, 365],
    [52],
    [12],
    [4],
    [],
  ]);
});

Deno.test("describe() takes a season that the history has two of", async (t) => {
  const cases: [string, Float64Array, Seasons, number, number[]][] = [
    ["a short one", noise, seasonsOf("day"), 7, [7]],
    ["and a long one", noise, { periods: [7, 150], origin: "custom" }, 7, [7, 150]],
    ["none of too short a history", noise.slice(0, 13), seasonsOf("day"), 1, []],
    ["a long one that shows", years, seasonsOf("week"), 52, [52]],
    ["no long one of noise", noise, seasonsOf("week"), 1, [52]],
    ["no long one of a random walk", walk, seasonsOf("week"), 1, [52]],
    ["one that is named", noise, { periods: [52], origin: "named" }, 52, [52]],
  ];
  for (const [name, values, seasons, season, all] of cases) {
    await t.step(name, () => {
      const found = describe(values, seasons);
      assertEquals([found.season, found.seasons], [season, all]);
    });
  }
});

Deno.test("candidatesFor() tries what suits a series", async (t) => {
  const situation = { season: 7, seasons: [7], intermittent: false };
  const usual = ["seasonal_naive", "theta", "ets", "mstl_ets", "arima"];
  const cases: [string, Parameters<typeof candidatesFor>, string[]][] = [
    ["seasons", [situation, 100], usual],
    ["too few of them", [situation, 14], ["seasonal_naive", "theta", "ets", "drift", "arima"]],
    ["demand now and then", [{ ...situation, intermittent: true }, 100], [
      "seasonal_naive",
      "croston",
      "tsb",
      ...usual.slice(1),
    ]],
  ];
  for (const [name, [given, length], expected] of cases) {
    await t.step(name, () => assertEquals(candidatesFor(given, length), expected));
  }
});
