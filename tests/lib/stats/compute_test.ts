import {
  deepStrictEqual as assertEquals,
  match as assertMatch,
  rejects as assertRejects,
} from "node:assert/strict";
import { type Compute, type ComputeOptions, createCompute } from "@/lib/stats/compute.ts";
import { detectAnomalies, type DetectParameters } from "@/lib/stats/detect/detect.ts";
import type { ForestParameters } from "@/lib/stats/detect/forest/forest.ts";
import { forecastSeries } from "@/lib/stats/forecast/forecast.ts";
import { createRandom } from "@/lib/stats/detect/forest/random.ts";
import { tryHere, WEEKLY } from "@/tests/fixtures/stats/forecasting.ts";
import { childrenOf, commandLineOf, killChild, lives } from "@/tests/helpers/processes.ts";
import { assertWithin } from "@/tests/helpers/timing.ts";

const FOREST: ForestParameters = {
  method: "isolation_forest",
  window: 28,
  threshold: 3,
  lag: 7,
  contamination: 0.01,
  seed: 1,
};

/** A child whose methods hang, explode and break off. */
const BROKEN = new URL("./children/broken.ts", import.meta.url);

/** A child that only this file starts: other files run in the same process, and start some too. */
const WHOLE = new URL("./children/whole.ts", import.meta.url);
const OWN = "children/whole.ts";

const days = noisySeason(400, 7);

function noisySeason(length: number, season: number): Float64Array {
  const random = createRandom(1);
  return Float64Array.from({ length }, (_, i) => 100 + 10 * (i % season) + 20 * random());
}

async function withCompute(options: ComputeOptions, work: (compute: Compute) => Promise<void>) {
  await using compute = createCompute(options);
  await work(compute);
}

/** Hours with a season of a day: 21 fits of half a second or more. */
function slowSeries() {
  const seasons = { periods: [24], origin: "named" } as const;
  const parameters = { ...WEEKLY, seasons, model: "sarimax", folds: 20 } as const;
  return { values: noisySeason(3000, 24), parameters };
}

Deno.test("createCompute() gives the figures of the same work done here", async () => {
  await withCompute({ size: 2 }, async (compute) => {
    const [detection, forecast] = await Promise.all([
      compute.detect(days, FOREST),
      compute.forecast(days, WEEKLY),
    ]);
    assertEquals(detection, detectAnomalies(days, FOREST));
    assertEquals(forecast, await forecastSeries(days, WEEKLY, tryHere));
    // What was sent away was a copy.
    assertEquals(days.length, 400);
  });
});

Deno.test("createCompute() detects by season, and trains forests that it applies", async () => {
  const seasonal: DetectParameters = {
    method: "seasonal",
    sides: "both",
    threshold: 3,
    calendar: { grain: "day", start: "2024-01-01" },
    muted: [17],
  };
  await withCompute({ size: 1 }, async (compute) => {
    assertEquals(await compute.detect(days, seasonal), detectAnomalies(days, seasonal));
    const model = await compute.train(days, FOREST);
    const parameters = { ...FOREST, model };
    assertEquals(await compute.detect(days, parameters), detectAnomalies(days, parameters));
    await assertRejects(compute.detect(days, { ...FOREST, model: model.slice(0, -9) }), {
      code: "MODEL_FAILED",
    });
  });
});

Deno.test("createCompute() can be prepared before there is anything to do", async () => {
  await withCompute({ size: 1, entry: WHOLE }, async (compute) => {
    await compute.prepare();
    assertEquals((await compute.forecast(days, WEEKLY)).model, "combination");
  });
});

Deno.test("createCompute() leaves seasonal naive where SARIMAX takes too long", async () => {
  await withCompute({ size: 1, timeLimitMilliseconds: 300 }, async (compute) => {
    const { values, parameters } = slowSeries();
    const forecast = await compute.forecast(values, parameters);
    assertEquals(forecast.model, "seasonal_naive");
    assertMatch(forecast.reason ?? "", /at most 300 milliseconds/);
  });
});

Deno.test("createCompute() goes on without the methods that take too long", async () => {
  // The first call has to start a child, which alone takes longer.
  await withCompute({ size: 1, timeLimitMilliseconds: 1 }, async (compute) => {
    const { model, candidates } = await compute.forecast(days, WEEKLY);
    assertEquals(model, "seasonal_naive");
    const late = candidates.filter(({ failure }) => /at most 1 milliseconds/.test(failure ?? ""));
    assertEquals(late.map(({ model }) => model), ["theta", "ets", "mstl_ets", "arima"]);
  });
});

