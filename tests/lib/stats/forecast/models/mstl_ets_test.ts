import { ok as assert, throws as assertThrows } from "node:assert/strict";
import { chooseMstlEts } from "@/lib/stats/forecast/models/mstl_ets.ts";

Deno.test("chooseMstlEts() goes on with two seasons and a trend that do not change", async () => {
  const day = (i: number) => 1 + 0.1 * Math.sin(i * Math.PI / 12);
  const week = (i: number) => i % 168 < 120 ? 1.05 : 0.875;
  const value = (i: number) => 200 * 1.0005 ** i * day(i) * week(i);
  const values = Float64Array.from({ length: 168 * 5 }, (_, i) => value(i));
  const { mean } = await chooseMstlEts(values, { seasons: [24, 168] }).model(values, 48);
  mean.forEach((one, h) => {
    const off = Math.abs(one / value(values.length + h) - 1);
    assert(off < 0.02, `${h} ahead is off by ${off}`);
  });
});

Deno.test("chooseMstlEts() keeps what falls below 0 as it is", async () => {
  const value = (i: number) => 3 * Math.cos(i * Math.PI / 6);
  const values = Float64Array.from({ length: 60 }, (_, i) => value(i));
  const { mean } = await chooseMstlEts(values, { seasons: [12] }).model(values, 12);
  mean.forEach((one, h) => assert(Math.abs(one - value(60 + h)) < 0.01));
});

Deno.test("chooseMstlEts() refuses what has not more than two seasons", () => {
  assertThrows(() => chooseMstlEts(new Float64Array(24).fill(1), { seasons: [12] }), {
    code: "MODEL_FAILED",
    message: /more than two seasons: current value is 24 values$/,
  });
});
