import {
  deepStrictEqual as assertEquals,
  match as assertMatch,
  ok as assert,
} from "node:assert/strict";
import { AppError } from "@/lib/errors.ts";
import { METHODS, type Past } from "@/lib/stats/forecast/models/method.ts";
import { methodOf } from "@/lib/stats/forecast/models/methods.ts";
import { createRandom } from "@/lib/stats/detect/forest/random.ts";
import { hurtingSeries } from "@/tests/fixtures/stats/hurting_series.ts";

/** Weeks in which every day has its own amount, and noise. */
function weeks(length: number): Past {
  const random = createRandom(1);
  const values = Float64Array.from(
    { length },
    (_, day) => 100 + 20 * (day % 7) + day / 10 + 10 * random(),
  );
  return { values, past: [], future: [] };
}

const WEEKLY = { season: 7, seasons: [7] };

Deno.test("methodOf() has a method for every name, which gives numbers for what hurts or refuses", async (t) => {
  const hurting = Object.entries(hurtingSeries(60));
  for (const name of METHODS) {
    await t.step(name, async () => {
      for (const [what, values] of hurting) {
        const first = values.findIndex(Number.isFinite);
        const past = { values: values.slice(first), past: [], future: [] };
        try {
          const told = await methodOf(name)(past, WEEKLY).predict(past, 14);
          // What squares overflow to, candidate.ts refuses.
          if (what === "near the largest double") continue;
          assert(told.mean.every(Number.isFinite), `${what}: ${told.mean}`);
          assert(told.deviation.every((one) => one >= 0), `${what}: ${told.deviation}`);
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          assertEquals([what, error.code], [what, "MODEL_FAILED"]);
        }
      }
    });
  }
});

Deno.test("methodOf() says what was chosen", () => {
  const detail = (name: (typeof METHODS)[number]) => methodOf(name)(weeks(200), WEEKLY).detail;
  assertEquals(detail("theta"), null);
  assertMatch(detail("ets") ?? "", /^ETS\([AM],(N|A|Ad),[AM]\)$/);
  assertMatch(detail("mstl_ets") ?? "", /^MSTL with ETS\([AM],(N|A|Ad),N\)$/);
  assertMatch(detail("arima") ?? "", /^ARIMA\(\d,\d,\d\)\(\d,\d,\d\)\[7\]$/);
});

Deno.test("methodOf() keeps what was chosen on a long history", async (t) => {
  for (const name of ["ets", "mstl_ets", "arima"] as const) {
    await t.step(name, async () => {
      const short = methodOf(name)(weeks(200), WEEKLY);
      assertEquals(short.again, undefined);
      const long = methodOf(name)(weeks(300), WEEKLY);
      const again = long.again?.(weeks(400));
      assertEquals(again?.detail, long.detail);
      const { mean } = await again!.predict(weeks(400), 7);
      // 100, 40 of the trend, 5 of the noise, and 20 more a weekday from Tuesday (day 400 % 7 is 1) on.
      const expected = [165, 185, 205, 225, 245, 265, 145];
      mean.forEach((one, h) => assert(Math.abs(one - expected[h]) < 8, `${h}: ${one}`));
    });
  }
});

Deno.test("methodOf() predicts from a longer history without knowing more", async () => {
  for (const name of ["ets", "mstl_ets", "arima"] as const) {
    const { predict } = methodOf(name)(weeks(140), WEEKLY);
    const { mean } = await predict(weeks(147), 7);
    const same = await predict(weeks(147), 7);
    assertEquals(mean, same.mean);
    // Day 147 is a Monday: 100, 15 of the trend and 5 of the noise.
    assert(Math.abs(mean[0] - 120) < 8, `${name}: ${mean[0]}`);
  }
});
