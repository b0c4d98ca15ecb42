import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { NEVER, Unheeded } from "@/lib/steps/forecast/unheeded.ts";

const BODY = {
  events: "calendar",
  regressors: { price: { future: 9 }, visits: { future: "last" as const } },
};
const EXPLANATION = {
  isUsed: true,
  isRequired: false,
  withThem: null,
  withoutThem: null,
  effects: [],
};
const NONE = { explainedBy: [], unexplained: [], explanation: EXPLANATION };

function warned(...series: readonly Parameters<Unheeded["add"]>[0][]) {
  const unheeded = new Unheeded(BODY);
  for (const one of series) unheeded.add(one);
  return unheeded.problems().map(({ message, place, remedy }) => [message, place.key, remedy]);
}

Deno.test("Unheeded warns of an event that never was, with what to do", () => {
  const unexplained = [{ name: "Summer sale", reason: NEVER }];
  assertEquals(warned({ ...NONE, unexplained }), [[
    'Cannot tell what "Summer sale" will do to the values as it was never in the history: the ' +
    "forecast is the same as without it",
    "events",
    'Add days in the history when it was too to "calendar", or give it the name of an event of ' +
    "the past that it will be like",
  ]]);
});

Deno.test("Unheeded warns of values that were set in vain, not of what only goes on", () => {
  const unexplained = [
    { name: "price", reason: "is the same in every period" },
    { name: "visits", reason: "is the same in every period" },
  ];
  assertEquals(warned({ ...NONE, unexplained }), [[
    'Cannot tell what "price" will do to the values as it is the same in every period: the ' +
    "forecast is the same whatever you set",
    "regressors.price",
    'Take "price" out of regressors, or begin the history where it was not yet so',
  ]]);
});

Deno.test("Unheeded warns of values that no model could be tried with", () => {
  const messages = warned({ explainedBy: ["price"], unexplained: [], explanation: null });
  assertEquals(messages.map(([, key]) => key), ["regressors.price"]);
});

Deno.test("Unheeded is quiet where one of several series heeds it", () => {
  const sale = { ...NONE, unexplained: [{ name: "Sale", reason: NEVER }] };
  assertEquals(warned(sale, { ...NONE, explainedBy: ["Sale"] }), []);
});
