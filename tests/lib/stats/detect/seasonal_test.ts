import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { detectAnomalies, type SeasonalParameters } from "@/lib/stats/detect/detect.ts";
import { JUDGEMENTS, ODDITIES } from "@/lib/stats/detect/oddity.ts";

const PARAMETERS: SeasonalParameters = {
  method: "seasonal",
  sides: "past",
  threshold: 5,
  calendar: { grain: "day", start: "2024-01-01" },
  muted: [],
};

/** Weekdays of 100, weekends of 50, and a little that changes from day to day. */
function weeks(length: number): Float64Array {
  return Float64Array.from({ length }, (_, day) => (day % 7 < 5 ? 100 : 50) + (day * 37 % 11) / 2);
}

Deno.test("detectSeasonal() flags a spike of a weekend that a weekday would not be", () => {
  const values = weeks(140);
  values[138] = 180;
  const found = detectAnomalies(values, PARAMETERS);
  assertEquals([...found.flagged.keys()].filter((i) => found.flagged[i] === 1), [138]);
  assertEquals(ODDITIES[found.kind[138]], "spike");
  assertEquals(JUDGEMENTS[found.judged[138]], "past");
});
