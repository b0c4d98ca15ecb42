import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { judgeByPast, type PlacedSeries } from "@/lib/stats/detect/seasonal/past.ts";
import { createRandom } from "@/lib/stats/detect/forest/random.ts";
import { review } from "@/lib/stats/detect/seasonal/review.ts";

/** Noise with deviation 1 and a week of 0 and 5, moved by what is given for each day. */
function placed(length: number, move: (day: number) => number): PlacedSeries {
  const random = createRandom(1);
  const noise = () => Array.from({ length: 12 }, random).reduce((sum, value) => sum + value, -6);
  const days = Uint8Array.from({ length }, (_, day) => day % 7);
  return {
    values: Float64Array.from({ length }, (_, day) => (day % 7 < 5 ? 5 : 0) + noise() + move(day)),
    seasons: [{ size: 7, places: days }],
    week: null,
    monthEnds: new Uint8Array(length),
    muted: new Uint8Array(length),
    lag: 7,
    warm: 21,
    least: () => 0,
  };
}

function reviewed(series: PlacedSeries) {
  const found = review(series, judgeByPast(series), [7]);
  if (found === null) throw new Error("No review");
  return found;
}

Deno.test("review() expects the week, by what came before and after", () => {
  const { expected, deviation } = reviewed(placed(300, () => 0));
  assert(Math.abs(expected[150 - 150 % 7 + 2] - 5) < 1);
  assert(Math.abs(expected[150 - 150 % 7 + 6]) < 1);
  assert(deviation[150] > 0.8 && deviation[150] < 1.5, `${deviation[150]}`);
});

Deno.test("review() expects a lasting level from its first day, and one for a while never", () => {
  const lasting = reviewed(placed(300, (day) => day < 150 ? 0 : 10));
  assert(Math.abs(lasting.expected[154] - 15) < 2, `${lasting.expected[154]}`);
  assertEquals(lasting.level[150] > 0, true);
  assertEquals([lasting.level[151], lasting.passing[150]], [0, 0]);

  const brief = reviewed(placed(300, (day) => day < 150 || day >= 164 ? 0 : -10));
  assert(Math.abs(brief.expected[156] - 5) < 2.5, `${brief.expected[156]}`);
  assertEquals([brief.passing[149], brief.passing[155], brief.passing[166]], [0, 1, 0]);
  assertEquals(brief.level[155] < 0, true);
});

Deno.test("review() is not led astray by gaps", () => {
  const series = placed(300, () => 0);
  series.values.fill(NaN, 100, 110);
  assert(reviewed(series).expected.every(Number.isFinite));
});

Deno.test("review() says nothing of nothing", () => {
  const series = placed(50, () => NaN);
  assertEquals(review(series, judgeByPast(series), [7]), null);
});
