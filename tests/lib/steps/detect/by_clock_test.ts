import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { detectAnomalies, type DetectParameters } from "@/lib/stats/detect/detect.ts";
import { detectByClock } from "@/lib/steps/detect/by_clock.ts";
import { periodsAfter } from "@/lib/steps/periods.ts";
import { createRandom } from "@/lib/stats/detect/forest/random.ts";
import { dailyPattern, hoursFrom } from "@/tests/helpers/clock_series.ts";

/** Six weeks; the clocks change in the fifth. */
const HOURS = 6 * 168;

const CHANGES = [
  // 29 March and 25 October 2026 at 01:00 UTC.
  ["spring in Berlin", "Europe/Berlin", "2026-02-28T00:00:00Z", "2026-03-29T01:00:00Z"],
  ["autumn in Berlin", "Europe/Berlin", "2026-09-26T00:00:00Z", "2026-10-25T01:00:00Z"],
  // 8 March at 07:00 UTC and 1 November at 06:00 UTC.
  ["spring in New York", "America/New_York", "2026-02-07T00:00:00Z", "2026-03-08T07:00:00Z"],
  ["autumn in New York", "America/New_York", "2026-10-03T00:00:00Z", "2026-11-01T06:00:00Z"],
] as const;

/** 100 and ten times the hour of the clocks, 2% up or down. */
function noisy(periods: readonly string[], zone: string): Float64Array {
  const random = createRandom(3);
  return dailyPattern(periods, zone).map((value) => value * (0.98 + 0.04 * random()));
}

function parameters(method: "seasonal" | "isolation_forest", start: string): DetectParameters {
  const calendar = { grain: "hour", start } as const;
  return method === "seasonal" ? { method, sides: "past", threshold: 3, calendar, muted: [] } : {
    method,
    window: 28,
    threshold: 3,
    lag: 24,
    contamination: 0.02,
    seed: 1,
    calendar,
  };
}

function detect(
  values: Float64Array,
  { periods, zone, method = "seasonal" }: {
    readonly periods: readonly string[];
    readonly zone: string;
    readonly method?: "seasonal" | "isolation_forest";
  },
) {
  return detectByClock(
    { values, parameters: parameters(method, periods[0]) },
    { periods, grain: "hour", zone },
    ({ values, parameters }) => Promise.resolve(detectAnomalies(values, parameters)),
  );
}

Deno.test("detectByClock() finds nothing odd about the days after a change of clocks", async (t) => {
  for (const [name, zone, first, change] of CHANGES) {
    await t.step(name, async () => {
      const periods = hoursFrom(first, HOURS);
      const values = noisy(periods, zone);
      const { flagged, expected } = await detect(values, { periods, zone });
      const from = periods.indexOf(change);
      const week = flagged.subarray(from - 24, from + 168);
      assertEquals([...week].filter((flag) => flag === 1).length, 0);
      // Each hour is expected to be what its clock says, within a tenth: an hour is 10 of 100 to 330.
      const pattern = dailyPattern(periods, zone);
      for (let i = from - 24; i < from + 168; i++) {
        assert(Math.abs(expected[i] - pattern[i]) < 9, `${periods[i]}: ${expected[i]}`);
      }
      // By UTC the pattern is an hour off from the change on.
      const byUtc = await detect(values, { periods, zone: "UTC" });
      assert(byUtc.flagged.subarray(from, from + 168).includes(1));
    });
  }
});

Deno.test("detectByClock() holds both hours of one name against the same", async () => {
  const [, zone, first, change] = CHANGES[1];
  const periods = hoursFrom(first, HOURS);
  const values = noisy(periods, zone);
  const second = periods.indexOf(change);
  const found = await detect(values, { periods, zone });
  // Neither has seen the other.
  assertEquals(found.expected[second], found.expected[second - 1]);
  assertEquals(found.upper[second], found.upper[second - 1]);
  for (const odd of [second - 1, second]) {
    const { flagged } = await detect(
      values.map((value, i) => i === odd ? 2 * value : value),
      { periods, zone },
    );
    assertEquals([flagged[second - 1], flagged[second]], [
      Number(odd === second - 1),
      Number(odd === second),
    ]);
  }
});

Deno.test("detectByClock() takes forests, and clocks that move by half an hour", async () => {
  const zone = "Australia/Lord_Howe";
  const periods = periodsAfter("2026-09-05T12:30:00Z", { grain: "hour", zone }, HOURS);
  for (const method of ["seasonal", "isolation_forest"] as const) {
    const found = await detect(noisy(periods, zone), { periods, zone, method });
    assertEquals(found.flagged.length, HOURS);
    assert(found.score.subarray(500).every(Number.isFinite));
  }
});

Deno.test("detectByClock() mutes the hours that it is told to, on either side of a change", async () => {
  const [, zone, first, change] = CHANGES[0];
  const periods = hoursFrom(first, HOURS);
  const from = periods.indexOf(change);
  const values = noisy(periods, zone).map((value, i) => i === from + 2 ? 3 * value : value);
  const { flagged, judged } = await detectByClock(
    {
      values,
      parameters: {
        method: "seasonal",
        sides: "past",
        threshold: 3,
        calendar: { grain: "hour", start: periods[0] },
        muted: [from + 2],
      },
    },
    { periods, grain: "hour", zone },
    ({ values, parameters }) => Promise.resolve(detectAnomalies(values, parameters)),
  );
  assertEquals([flagged[from + 2], judged[from + 2], judged[from + 1]], [0, 3, 1]);
});

Deno.test("detectByClock() leaves hours of UTC as they are", async () => {
  const periods = hoursFrom("2026-02-28T00:00:00Z", HOURS);
  const values = noisy(periods, "UTC");
  const asked = parameters("seasonal", periods[0]);
  assertEquals(await detect(values, { periods, zone: "UTC" }), detectAnomalies(values, asked));
});
