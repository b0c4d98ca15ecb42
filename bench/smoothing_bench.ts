/**
 * Splits ten years of days by STL, and fits exponential smoothing in all its forms to twelve years of months:
 *
 *     deno bench --allow-read bench/smoothing_bench.ts
 *
 * @module
 */
import { decompose } from "@/lib/stats/decompose/stl.ts";
import { createRandom } from "@/lib/stats/detect/forest/random.ts";
import { fitEts } from "@/lib/stats/ets/ets.ts";

const random = createRandom(1);
const days = Float64Array.from(
  { length: 3652 },
  (_, day) =>
    500 + day / 20 + 40 * (day % 7) + 90 * Math.sin(day * Math.PI / 182.6) + 60 * random(),
);
const months = Float64Array.from(
  { length: 144 },
  (_, month) =>
    (110 + 2.5 * month) * (1 + 0.2 * Math.sin(month * Math.PI / 6)) * (0.97 + 0.06 * random()),
);

Deno.bench("STL of ten years of days, a weekly season", () => {
  decompose(days, { period: 7, seasonalSpan: 35 });
});

Deno.bench("STL of ten years of days, a weekly season, robust", () => {
  decompose(days, { period: 7, seasonalSpan: 35, robust: true });
});

Deno.bench("STL of ten years of days, a yearly season", () => {
  decompose(days, { period: 365, seasonalSpan: 35 });
});

Deno.bench("ETS of 144 months, all forms", () => {
  fitEts(months, { season: 12 });
});
