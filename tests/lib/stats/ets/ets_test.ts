import { equal, ok as assert, throws as assertThrows } from "node:assert/strict";
import { fitEts } from "@/lib/stats/ets/ets.ts";
import { nameOf } from "@/lib/stats/ets/form.ts";
import { project } from "@/lib/stats/ets/project.ts";
import fixture from "@/tests/fixtures/stats/ets.json" with { type: "json" };
import { hurtingSeries } from "@/tests/fixtures/stats/hurting_series.ts";
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

Deno.test("fitEts() fits what projects to finite numbers for what hurts", async (t) => {
  for (const [name, values] of Object.entries(hurtingSeries(40))) {
    // Squares of what is near the largest double are no numbers: candidate.ts refuses such forecasts.
    if (values.length < 40 || name === "near the largest double") continue;
    await t.step(name, () => {
      for (const season of [1, 7]) {
        const { mean, deviation } = project(fitEts(values, { season }), values.length, 14);
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
