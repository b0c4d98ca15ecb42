import { ok as assert, throws as assertThrows } from "node:assert/strict";
import { mstlEts } from "@/lib/stats/forecast/mstl_ets.ts";

Deno.test("mstlEts() goes on with two seasons and a trend that do not change", async () => {
  const day = (i: number) => 1 + 0.1 * Math.sin(i * Math.PI / 12);
  const week = (i: number) => i % 168 < 120 ? 1.05 : 0.875;
  const value = (i: number) => 200 * 1.0005 ** i * day(i) * week(i);
  const values = Float64Array.from({ length: 168 * 5 }, (_, i) => value(i));
  const { mean } = await mstlEts([24, 168])(values, 48);
  mean.forEach((one, h) => {
    const off = Math.abs(one / value(values.length + h) - 1);
    assert(off < 0.02, `${h} ahead is off by ${off}`);
  });
});

Deno.test("mstlEts() keeps what falls below 0 as it is", async () => {
  const value = (i: number) => 3 * Math.cos(i * Math.PI / 6);
  const values = Float64Array.from({ length: 60 }, (_, i) => value(i));
  const { mean } = await mstlEts([12])(values, 12);
  mean.forEach((one, h) => assert(Math.abs(one - value(60 + h)) < 0.01));
});

Deno.test("mstlEts() refuses what has not more than two seasons", () => {
  assertThrows(() => mstlEts([12])(new Float64Array(24).fill(1), 3), {
    code: "MODEL_FAILED",
    message: /more than two seasons: current value is 24 values$/,
  });
});
