import { deepStrictEqual as assertEquals, rejects as assertRejects } from "node:assert/strict";
import { AppError } from "@/lib/errors.ts";
import { compete, type Entry, pickChampion } from "@/lib/stats/forecast/champion.ts";
import type { Model } from "@/lib/stats/forecast/prediction.ts";

/** Forecasts the same value for ever. */
function always(value: number): Model {
  return (_, horizon) => ({
    mean: new Float64Array(horizon).fill(value),
    deviation: new Float64Array(horizon).fill(1),
  });
}

function failing(error: Error): Model {
  return () => Promise.reject(error);
}

function competition(...entries: Entry<string>[]) {
  const values = Float64Array.of(4, 6, 5, 5, 4, 6);
  return compete(values, entries, { plan: { origins: [3, 4], horizon: 2 }, season: 1, horizon: 3 });
}

Deno.test("compete() measures every model and forecasts from the whole history", async () => {
  const [candidate] = await competition({ name: "five", model: always(5) });
  if (candidate.status !== "finished") throw new Error(candidate.reason);
  // Held out are 5, 4 and 4, 6: errors 0, 1, 1, 1.
  assertEquals(candidate.metrics.mae, 0.75);
  assertEquals(candidate.folds.length, 2);
  assertEquals(candidate.prediction.mean, Float64Array.of(5, 5, 5));
});

Deno.test("compete() puts a model that is refused out, with its reason", async () => {
  const refused = failing(new AppError("MODEL_FAILED", "Cannot fit"));
  const candidates = await competition(
    { name: "broken", model: refused },
    { name: "five", model: always(5) },
  );
  assertEquals(candidates[0], { status: "failed", name: "broken", reason: "Cannot fit" });
  assertEquals(pickChampion(candidates)?.name, "five");
});

Deno.test("compete() puts a model out that throws at once, too", async () => {
  const throwing: Model = () => {
    throw new AppError("MODEL_FAILED", "Cannot fit");
  };
  const [candidate] = await competition({ name: "broken", model: throwing });
  assertEquals(candidate.status, "failed");
});

Deno.test("compete() rejects when it is cancelled or a model has a bug", async () => {
  for (const error of [new AppError("CANCELLED", "Cannot go on"), new TypeError("a bug")]) {
    await assertRejects(competition({ name: "broken", model: failing(error) }), error);
  }
});

Deno.test("pickChampion() takes the least error, and of equal ones the first", async () => {
  const candidates = await competition(
    { name: "nine", model: always(9) },
    { name: "five", model: always(5) },
    { name: "five again", model: always(5) },
  );
  assertEquals(pickChampion(candidates)?.name, "five");
  assertEquals(pickChampion([]), null);
});