Deno.test("createCompute() tells why a fit failed", async () => {
  // Squares of these values overflow, which is seen after the fit only.
  const huge = noisySeason(200, 7).map((value) => value * 1e200);
  await withCompute({ size: 2 }, async (compute) => {
    const forecast = await compute.forecast(huge, { ...WEEKLY, model: "sarimax" });
    assertEquals(forecast.model, "seasonal_naive");
    assertMatch(forecast.reason ?? "", /^Cannot /);
  });
});

Deno.test("createCompute() kills a method that hangs, and goes on", async () => {
  await withCompute({ size: 1, timeLimitMilliseconds: 1500, entry: BROKEN }, async (compute) => {
    const { model, reason } = await compute.forecast(days, { ...WEEKLY, model: "theta" });
    assertEquals(model, "seasonal_naive");
    assertMatch(reason ?? "", /at most 1500 milliseconds/);
    const next = await compute.forecast(days, { ...WEEKLY, model: "drift" });
    assertEquals([next.model, next.yhat[0]], ["drift", days[399]]);
  });
});

Deno.test("createCompute() goes on without the methods that explode or break off", async () => {
  await withCompute({ size: 2, entry: BROKEN }, async (compute) => {
    for (const method of ["ets", "mstl_ets"] as const) {
      const { model, reason } = await compute.forecast(days, { ...WEEKLY, model: method });
      assertEquals(model, "seasonal_naive");
      assertMatch(reason ?? "", /may hold at most 768 MB of memory/);
    }
    const { reason } = await compute.forecast(days, { ...WEEKLY, model: "arima" });
    assertMatch(reason ?? "", /broke off: Maximum call stack size exceeded/);
    const next = await compute.forecast(days, { ...WEEKLY, model: "drift" });
    assertEquals([next.model, next.yhat[0]], ["drift", days[399]]);
  });
});

Deno.test("createCompute() goes on without the method whose process was killed", async () => {
  await withCompute({ size: 2, entry: WHOLE }, async (compute) => {
    const { values, parameters } = slowSeries();
    const running = compute.forecast(values, parameters);
    await killChild(OWN);
    const { model, candidates } = await running;
    assertEquals(model, "seasonal_naive");
    assertMatch(candidates[1].failure ?? "", /the process of "whole.ts" must run.*signal SIGKILL$/);
    assertEquals((await compute.forecast(days, WEEKLY)).model, "combination");
  });
});

Deno.test("createCompute() kills the child that works on what is cancelled", async () => {
  await withCompute({ size: 1, entry: WHOLE }, async (compute) => {
    await compute.prepare();
    const own: number[] = [];
    for (const pid of await childrenOf(Deno.pid)) {
      if ((await commandLineOf(pid)).includes(OWN)) own.push(pid);
    }
    assertEquals(own.length, 1);
    const controller = new AbortController();
    const { values, parameters } = slowSeries();
    const running = compute.forecast(values, parameters, controller);
    controller.abort();
    await assertRejects(running, { code: "CANCELLED" });
    // Its fits would go on for many seconds.
    while (await lives(own[0]));
  });
});

Deno.test("createCompute() goes on with a new child after one was killed", async () => {
  await withCompute({ size: 1 }, async (compute) => {
    const { values, parameters } = slowSeries();
    await assertRejects(
      compute.forecast(values, parameters, { signal: AbortSignal.timeout(300) }),
      { code: "CANCELLED" },
    );
    assertEquals((await compute.forecast(days, WEEKLY)).model, "combination");
  });
});

Deno.test("createCompute() stops within 200 ms of a cancellation", async () => {
  await withCompute({ size: 2 }, async (compute) => {
    const { values, parameters } = slowSeries();
    await assertWithin(200, async () => {
      await compute.forecast(days, WEEKLY);
      const controller = new AbortController();
      const running = compute.forecast(values, parameters, controller);
      let start = NaN;
      setTimeout(() => {
        start = performance.now();
        controller.abort();
      }, 100);
      await assertRejects(running, { code: "CANCELLED" });
      return performance.now() - start;
    });
  });
});

Deno.test("createCompute() is refused once it is closed", async () => {
  const compute = createCompute({ size: 1 });
  await compute.close();
  await assertRejects(compute.detect(days, FOREST), { code: "CANCELLED" });
});
