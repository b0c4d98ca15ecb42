import { equal, ok as assert, throws as assertThrows } from "node:assert/strict";
import { fitEts, predictEts } from "@/lib/stats/ets/ets.ts";
import { nameOf } from "@/lib/stats/ets/form.ts";
import fixture from "@/tests/fixtures/stats/ets.json" with { type: "json" };
import { etsOf } from "./reference.ts";

Deno.test("fitEts() finds at least the likelihood that R's ets finds for a form", async (t) => {
  for (const reference of fixture) {
    await t.step(reference.name, () => {
      const { form } = etsOf(reference);
      const values = Float64Array.from(reference.values);
      const { pass } = fitEts(values, { season: reference.period, form });
      // R searches a slightly wider region, which may hold a slightly better point.
      assert(pass.deviance < -2 * reference.logLikelihood + 0.5, String(pass.deviance));
    });
  }
});

Deno.test("fitEts() chooses a form that suits the series", () => {
  const noise = (i: number) => Math.sin(i * i * 12.9898) * 2;
  const formOf = (value: (i: number) => number, season = 12) =>
    nameOf(fitEts(Float64Array.from({ length: 96 }, (_, i) => value(i)), { season }).form);
  equal(formOf((i) => -5 + noise(i), 1), "ETS(A,N,N)");
  const added = formOf((i) => 10 * Math.sin(i * Math.PI / 6) + noise(i));
  equal(added, "ETS(A,N,A)");
  const multiplied = formOf((i) => (100 + 5 * i) * (1.2 + Math.sin(i * Math.PI / 6)) + noise(i));
  assert(/^ETS\(M,Ad?,M\)$/.test(multiplied), multiplied);
});

Deno.test("predictEts() gives finite numbers for what hurts", async (t) => {
  const cases: Readonly<Record<string, (i: number) => number>> = {
    "a constant": () => 5,
    "all zeros": () => 0,
    "one spike": (i) => i === 20 ? 1e6 : 1,
    "a step": (i) => i < 20 ? 10 : 1000,
    "a pure trend": (i) => 3 * i,
    "huge numbers": (i) => 1e15 * (1 + i % 3),
    "tiny numbers": (i) => 1e-15 * (1 + i % 3),
    "negative numbers": (i) => -100 + (i * 7) % 13,
    "gaps, at the end too": (i) => i % 5 === 0 || i > 35 ? NaN : i % 7,
  };
  for (const [name, value] of Object.entries(cases)) {
    await t.step(name, () => {
      const values = Float64Array.from({ length: 40 }, (_, i) => value(i));
      for (const season of [1, 7]) {
        const { mean, deviation } = predictEts(values, 14, { season });
        assert(mean.every(Number.isFinite), mean.join());
        assert(deviation.every((one) => one >= 0 && Number.isFinite(one)), deviation.join());
      }
    });
  }
});

Deno.test("fitEts() refuses a few values", () => {
  assertThrows(() => fitEts(new Float64Array(5), { season: 1 }), {
    code: "MODEL_FAILED",
    message: /needs at least 6 periods: current value is 5$/,
  });
});
