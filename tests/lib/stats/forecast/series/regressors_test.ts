import { deepStrictEqual as assertEquals, throws } from "node:assert/strict";
import { readyRegressors } from "@/lib/stats/forecast/series/regressors.ts";

function regressor(name: string, past: Iterable<number>, future: readonly number[] = [1, 1]) {
  return { name, past: Float64Array.from(past), future: Float64Array.from(future) };
}

const PRICE = regressor("price", [9, 8, 9, 7, 9, 8]);
const CAMPAIGN = regressor("campaign", [0, 1, 0, 0, 1, 0]);

Deno.test("readyRegressors() keeps what explains something of its own", () => {
  assertEquals(readyRegressors([PRICE, CAMPAIGN]), { kept: [PRICE, CAMPAIGN], dropped: [] });
  assertEquals(readyRegressors([]), { kept: [], dropped: [] });
});

Deno.test("readyRegressors() drops what never changes, and says so", () => {
  const flat = regressor("tax", [19, 19, 19, 19, 19, 19]);
  assertEquals(readyRegressors([flat, PRICE]), {
    kept: [PRICE],
    dropped: [{ name: "tax", reason: "is the same in every period" }],
  });
});

Deno.test("readyRegressors() drops what others add up to, the later one", () => {
  const twice = regressor("cents", PRICE.past.map((price) => 100 * price + 5));
  const both = regressor("both", PRICE.past.map((price, i) => 3 * price - CAMPAIGN.past[i]));
  const reason = "follows from the regressors before it";
  assertEquals(readyRegressors([PRICE, twice, CAMPAIGN, both]), {
    kept: [PRICE, CAMPAIGN],
    dropped: [{ name: "cents", reason }, { name: "both", reason }],
  });
});

Deno.test("readyRegressors() judges huge and tiny regressors as their like", () => {
  for (const scale of [1e300, 1e15, 1e-15, 1e-300]) {
    const price = { ...PRICE, past: PRICE.past.map((value) => value * scale) };
    const campaign = { ...CAMPAIGN, past: CAMPAIGN.past.map((value) => value * scale) };
    assertEquals(readyRegressors([price, CAMPAIGN, campaign]).kept, [price, CAMPAIGN]);
  }
});

Deno.test("readyRegressors() keeps a value over a gap in the past", () => {
  const { kept } = readyRegressors([regressor("price", [NaN, 9, NaN, NaN, 7, NaN])]);
  assertEquals(kept[0].past, Float64Array.of(9, 9, 9, 9, 7, 7));
  assertEquals(readyRegressors([regressor("price", [NaN, NaN])]).dropped, [
    { name: "price", reason: "has no value in the history" },
  ]);
});

Deno.test("readyRegressors() refuses a future that is not known", () => {
  throws(() => readyRegressors([PRICE, regressor("campaign", [0, 1, 0, 1], [1, NaN])]), {
    code: "MODEL_FAILED",
    message: "Cannot forecast with campaign as its future is not known: period 2 of 2 has no value",
  });
});
