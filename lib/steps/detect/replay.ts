/**
 * Replays history with the past alone: the threshold that keeps to a budget, and what other settings
 * would have raised.
 *
 * @module
 */
import type { Grain } from "@/lib/frame/schema.ts";
import {
  type Budget,
  countAbove,
  type Replay,
  replayOf,
  spansIn,
  thresholdFor,
} from "@/lib/stats/detect/budget.ts";
import type { Detection } from "@/lib/stats/detect/detection.ts";
import { flagHighest, ORDINARY_SCORE } from "@/lib/stats/detect/forest/forest.ts";
import { codeOfJudgement } from "@/lib/stats/detect/oddity.ts";
import { zOfScore } from "@/lib/stats/detect/score.ts";
import type { ReplayFacts, Setting } from "./facts.ts";
import type { DetectBody } from "./parameters.ts";

/** Deviations within which nothing is odd, however many alerts are wanted. */
const ORDINARY_DEVIATIONS = 1;

/** Settings that are shown beside the one that is used. */
const THRESHOLDS = [2, 2.5, 3, 3.5, 4, 5, 6, 8];
const SHARES = [0.005, 0.01, 0.02, 0.05, 0.1];

const MUTED = codeOfJudgement("muted");

/** A replay, and how many periods of the longest series were judged in it. */
export interface PastReplay {
  readonly replay: Replay;
  readonly periods: number;
}

/** Puts in order how odd each point was by what was known before it. */
export function replayPast(past: readonly Detection[], { method }: DetectBody): PastReplay {
  const isForest = method === "isolation_forest";
  const sizes = past.map(({ score, judged }) =>
    score.map((value, i) => judged[i] === MUTED ? NaN : isForest ? value : zOfScore(value))
  );
  const counts = past.map(({ score }) => score.filter((value) => !Number.isNaN(value)).length);
  return {
    replay: replayOf(sizes, isForest ? ORDINARY_SCORE : ORDINARY_DEVIATIONS),
    periods: counts.reduce((most, count) => Math.max(most, count), 0),
  };
}

/** Returns the threshold that keeps to the budget, for a forest a score; `null` where there is none. */
export function limitOf(
  { replay, periods }: PastReplay,
  { budget }: DetectBody,
  grain: Grain,
): number | null {
  return budget === undefined || periods === 0
    ? null
    : thresholdFor(replay, budget.alerts * spansIn(periods, grain, budget.per));
}

/** Tells what each setting would have raised; `null` where nothing could be judged. */
export function replayFacts(
  { replay, periods }: PastReplay,
  past: readonly Detection[],
  { body, grain, limit, sides }: {
    readonly body: DetectBody;
    readonly grain: Grain;
    readonly limit: number | null;
    readonly sides: ReplayFacts["sides"];
  },
): ReplayFacts | null {
  if (periods === 0) return null;
  const per = body.budget?.per ?? spanFor(grain);
  const spans = spansIn(periods, grain, per);
  const shared = { per, spans, sides, budget: body.budget ?? null };
  if (body.method !== "isolation_forest") {
    const settings = settingsOf(
      THRESHOLDS,
      limit ?? body.threshold,
      (value) => countAbove(replay, value),
    );
    return { ...shared, key: "threshold", settings };
  }
  if (limit !== null) {
    const used = { value: limit, alerts: countAbove(replay, limit), used: true };
    return { ...shared, key: null, settings: [used] };
  }
  if (sides === "past") {
    // Each stretch had a forest and a limit of its own: what another share had raised is not known.
    const alerts = past.reduce((sum, { flagged }) => sum + countOf(flagged), 0);
    const used = { value: body.contamination, alerts, used: true };
    return { ...shared, key: "contamination", settings: [used] };
  }
  const settings = settingsOf(
    SHARES,
    body.contamination,
    (share) => past.reduce((sum, { score }) => sum + countOf(flagHighest(score, share)), 0),
  );
  return { ...shared, key: "contamination", settings };
}

function settingsOf(
  shown: readonly number[],
  used: number,
  count: (value: number) => number,
): readonly Setting[] {
  return [...new Set([...shown, used])].sort((a, b) => a - b)
    .map((value) => ({ value, alerts: count(value), used: value === used }));
}

function countOf(flags: Uint8Array): number {
  return flags.reduce((sum, flag) => sum + flag, 0);
}

/** What people count alerts by where they did not say. */
function spanFor(grain: Grain): Budget["per"] {
  return grain === "hour" || grain === "day" || grain === "week" ? "month" : "year";
}
