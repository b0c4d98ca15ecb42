import { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { Grain } from "@/lib/frame/schema.ts";
import { ODDITIES, type Oddity } from "@/lib/stats/detect/oddity.ts";
import { periodsAfter } from "@/lib/steps/periods.ts";
import { oddWords, type WordsContext } from "@/lib/steps/detect/words.ts";

const SEASON: WordsContext = {
  grain: "day",
  unit: "EUR",
  yardstick: { type: "season" },
  isSum: true,
};

/** The point asked about is the last of those given; 1 March 2026, the first, is a Sunday. */
function say(
  points: readonly (readonly [number, number, Oddity])[],
  context: Partial<WordsContext> = {},
  index = points.length - 1,
): string | null {
  const whole = { ...SEASON, ...context };
  const start: Record<Grain, string> = {
    hour: "2026-02-28T23:00:00Z",
    day: "2026-02-28",
    week: "2026-02-23",
    month: "2026-02-01",
    quarter: "2025-10-01",
    year: "2025-01-01",
  };
  const periods = periodsAfter(start[whole.grain], whole.grain, points.length);
  return oddWords(
    {
      periods,
      values: Float64Array.from(points, ([value]) => value),
      expected: Float64Array.from(points, ([, expected]) => expected),
      kinds: points.map(([, , kind]) => kind),
    },
    index,
    whole,
  );
}

Deno.test("oddWords() tells how far off a value is", async (t) => {
  const cases: [string, string | null, string][] = [
    ["below", say([[58, 100, "drop"]]), "42% below what Sundays are"],
    ["above", say([[104.25, 100, "spike"]]), "4.3% above what Sundays are"],
    ["many times", say([[340, 100, "spike"]]), "3.4 times what Sundays are"],
    ["a hundred times", say([[12345, 100, "spike"]]), "123 times what Sundays are"],
    ["hardly", say([[100.01, 100, "spike"]]), "less than 0.1% above what Sundays are"],
    ["nothing", say([[0, 120, "drop"]]), "nothing, where €120 was expected"],
    ["nothing, of nothing", say([[0, 0, "zero"]]), "nothing, which is not as expected"],
    ["from 0", say([[12, 0, "spike"]]), "€12 above what Sundays are"],
    ["below 0", say([[-3, 10, "drop"]]), "€13 below what Sundays are"],
    ["a ratio", say([[0.04, 0.1, "drop"]], { unit: "%" }), "6.0 points below what Sundays are"],
    ["of nothing known", say([[5, NaN, "spike"]]), "not as expected"],
  ];
  for (const [name, words, expected] of cases) {
    await t.step(name, () => assertEquals(words, expected));
  }
});

Deno.test("oddWords() names what a value is compared with", async (t) => {
  const of = (context: Partial<WordsContext>, points = 1) =>
    say([...Array(points - 1).fill([1, 1, "none"]), [58, 100, "drop"]], context);
  const window = { type: "window", middle: "mean", window: 3, sides: "past" } as const;
  const cases: [string, string | null, string][] = [
    ["an hour", of({ grain: "hour" }), "42% below what is usual on Sundays at 00:00 UTC"],
    ["a week", of({ grain: "week" }), "42% below what was expected"],
    ["a month", of({ grain: "month" }), "42% below what is usual in Mar"],
    ["a quarter", of({ grain: "quarter" }), "42% below what is usual in Q1"],
    ["a window", of({ yardstick: window }, 9), "42% below the mean of the 3 days before"],
    ["its beginning", of({ yardstick: window }, 3), "42% below the mean of the 2 days before"],
    [
      "both sides",
      of({ yardstick: { ...window, middle: "median", sides: "both" } }, 9),
      "42% below the median of the days around it",
    ],
  ];
  for (const [name, words, expected] of cases) {
    await t.step(name, () => assertEquals(words, expected));
  }
});

Deno.test("oddWords() tells each kind in its own words", async (t) => {
  const fine = [100, 100, "none"] as const;
  const up = [126, 100, "level_up"] as const;
  const down = [67, 100, "level_down"] as const;
  const gap = [NaN, 100, "absent"] as const;
  const past = [150, 100, "level_up_for_a_while"] as const;
  const cases: [string, string | null, string | null][] = [
    ["none", say([fine]), null],
    ["zero", say([[0, 100, "zero"]]), "nothing, where €100 was expected"],
    ["absent", say([fine, gap]), "day is missing"],
    ["absent of a ratio", say([fine, gap], { isSum: false }), "day has no value"],
    ["absent again", say([fine, gap, gap, gap]), "3 days in a row are missing"],
    [
      "stuck",
      say([fine, [7, 9, "none"], [7, 9, "none"], [7, 9, "stuck"]]),
      "same value for 3 days",
    ],
    [
      "partial",
      say([[38, 100, "partial"]]),
      "62% below what Sundays are; the day may not be all there",
    ],
    ["double", say([[201, 100, "double"]]), "2.0 times what Sundays are, as if loaded twice"],
    // The middle of 1.2, 1.26 and 1.3 is 1.26, which is near a quarter more.
    [
      "level_up",
      say([fine, fine, [130, 100, "level_up"], [120, 100, "level_up"], up]),
      "level moved up by a quarter since 3 Mar 2026",
    ],
    ["level_down", say([fine, down]), "level moved down by a third since 2 Mar 2026"],
    [
      "level_down, oddly above",
      say([[101, 100, "level_down"]]),
      "level moved down since 1 Mar 2026",
    ],
    [
      "level_up, of weeks",
      say([up], { grain: "week" }),
      "level moved up by a quarter since the week of 2 Mar 2026",
    ],
    [
      "level_up, many times",
      say([[300, 100, "level_up"]]),
      "level moved up to 3.0 times as much since 1 Mar 2026",
    ],
    [
      "level_up, by no fraction",
      say([[118, 100, "level_up"]]),
      "level moved up by 18% since 1 Mar 2026",
    ],
    [
      "level_up_for_a_while",
      say([fine, past, past, past, fine], {}, 2),
      "level was up by half from 2 Mar 2026 to 4 Mar 2026",
    ],
    [
      "level_down_for_a_while",
      say([[90, 100, "level_down_for_a_while"]]),
      "level was down by 10% on 1 Mar 2026",
    ],
    ["variance", say([[90, 100, "variance"]]), "values scatter more than they did"],
    ["drift", say([[112, 100, "drift"]]), "creeping away, now 12% above what Sundays are"],
    ["pattern", say([[90, 100, "pattern"]]), "the week has another shape"],
    ["unusual", say([[90, 100, "unusual"]]), "unlike the other days; 10% below what Sundays are"],
  ];
  for (const [name, words, expected] of cases) {
    await t.step(name, () => assertEquals(words, expected));
  }
  await t.step("every kind there is", () => {
    for (const kind of ODDITIES) {
      const words = say([fine, [0, NaN, kind]]);
      assertEquals(words === null, kind === "none");
      assertEquals(/NaN|undefined|null/.test(words ?? ""), false);
    }
  });
});

Deno.test("oddWords() tells hours by the clocks of their zone", () => {
  // 02:00 UTC on Sunday, 1 March 2026 is 21:00 on Saturday in New York: three points from 00:00 UTC.
  const points = [[100, 100, "none"], [100, 100, "none"], [58, 100, "drop"]] as const;
  assertEquals(
    say(points, { grain: "hour", zone: "America/New_York" }),
    "42% below what is usual on Saturdays at 21:00",
  );
  assertEquals(
    say(points, { grain: "hour" }),
    "42% below what is usual on Sundays at 02:00 UTC",
  );
});
