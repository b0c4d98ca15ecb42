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
 * - `isolation_forest`: score = 100 × the forest's score, on the value, its z and its
 *   difference to the value `lag` before; flagged where it is among the
 *   `contamination` share of highest scores, if above an ordinary one (50).
 *
 * Source: rolling_z.ts, robust_z.ts, isolation_forest.ts. Cost: as theirs.
 *
 * @module
 */
import { expectFromAround } from "./around.ts";
import { fitIsolationForest, scoreRows } from "./isolation_forest.ts";
import type { Detection, SeasonalParameters } from "./detection.ts";
import { codeOfJudgement, codeOfOddity } from "./oddity.ts";
import { expectRobustly, type Sides } from "./robust_z.ts";
import { type Expectation, expectFromWindow, scoreAgainst } from "./rolling_z.ts";
import { scoreOfZ, zOfScore } from "./score.ts";
import { detectSeasonal } from "./seasonal.ts";

export { scoreOfZ, zOfScore };
export type { Detection, SeasonalParameters };

/** The score of an ordinary row in an isolation forest. */
const ORDINARY_SCORE = 50;

/** The feature for a move from a flat history, whose z is infinite. */
const GREATEST_Z = 1000;

const TREES = 100;
const SAMPLE = 256;

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
  | {
    readonly method: "isolation_forest";
    readonly window: number;
    readonly threshold: number;
    /** The periods between a value and the one it is compared with. */
    readonly lag: number;
    /** The greatest share of values to flag, from 0 to 0.5. */
    readonly contamination: number;
    readonly seed: number;
  }
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
  const z = scoreAgainst(values, expectation);
  const found = judge(values, z, parameters);
  const isForest = parameters.method === "isolation_forest";
  const judgement = codeOfJudgement(isForest ? "both" : parameters.sides ?? "past");
  return {
    expected: mean,
    lower: mean.map((value, i) => value - parameters.threshold * deviation[i]),
    upper: mean.map((value, i) => value + parameters.threshold * deviation[i]),
    ...found,
    kind: Uint8Array.from(found.flagged, (flag, i) => {
      if (flag === 0) return codeOfOddity("none");
      if (isForest) return codeOfOddity("unusual");
      return codeOfOddity(z[i] > 0 ? "spike" : "drop");
    }),
    judged: Uint8Array.from(
      found.score,
      (score) => Number.isNaN(score) ? codeOfJudgement("none") : judgement,
    ),
  };
}

function expectNear(values: Float64Array, parameters: WindowParameters): Expectation {
  const { method, window } = parameters;
  if (method === "robust_z") return expectRobustly(values, window, parameters.sides);
  return method === "rolling_z" && parameters.sides === "both"
    ? expectFromAround(values, window)
    : expectFromWindow(values, window);
}

function judge(
  values: Float64Array,
  z: Float64Array,
  parameters: WindowParameters,
): Pick<Detection, "score" | "flagged"> {
  switch (parameters.method) {
    case "rolling_z":
    case "robust_z":
      return {
        score: z.map(scoreOfZ),
        flagged: Uint8Array.from(z, (value) => Number(Math.abs(value) > parameters.threshold)),
      };
    case "isolation_forest": {
      const features = seriesFeatures(values, z, parameters.lag);
      const options = { trees: TREES, sample: SAMPLE, seed: parameters.seed };
      const forest = fitIsolationForest(features, options);
      const score = scoreRows(forest, features).map((share) => 100 * share);
      return { score, flagged: flagHighest(score, parameters.contamination) };
    }
  }
}

/**
 * Returns what the forest looks at: the value, its z (0 where undefined) and its
 * difference to the value `lag` before (0 where either is missing).
 */
export function seriesFeatures(
  values: Float64Array,
  z: Float64Array,
  lag: number,
): readonly Float64Array[] {
  const limited = z.map((value) =>
    Number.isNaN(value) ? 0 : Math.min(GREATEST_Z, Math.max(-GREATEST_Z, value))
  );
  const difference = values.map((value, i) => {
    const change = value - (values[i - lag] ?? NaN);
    return Number.isFinite(change) ? change : 0;
  });
  return [values, limited, difference];
}

/** Flags at most this share of the finite scores: the highest, and of equal ones all or none. */
export function flagHighest(score: Float64Array, contamination: number): Uint8Array {
  const ranked = score.filter(Number.isFinite).sort().reverse();
  const count = Math.floor(ranked.length * contamination);
  // The first score that is not to be flagged; none is where everything may be.
  const limit = Math.max(ORDINARY_SCORE, ranked[count] ?? ORDINARY_SCORE);
  return Uint8Array.from(score, (value) => Number(value > limit));
}
