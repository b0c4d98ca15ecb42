import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { tellBesides } from "@/lib/steps/forecast/besides.ts";
import type { ForecastFact, ForecastFacts } from "@/lib/steps/forecast/facts.ts";

const FACT: ForecastFact = {
  segment: [],
  history: { periods: [], values: [] },
  periods: ["2026-01-01", "2026-01-02"],
  yhat: [40, 60],
  intervals: [],
  unexplained: [],
  explainedBy: [],
  addsUp: null,
  events: [],
  origins: [],
  model: "arima",
  members: ["arima"],
  reason: null,
  calibrated: false,
  backtestHorizon: 0,
  chosenOn: 0,
  shifts: [],
  candidates: [],
  explanation: null,
  coverage: null,
  crps: null,
  reliability: { status: "not_enough_history", reason: "Not enough history" },
};

const FACTS: ForecastFacts = {
  zone: "UTC",
  grain: "day",
  unit: null,
  adds: true,
  rows: 2,
  series: [],
  leftOut: null,
};

function told(known: Partial<ForecastFact>, facts: Partial<ForecastFacts> = {}) {
  return tellBesides({ ...FACT, ...known }, { ...FACTS, ...facts });
}

Deno.test("tellBesides() has nothing to say of a plain forecast", () => {
  assertEquals(told({}), []);
});

Deno.test("tellBesides() tells what a grade is made of", () => {
  const parts = { size: 45, moves: 15, honesty: 20 };
  assertEquals(told({ reliability: { status: "scored", score: 80, badge: "B", parts } }), [
    "The grade is made of 45 of 50 for how small errors are beside the values, 15 of 25 for how " +
    "small they are beside the seasonal moves and 20 of 25 for whether the 95% interval held 95%.",
  ]);
});

Deno.test("tellBesides() tells the CRPS of its intervals in the unit of the values", () => {
  assertEquals(told({ crps: 12.34 }, { unit: "EUR" }), [
    "The CRPS of its intervals, tried on the past, was €12.34: width and misses both count, and an " +
    "interval of no width would come to the mean absolute error.",
  ]);
});

Deno.test("tellBesides() tells what does not explain it", () => {
  const unexplained = [{ name: "tax", reason: "is the same in every period" }];
  assertEquals(told({ unexplained }), ["tax is left out as it is the same in every period."]);
});

Deno.test("tellBesides() tells what it was before it was made to add up", () => {
  // 40 + 60 = 100.
  const end = "Grade and intervals are of what it was for itself.";
  assertEquals(told({ addsUp: { role: "total", way: "bottom_up", before: 120 } }), [
    "Made to be the sum of its parts: for itself its periods came to 120, now to 100; the parts " +
    `were left alone and added up. ${end}`,
  ]);
  assertEquals(
    told({ addsUp: { role: "part", way: "least_squares", before: 120 } }, { adds: false }),
    [`Made to add up; all were moved alike. ${end}`],
  );
});
