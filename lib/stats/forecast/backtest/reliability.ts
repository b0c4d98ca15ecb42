/**
 * Says in one number how far a forecast may be trusted, from its backtest alone.
 *
 * score = 50 × (1 - WAPE / 100%) + 25 × (1 - MASE / 2) + 25 × (1 - |coverage - 95%| / 25%),
 * each bracket no less than 0: how large errors are beside the values, how they compare with
 * the seasonal moves of the series, and whether the 95% intervals held what they promised. Where
 * WAPE or MASE is undefined, the bracket is 1 without any error and 0 otherwise.
 *
 * Badge: A from 85, B from 70, C from 55, else D.
 *
 * Source: ours; the weights are a convention. Cost: O(1).
 *
 * @module
 */
import type { Coverage } from "./conformal.ts";
import type { Metrics } from "./metrics.ts";

/** Fewer folds or held-out values give no number: it would be luck. */
const MIN_FOLDS = 2;
const MIN_PERIODS = 4;

/** MASE at which its part of the score is gone. */
const WORST_MASE = 2;

/** Distance from 95% at which coverage's part of the score is gone, in percent. */
const WORST_COVERAGE_GAP = 25;

/** The grade of a score, A the best. */
export type Badge = "A" | "B" | "C" | "D";

/** What a score is made of, each from 0 to its share in `PART_SHARES`. */
export interface ScoreParts {
  /** How small errors are beside the values. */
  readonly size: number;
  /** How small they are beside the seasonal moves of the series. */
  readonly moves: number;
  /** Whether the 95% intervals held what they promised. */
  readonly honesty: number;
}

/** What each part of a score has at most. */
export const PART_SHARES: ScoreParts = { size: 50, moves: 25, honesty: 25 };

/** How far a forecast may be trusted, from 0 to 100; unknown after too few folds. */
export type Reliability =
  | {
    readonly status: "scored";
    /** The sum of the parts. */
    readonly score: number;
    readonly badge: Badge;
    readonly parts: ScoreParts;
  }
  | { readonly status: "not_enough_history"; readonly reason: string };

/** What a backtest found. */
export interface Evidence {
  readonly folds: number;
  readonly metrics: Metrics;
  readonly coverage: Coverage | null;
}

/** Scores a forecast from 0 to 100 by its backtest; `null` stands for no backtest. */
export function rateReliability(evidence: Evidence | null): Reliability {
  const { folds = 0, metrics = null, coverage = null } = evidence ?? {};
  const periods = metrics?.periods ?? 0;
  if (metrics === null || coverage === null || folds < MIN_FOLDS || periods < MIN_PERIODS) {
    const reason = tellLack(folds, periods);
    return { status: "not_enough_history", reason };
  }
  const undefinedPart = metrics.mae === 0 ? 1 : 0;
  const size = metrics.wape === null ? undefinedPart : 1 - metrics.wape / 100;
  const moves = metrics.mase === null ? undefinedPart : 1 - metrics.mase / WORST_MASE;
  const honesty = 1 - Math.abs(coverage[95] - 95) / WORST_COVERAGE_GAP;
  const parts: ScoreParts = {
    size: PART_SHARES.size * Math.max(0, size),
    moves: PART_SHARES.moves * Math.max(0, moves),
    // An error of 0 has intervals of no width, which hold everything: that is no dishonesty.
    honesty: PART_SHARES.honesty * Math.max(0, metrics.mae === 0 ? 1 : honesty),
  };
  const score = parts.size + parts.moves + parts.honesty;
  return { status: "scored", score, badge: badgeOf(score), parts };
}

/** Returns A from 85, B from 70, C from 55, else D. */
export function badgeOf(score: number): Badge {
  if (score >= 85) return "A";
  if (score >= 70) return "B";
  return score >= 55 ? "C" : "D";
}

/** Says in plain words what a grade would take. */
function tellLack(folds: number, periods: number): string {
  const lack = "Not enough history for a grade";
  if (folds === 0 || periods === 0) return `${lack}: the forecast could not be tried on the past`;
  const values = `${periods} ${periods === 1 ? "value" : "values"}`;
  const times = folds === 1 ? "once" : `${folds} times`;
  return `${lack}: the forecast could be tried on the past ${times}, on ${values}; it takes ` +
    `${MIN_FOLDS} times and ${MIN_PERIODS} values`;
}
