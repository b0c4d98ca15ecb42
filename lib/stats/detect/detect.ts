/**
 * Flags the values of a series that its own past does not explain.
 *
 * All methods give what was expected, a band, a score from 0 to 100 and what kind of oddity it is. A
 * score never depends on the threshold, so that one replay of history tells what each threshold flags.
 *
 * - `seasonal`: seasonal.ts.
 *
 * - `rolling_z`: score = 100 × |z| / (|z| + 3), so that 3 deviations score 50, 9
 *   score 75 and a move from a flat history 100, whatever the threshold; flagged
 *   where |z| is above the threshold.
 * - `robust_z`: the same of median and scaled MAD of that window, robust_z.ts.
 * - `isolation_forest`: forest.ts.
 *
 * Source: rolling_z.ts, robust_z.ts, forest.ts, seasonal.ts. Cost: as theirs.
 *
 * @module
 */
import { expectFromAround } from "./window/around.ts";
import { type ForestParameters, judgeByForest } from "./forest/forest.ts";
import type { Detection, SeasonalParameters } from "./detection.ts";
import { codeOfJudgement, codeOfOddity } from "./oddity.ts";
import { expectRobustly, type Sides } from "./window/robust_z.ts";
import { type Expectation, expectFromWindow, scoreAgainst } from "./window/rolling_z.ts";
import { scoreOfZ } from "./score.ts";
import { detectSeasonal } from "./seasonal/seasonal.ts";

/** How a series is scored: a method with its parameters. */
export type DetectParameters =
  | {
    readonly method: "rolling_z" | "robust_z";
    /** Left out, the past alone. */
    readonly sides?: Sides;
    /** Periods before the value (and as many after it, with both sides), 3 or more. */
    readonly window: number;
    /** In deviations, above 0. */
    readonly threshold: number;
  }
  | ForestParameters
  | SeasonalParameters;

/** Scores every value of a series, oldest first, where NaN is a gap. */
export function detectAnomalies(values: Float64Array, parameters: DetectParameters): Detection {
  return parameters.method === "seasonal"
    ? detectSeasonal(values, parameters)
    : detectFromWindow(values, parameters);
}

type WindowParameters = Exclude<DetectParameters, SeasonalParameters>;

function detectFromWindow(values: Float64Array, parameters: WindowParameters): Detection {
  const expectation = expectNear(values, parameters);
  const { mean, deviation } = expectation;
  const edge = (side: number) =>
    mean.map((value, i) => value + side * parameters.threshold * deviation[i]);
  return {
    expected: mean,
    lower: edge(-1),
    upper: edge(1),
    ...parameters.method === "isolation_forest"
      ? tellForest(values, parameters)
      : tellDistance(scoreAgainst(values, expectation), parameters),
  };
}

function expectNear(values: Float64Array, parameters: WindowParameters): Expectation {
  const { method, window } = parameters;
  if (method === "robust_z") return expectRobustly(values, window, parameters.sides);
  return method === "rolling_z" && parameters.sides === "both"
    ? expectFromAround(values, window)
    : expectFromWindow(values, window);
}

type Told = Pick<Detection, "score" | "flagged" | "kind" | "judged">;

function tellDistance(
  z: Float64Array,
  { threshold, sides = "past" }: Exclude<WindowParameters, ForestParameters>,
): Told {
  const flagged = Uint8Array.from(z, (value) => Number(Math.abs(value) > threshold));
  return {
    score: z.map(scoreOfZ),
    flagged,
    kind: flagged.map((flag, i) => codeOfOddity(flag === 0 ? "none" : z[i] > 0 ? "spike" : "drop")),
    judged: Uint8Array.from(z, (value) => codeOfJudgement(Number.isNaN(value) ? "none" : sides)),
  };
}

function tellForest(values: Float64Array, parameters: ForestParameters): Told {
  const { score, flagged, trained } = judgeByForest(values, parameters);
  return {
    score,
    flagged,
    kind: flagged.map((flag) => codeOfOddity(flag === 0 ? "none" : "unusual")),
    // What the forest was trained on it knows from all sides; of what came later, the past alone.
    judged: Uint8Array.from(
      score,
      (one, i) => codeOfJudgement(Number.isNaN(one) ? "none" : i < trained ? "both" : "past"),
    ),
  };
}
