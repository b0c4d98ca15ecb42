import { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { Amount } from "@/lib/chart/block.ts";
import { answerOf, leadWords, perWords, spanName, spanWords } from "@/lib/steps/explain/answer.ts";
import type { ExplainFacts, SegmentFacts } from "@/lib/steps/explain/facts.ts";

const JANUARY = { first: "2026-01-01", last: "2026-01-01", count: 1 };
const FEBRUARY = { first: "2026-02-01", last: "2026-02-01", count: 1 };

function segment(name: string, change: Amount, known: Partial<SegmentFacts> = {}): SegmentFacts {
  return {
    name,
    segments: 1,
    before: null,
    after: null,
    change,
    share: null,
    mix: null,
    rate: null,
    surprise: 0,
    ...known,
  };
}

/** What is told of a measure that went from one month to the next. */
function answer(
  [before, after]: readonly [Amount, Amount],
  segments: readonly SegmentFacts[],
  known: Partial<ExplainFacts> = {},
): string {
  const change = before === null || after === null ? null : after - before;
  return answerOf({
    grain: "month",
    zone: "UTC",
    unit: null,
    type: "sum",
    isMean: false,
    spans: { before: JANUARY, after: FEBRUARY },
    unfinished: null,
    whole: { before, after, change },
    dimensions: [{ name: "region", surprise: 0.1, segments }],
    ...known,
  }, "net_revenue");
}

Deno.test("spanName() names one period, or several by their ends", async (t) => {
  const cases: readonly (readonly [string, Parameters<typeof spanName>[1], number, string])[] = [
    ["2026-01-01 2026-01-01", "month", 1, "Jan 2026"],
    ["2026-01-01 2026-03-01", "month", 3, "Jan to Mar 2026"],
    ["2025-12-01 2026-01-01", "month", 2, "Dec 2025 to Jan 2026"],
    ["2026-02-02 2026-02-02", "week", 1, "week of 2 Feb 2026"],
    ["2026-02-02 2026-02-23", "week", 4, "2 Feb to 23 Feb 2026"],
    [
      "2026-02-02T08:00:00Z 2026-02-02T10:00:00Z",
      "hour",
      3,
      "2 Feb 2026, 08:00 UTC to 2 Feb 2026, 10:00 UTC",
    ],
  ];
  for (const [ends, grain, count, expected] of cases) {
    const [first, last] = ends.split(" ");
    await t.step(expected, () => assertEquals(spanName({ first, last, count }, grain), expected));
  }
});

Deno.test("spanWords() puts weeks into a sentence, and leaves others as they are", () => {
  const week = { first: "2026-02-02", last: "2026-02-02", count: 1 };
  assertEquals(spanWords(week, "week"), "the week of 2 Feb 2026");
  const weeks = { first: "2026-02-02", last: "2026-02-23", count: 4 };
  assertEquals(spanWords(weeks, "week"), "the weeks of 2 Feb to 23 Feb 2026");
  assertEquals(spanWords(JANUARY, "month"), "Jan 2026");
});

Deno.test("perWords() has the article that an hour needs", () => {
  assertEquals([perWords("hour"), perWords("day")], ["an hour", "a day"]);
});

Deno.test("leadWords() names the two that brought most, the most first", () => {
  const segments = [
    segment("North", -20, { share: 0.2 }),
    segment("South", -50, { share: 0.5 }),
    segment("West", -30, { share: 0.3 }),
  ];
  assertEquals(leadWords({ segments }, -100), "South brought 50% of the fall, West 30%");
  assertEquals(leadWords({ segments }, 100), "South brought 50% of the rise, West 30%");
});

Deno.test("leadWords() has no word for who brought less than a tenth, or the contrary", () => {
  const segments = [
    segment("North", -9, { share: 0.099 }),
    segment("South", 50, { share: -0.5 }),
    segment("West", 1),
  ];
  assertEquals(leadWords({ segments }, -100), null);
  const tenth = [...segments, segment("East", -10, { share: 0.1 })];
  assertEquals(leadWords({ segments: tenth }, -100), "East brought 10% of the fall");
});

Deno.test("answerOf() tells what moved, from where to where, and who did it", async (t) => {
  const south = segment("South", -50, { share: 1 });
  await t.step("a fall", () => {
    assertEquals(
      answer([150, 100], [south]),
      "Net revenue fell by 50, from 150 (Jan 2026) to 100 (Feb 2026): South brought 100% of the fall",
    );
  });
  await t.step("a rise, of a mean with its period, to one that is not over", () => {
    assertEquals(
      answer([100, 150], [segment("South", 50, { share: 1 })], {
        isMean: true,
        unfinished: "2026-02-01",
      }),
      "Net revenue rose by 50, from 100 a month (Jan 2026) to " +
        "150 a month (Feb 2026, not over yet): South brought 100% of the rise",
    );
  });
  await t.step("percentages, which move by points", () => {
    assertEquals(
      answer([0.03, 0.05], [segment("South", 0.02, { share: 1 })], { unit: "%" }),
      "Net revenue rose by 2 points, from 3% (Jan 2026) to 5% (Feb 2026): " +
        "South brought 100% of the rise",
    );
  });
});

Deno.test("answerOf() tells of a ratio what its mix did, and what the rates did", () => {
  // -1 and -2 by mix, -4 and 0.5 by the rates: -3 and -3.5, with as many digits.
  const segments = [
    segment("North", -5, { share: 0.77, mix: -1, rate: -4 }),
    segment("South", -1.5, { share: 0.23, mix: -2, rate: 0.5 }),
  ];
  assertEquals(
    answer([20, 13.5], segments, { type: "ratio" }).split("; ")[1],
    "−3.0 by mix, −3.5 by the rates themselves",
  );
});

Deno.test("answerOf() tells what made up for one another", async (t) => {
  await t.step("nearly, where one moved more than twice as far as the whole", () => {
    const segments = [
      segment("North", -300, { share: 3 }),
      segment("West", 50, { share: -0.5 }),
      segment("South", 150, { share: -1.5 }),
    ];
    assertEquals(
      answer([1000, 900], segments).split(": ")[1],
      "North −300 and South +150 nearly made up for one another",
    );
  });
  await t.step("not where it moved twice as far", () => {
    const segments = [
      segment("North", -200, { share: 2 }),
      segment("South", 100, { share: -1 }),
    ];
    assertEquals(answer([1000, 900], segments).split(": ")[1], "North brought 200% of the fall");
  });
  await t.step("wholly, where the whole has hardly moved", () => {
    assertEquals(
      answer([1000, 1001], [segment("North", 400), segment("South", -399)]),
      "Net revenue hardly moved, from 1k (Jan 2026) to 1k (Feb 2026): " +
        "North +400 and South −399 made up for one another",
    );
  });
});

Deno.test("answerOf() makes nothing up where there is nothing to tell", async (t) => {
  await t.step("nothing moved", () => {
    assertEquals(
      answer([100, 100], [segment("North", 0), segment("South", null)]),
      "Net revenue did not move: from 100 (Jan 2026) to 100 (Feb 2026)",
    );
  });
  await t.step("nothing to compare with", () => {
    assertEquals(
      answer([null, 100], []),
      "Net revenue cannot be compared: it goes from – (Jan 2026) to 100 (Feb 2026)",
    );
  });
  await t.step("too short a series", () => {
    assertEquals(
      answer([null, null], [], { spans: null }),
      "Net revenue has too few months to compare",
    );
  });
});

Deno.test("answerOf() says that a measure hardly moved where it did by next to nothing", () => {
  // 0.3 to 0.3000001 is a three millionth of it.
  const moved = [segment("North", 1e-7, { share: 1, mix: -1e-8, rate: 1.1e-7 })];
  assertEquals(
    answer([0.3, 0.3000001], moved, { type: "ratio", unit: "%" }),
    "Net revenue hardly moved: from 30.0% (Jan 2026) to 30.0% (Feb 2026)",
  );
  assertEquals(
    answer([1e9, 1e9 + 20], [segment("North", 20, { share: 1 })]),
    "Net revenue hardly moved: from 1bn (Jan 2026) to 1bn (Feb 2026)",
  );
});

Deno.test("answerOf() leaves out an effect that is next to nothing", async (t) => {
  const told = (mix: number, rate: number) =>
    answer([0.3, 0.4], [segment("North", 0.1, { share: 1, mix, rate })], { type: "ratio" })
      .split("; ").slice(1).join("; ");
  await t.step("mix", () => {
    assertEquals(told(-1e-9, 0.1), "by the rates themselves, hardly by mix");
  });
  await t.step("rates", () => {
    assertEquals(told(0.1, 1e-12), "by mix, hardly by the rates themselves");
  });
  await t.step("both", () => assertEquals(told(0, 0), ""));
  await t.step("neither", () => {
    assertEquals(told(0.04, 0.06), "+0.04 by mix, +0.06 by the rates themselves");
  });
});

Deno.test("answerOf() tells the tiniest and the greatest amounts by their power of ten", () => {
  assertEquals(
    answer([1e-15, 3e-15], [segment("North", 2e-15, { share: 1 })]),
    "Net revenue rose by 2e−15, from 1e−15 (Jan 2026) to 3e−15 (Feb 2026): North brought 100% of the rise",
  );
  assertEquals(
    answer([1e18, 3e18], [segment("North", 2e18, { share: 1 })]),
    "Net revenue rose by 2e18, from 1e18 (Jan 2026) to 3e18 (Feb 2026): North brought 100% of the rise",
  );
});

Deno.test("leadWords() shortens a long name in its midst", () => {
  const long = segment(`${"x".repeat(3000)}end`, 1, { share: 1 });
  // 60 letters: 40 of the beginning, an ellipsis, 19 of the end.
  assertEquals(
    leadWords({ segments: [long] }, 1),
    `${"x".repeat(40)}…${"x".repeat(16)}end brought 100% of the rise`,
  );
});
