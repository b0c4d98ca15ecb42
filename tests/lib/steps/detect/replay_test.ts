import { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { Detection } from "@/lib/stats/detect/detection.ts";
import { codeOfJudgement, type Judgement } from "@/lib/stats/detect/oddity.ts";
import { type DetectBody, detectParameters } from "@/lib/steps/detect/parameters.ts";
import { limitOf, replayFacts, replayPast } from "@/lib/steps/detect/replay.ts";

// Of scores these are the deviations: 75 is 9 of 9 + 3, 70 is 7 of 10, 60 is 4.5 of 7.5, 50 is 3 of 6.
const FORTNIGHT = detection([0, 75, 0, 70, 0, 60, 0, 50, 40, 25, 0, 0, 0, 0]);

function detection(
  score: readonly number[],
  { judged = "past", flags = [] }: {
    readonly judged?: Judgement;
    readonly flags?: readonly number[];
  } = {},
): Detection {
  const none = new Float64Array(score.length).fill(NaN);
  return {
    expected: none,
    lower: none,
    upper: none,
    score: Float64Array.from(score),
    flagged: Uint8Array.from(score, (_, i) => Number(flags.includes(i))),
    kind: new Uint8Array(score.length),
    judged: new Uint8Array(score.length).fill(codeOfJudgement(judged)),
  };
}

function bodyOf(body: Readonly<Record<string, unknown>> = {}): DetectBody {
  return detectParameters.parse({ measure: "revenue", ...body });
}

Deno.test("replayPast() ranks points by their deviations, or a forest's by their scores", () => {
  const past = [detection([50, NaN, 75]), detection([60])];
  const { replay, periods } = replayPast(past, bodyOf());
  assertEquals([[...replay.ranked], replay.least, periods], [[9, 4.5, 3], 1, 2]);
  const forest = replayPast(past, bodyOf({ method: "isolation_forest" }));
  assertEquals([[...forest.replay.ranked], forest.replay.least], [[75, 60, 50], 50]);
});

Deno.test("replayPast() counts no point that an event muted, though it was judged", () => {
  const past = [detection([75, 75], { judged: "muted" }), detection([50])];
  const { replay, periods } = replayPast(past, bodyOf());
  assertEquals([[...replay.ranked], periods], [[3], 2]);
});

Deno.test("limitOf() keeps to the budget of the time that was judged", async (t) => {
  const past = replayPast([FORTNIGHT], bodyOf());
  const limit = (budget?: unknown) => limitOf(past, bodyOf({ budget }), "day");
  await t.step("two of two weeks: between 4.5 and 7 the number of the fewest digits", () => {
    assertEquals(limit({ alerts: 1, per: "week" }), 5);
  });
  await t.step("none: above 9", () => assertEquals(limit({ alerts: 0, per: "week" }), 10));
  await t.step("more than there are: what is within one deviation stays ordinary", () => {
    assertEquals(limit({ alerts: 100, per: "week" }), 1);
  });
  await t.step("none was asked for", () => assertEquals(limit(), null));
  await t.step("nothing was judged", () => {
    const budget = { alerts: 1, per: "week" };
    assertEquals(limitOf(replayPast([], bodyOf()), bodyOf({ budget }), "day"), null);
  });
});

Deno.test("replayFacts() tells what other thresholds would have raised", () => {
  const body = bodyOf({ threshold: 3.2 });
  const options = { body, grain: "day", limit: null, sides: "past" } as const;
  const facts = replayFacts(replayPast([FORTNIGHT], body), [FORTNIGHT], options);
  assertEquals(facts?.settings.map(({ value, alerts, used }) => [value, alerts, used]), [
    // 9, 7, 4.5, 3 and at 2 exactly no more.
    [2, 4, false],
    [2.5, 4, false],
    // Not 3, which is not above 3.
    [3, 3, false],
    [3.2, 3, true],
    [3.5, 3, false],
    [4, 3, false],
    [5, 2, false],
    [6, 2, false],
    [8, 1, false],
  ]);
  // 14 days of months of 1461 / 48 days.
  assertEquals([facts?.key, facts?.per, facts?.budget], ["threshold", "month", null]);
  assertEquals(facts?.spans.toFixed(4), "0.4600");
});

Deno.test("replayFacts() counts by the budget's spans, and has its threshold in use", () => {
  const body = bodyOf({ budget: { alerts: 1, per: "week" } });
  const options = { body, grain: "day", limit: 5, sides: "past" } as const;
  const facts = replayFacts(replayPast([FORTNIGHT], body), [FORTNIGHT], options);
  assertEquals([facts?.per, facts?.spans, facts?.sides], ["week", 2, "past"]);
  assertEquals(facts?.settings.filter(({ used }) => used), [{ value: 5, alerts: 2, used: true }]);
});

Deno.test("replayFacts() counts longer periods by the year where nobody says by what", () => {
  const perOf = (grain: "hour" | "week" | "month") =>
    replayFacts(replayPast([FORTNIGHT], bodyOf()), [FORTNIGHT], {
      body: bodyOf(),
      grain,
      limit: null,
      sides: "past",
    })?.per;
  assertEquals([perOf("hour"), perOf("week"), perOf("month")], ["month", "month", "year"]);
});

Deno.test("replayFacts() tells of a forest what it can know", async (t) => {
  const scores = [90, 80, 40, 40, 40, 40, 40, 40, 40, 40];
  const past = [detection(scores, { flags: [0, 2, 3] })];
  const told = (sides: "past" | "both", limit: number | null = null) => {
    const body = bodyOf({ method: "isolation_forest", contamination: 0.3 });
    const facts = replayFacts(replayPast(past, body), past, { body, grain: "day", limit, sides });
    return [facts?.key, facts?.settings.map(({ value, alerts, used }) => [value, alerts, used])];
  };
  await t.step(
    "by both sides what each share flags: no score of 50 or less, whatever the share",
    () => {
      // A tenth of 10 is one; a twentieth is none; three tenths are three, of which two are above 50.
      assertEquals(told("both"), ["contamination", [
        [0.005, 0, false],
        [0.01, 0, false],
        [0.02, 0, false],
        [0.05, 0, false],
        [0.1, 1, false],
        [0.3, 2, true],
      ]]);
    },
  );
  await t.step("by its past what was flagged, at the share in use alone", () => {
    assertEquals(told("past"), ["contamination", [[0.3, 3, true]]]);
  });
  await t.step("by a budget how many are above its score, which no key sets", () => {
    assertEquals(told("past", 85), [null, [[85, 1, true]]]);
  });
});

Deno.test("replayFacts() tells nothing where nothing could be judged", () => {
  const unjudged = detection([NaN, NaN], { judged: "none" });
  const options = { body: bodyOf(), grain: "day", limit: null, sides: "past" } as const;
  assertEquals(replayFacts(replayPast([unjudged], bodyOf()), [unjudged], options), null);
});
