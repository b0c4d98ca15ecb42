import { deepStrictEqual as assertEquals, throws } from "node:assert/strict";
import { demandOf, flatPrediction, rootMeanSquare } from "@/lib/stats/forecast/models/demand.ts";

Deno.test("demandOf() gives what was observed, and refuses what is no demand", () => {
  assertEquals(demandOf(Float64Array.of(NaN, 0, NaN, 3)), Float64Array.of(0, 3));
  throws(() => demandOf(Float64Array.of(1, -1)), { code: "MODEL_FAILED" });
  throws(() => demandOf(Float64Array.of(NaN, NaN)), { code: "MODEL_FAILED" });
});

Deno.test("flatPrediction() is the same for every period ahead", () => {
  // √((3² + 5²) / 2) = √17
  assertEquals(flatPrediction({ rate: 2, errors: [3, -5] }, 2), {
    mean: Float64Array.of(2, 2),
    deviation: Float64Array.of(Math.sqrt(17), Math.sqrt(17)),
  });
});

Deno.test("rootMeanSquare() is the rate where nothing erred", () => {
  assertEquals(rootMeanSquare([], 7), 7);
  assertEquals(rootMeanSquare([-4]), 4);
});
