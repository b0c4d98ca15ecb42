import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { findPeriods, isGiven } from "@/lib/deliver/told/periods.ts";

/** Returns year, quarter, month, day and time of each period of a text. */
function partsOf(text: string) {
  return findPeriods(text).map((
    { year, quarter, month, day, time },
  ) => [year, quarter, month, day, time]);
}

Deno.test("findPeriods() reads times as pages and people write them", async (t) => {
  const cases: [string, (number | string | null)[]][] = [
    ["on 2026-01-05.", [2026, null, 1, 5, null]],
    ["at 2026-01-05T11:20:00Z", [2026, null, 1, 5, "11:20"]],
    ["on 5 Jan 2026, 9:20 UTC", [2026, null, 1, 5, "09:20"]],
    ["the 5th of January 2026", [2026, null, 1, 5, null]],
    ["January 5, 2026", [2026, null, 1, 5, null]],
    ["Sept. 2026", [2026, null, 9, null, null]],
    ["on 5 March", [null, null, 3, 5, null]],
    ["Dec 31", [null, null, 12, 31, null]],
    ["Q3 2026", [2026, 3, null, null, null]],
    ["2026 Q3", [2026, 3, null, null, null]],
    ["in the second quarter of 2026", [2026, 2, null, null, null]],
  ];
  for (const [text, expected] of cases) {
    await t.step(text, () => assertEquals(partsOf(text), [expected]));
  }
});

Deno.test("findPeriods() leaves what could be something else", async (t) => {
  for (const text of ["01/05/2026", "5.1.2026", "FAQ1", "last quarter", "Marching 5", "2026"]) {
    await t.step(text, () => assertEquals(partsOf(text), []));
  }
});

Deno.test("isGiven() takes what holds a given time and is no finer", () => {
  const none = { year: null, quarter: null, month: null, day: null, time: null };
  const day = { year: 2026, month: 5, day: 4, time: null };
  assertEquals(isGiven({ ...none, year: 2026, quarter: 2 }, day), true);
  assertEquals(isGiven({ ...none, month: 5, day: 4 }, day), true);
  assertEquals(isGiven({ ...none, year: 2026, quarter: 3 }, day), false);
  assertEquals(isGiven({ ...none, month: 5, day: 4, time: "11:20" }, day), false);
  assertEquals(isGiven({ ...none, month: 5, day: 1 }, { ...day, day: null }), false);
});
