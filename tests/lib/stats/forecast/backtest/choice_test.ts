import { deepStrictEqual as assertEquals } from "node:assert/strict";
import {
  choose,
  chooseRival,
  type Finisher,
  originsForChoice,
} from "@/lib/stats/forecast/backtest/choice.ts";
import type { MethodName } from "@/lib/stats/forecast/models/method.ts";

/** A method that is off by so much from each origin, where 0 came. */
function off(method: MethodName, ...errors: readonly number[]): Finisher {
  const told = (error: number) => ({
    mean: Float64Array.of(error),
    deviation: Float64Array.of(1),
  });
  const run = { folds: errors.map(told), prediction: told(errors[0]) };
  return { method, regressorUse: "ignored", run: { ...run, detail: null, effects: null } };
}

function chosen(finishers: readonly Finisher[], { intermittent = false } = {}) {
  const actuals = finishers[0].run.folds.map(() => Float64Array.of(0));
  return choose(finishers, actuals, { intermittent });
}

Deno.test("originsForChoice() is the earlier half, rounded up", () => {
  assertEquals([0, 1, 2, 5, 6].map(originsForChoice), [0, 1, 1, 3, 3]);
});

Deno.test("choose() takes all whose error is at most twice the least on the earlier origins", () => {
  const finishers = [
    off("seasonal_naive", 5, 5, 0, 0),
    off("theta", 1, 1, 9, 9),
    off("ets", 2, 2, 9, 9),
    off("arima", 2.1, 2.1, 0, 0),
  ];
  const { members, run, beaten } = chosen(finishers);
  assertEquals([members, beaten], [["theta", "ets"], true]);
  // The middle of 1 and 2.
  assertEquals(run.folds[0].mean, Float64Array.of(1.5));
});

Deno.test("choose() takes seasonal naive alone where nothing beats it", async (t) => {
  const cases: [string, Finisher[], MethodName[], boolean][] = [
    [
      "on any origins",
      [off("seasonal_naive", 1, 1), off("theta", 1, 1.5)],
      ["seasonal_naive"],
      false,
    ],
    ["but on all", [off("seasonal_naive", 1, 9), off("theta", 1, 2)], [
      "seasonal_naive",
      "theta",
    ], true],
    [
      "but by a combination",
      // The middle of 2, 3 and -3 is 2, of 2, 3, -3 and -2.5 nearly none.
      [off("seasonal_naive", 2, 2), off("theta", 3, 3), off("ets", -3, -3), off("arima", -2.5, -2)],
      ["seasonal_naive", "theta", "ets", "arima"],
      true,
    ],
  ];
  for (const [name, finishers, members, beaten] of cases) {
    await t.step(name, () => {
      const choice = chosen(finishers);
      assertEquals([choice.members, choice.beaten], [members, beaten]);
    });
  }
});

Deno.test("choose() takes all where nothing was tried on the past", () => {
  const { members, beaten } = choose(
    [off("seasonal_naive"), off("theta")].map(({ run, ...entrant }) => ({
      ...entrant,
      run: { ...run, prediction: { mean: Float64Array.of(1), deviation: Float64Array.of(1) } },
    })),
    [],
    { intermittent: false },
  );
  assertEquals([members, beaten], [["seasonal_naive", "theta"], null]);
});

Deno.test("choose() counts squares of demand that comes now and then", () => {
  const zeros = (method: MethodName, errors: number[]): Finisher => ({
    method,
    regressorUse: "ignored",
    run: {
      detail: null,
      effects: null,
      folds: [{ mean: Float64Array.from(errors), deviation: new Float64Array(4).fill(1) }],
      prediction: { mean: Float64Array.of(0), deviation: Float64Array.of(1) },
    },
  });
  // 0, 0, 0, 8 came: always 0 is off by 2 on average, always 2 by 3; squares of 16 and 12.
  const actuals = [Float64Array.of(0, 0, 0, 8)];
  const finishers = [zeros("seasonal_naive", [0, 0, 0, 0]), zeros("tsb", [2, 2, 2, 2])];
  assertEquals(choose(finishers, actuals, { intermittent: false }).beaten, false);
  assertEquals(choose(finishers, actuals, { intermittent: true }).beaten, true);
});

Deno.test("chooseRival() uses regressors unless that errs by more than 3% more when it chooses", async (t) => {
  const using = (...errors: readonly number[]): Finisher => ({
    ...off("theta", ...errors),
    regressorUse: "taken_out",
  });
  const plain = off("theta", 1, 1, 1, 1);
  const cases: [string, readonly Finisher[], boolean, boolean][] = [
    ["they are better", [plain, using(0.9, 0.9, 9, 9)], false, true],
    ["they are hardly worse", [plain, using(1.02, 1.02, 9, 9)], false, true],
    ["they are worse", [plain, using(1.04, 1.04, 0, 0)], false, false],
    ["they are worse, but were set", [plain, using(1.04, 1.04, 0, 0)], true, true],
    ["nothing was tried without", [using(1, 1, 1, 1)], false, true],
    ["nothing was tried with", [plain], true, false],
  ];
  for (const [name, finishers, mustUse, expected] of cases) {
    await t.step(name, () => {
      const actuals = [0, 0, 0, 0].map((came) => Float64Array.of(came));
      const found = chooseRival(finishers, actuals, { intermittent: false, mustUse });
      assertEquals(found.choice === found.explained, expected);
      assertEquals(found.choice === found.plain, !expected);
    });
  }
});

Deno.test("chooseRival() uses regressors where there is no origin to choose on", () => {
  const theta = off("theta");
  const run = {
    ...theta.run,
    prediction: { mean: Float64Array.of(1), deviation: Float64Array.of(1) },
  };
  const rivals: Finisher[] = [
    { ...theta, run },
    { method: "theta", regressorUse: "taken_out", run },
  ];
  const { choice, explained } = chooseRival(rivals, [], { intermittent: false, mustUse: false });
  assertEquals(choice, explained);
});
