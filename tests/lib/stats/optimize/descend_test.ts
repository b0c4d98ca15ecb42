import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { descend } from "@/lib/stats/optimize/descend.ts";

const OPTIONS = { gain: 1e-10, steps: 100 };

Deno.test("descend() finds the low point of a bowl", () => {
  // (x - 3)² + 10 (y + 1)² + 2 is 2 at (3, -1).
  const bowl = ([x, y]: Float64Array) => (x - 3) ** 2 + 10 * (y + 1) ** 2 + 2;
  const { point, value } = descend(bowl, { ...OPTIONS, start: Float64Array.of(2, 0) });
  assert(Math.abs(point[0] - 3) < 1e-4 && Math.abs(point[1] + 1) < 1e-4, point.join());
  assert(value - 2 < 1e-8);
});

Deno.test("descend() follows Rosenbrock's valley to its end", () => {
  // 100 (y - x²)² + (1 - x)² is 0 at (1, 1).
  const valley = ([x, y]: Float64Array) => 100 * (y - x * x) ** 2 + (1 - x) ** 2;
  const { point } = descend(valley, { ...OPTIONS, start: Float64Array.of(-1.2, 1) });
  assert(Math.abs(point[0] - 1) < 1e-3 && Math.abs(point[1] - 1) < 1e-3, point.join());
});

Deno.test("descend() keeps out of what is not allowed", () => {
  // -log is lowest as far right as is allowed.
  const wall = ([x]: Float64Array) => x > 0 && x < 2 ? -Math.log(x) : Infinity;
  const { point } = descend(wall, { ...OPTIONS, start: Float64Array.of(0.5) });
  assert(point[0] > 1.5 && point[0] < 2, String(point[0]));
});

Deno.test("descend() stays at its start where nothing is lower", () => {
  const flat = () => 7;
  assertEquals(descend(flat, { ...OPTIONS, start: Float64Array.of(1, 2) }), {
    point: Float64Array.of(1, 2),
    value: 7,
  });
  const none = descend(() => Infinity, { ...OPTIONS, start: Float64Array.of(1) });
  assertEquals([none.point[0], none.value], [1, Infinity]);
  assertEquals(descend(flat, { ...OPTIONS, start: new Float64Array() }).value, 7);
});

Deno.test("descend() asks no oftener than its steps allow", () => {
  let calls = 0;
  const bowl = ([x]: Float64Array) => {
    calls++;
    return x * x;
  };
  descend(bowl, { start: Float64Array.of(9), gain: 0, steps: 3 });
  // A start, a slope at each of four points, and at most 30 halvings a step.
  assert(calls <= 1 + 4 + 3 * 30, String(calls));
});
