/**
 * Judges each series of a detect cell in another process: what is found, what a budget makes of it, and
 * what people said.
 *
 * @module
 */
import type { Grain } from "@/lib/frame/schema.ts";
import { type Detection, type DetectParameters, scoreOfZ } from "@/lib/stats/detect/detect.ts";
import { codeOfOddity } from "@/lib/stats/detect/oddity.ts";
import { seasonOf } from "@/lib/stats/forecast/situation.ts";
import { floorOf, raiseTo } from "@/lib/steps/floor.ts";
import type { MeasureSeries, SeriesResult } from "@/lib/steps/measure_series.ts";
import type { ComputeContext } from "@/lib/steps/step.ts";
import type { ReplayFacts } from "./facts.ts";
import { applyLabels, type Judged, type Labelled } from "./labels.ts";
import type { DetectBody } from "./parameters.ts";
import { limitOf, ORDINARY_SCORE, replayFacts, replayPast } from "./replay.ts";

/** What is known of all series of a cell, in their order. */
export interface Judgement {
  readonly judged: readonly (Judged & Labelled)[];
  /** `null` where nothing could be judged. */
  readonly replay: ReplayFacts | null;
}

/** Judges the series; nothing below 0 is expected of what was never below it. */
export async function judgeEach(
  { grain, series }: SeriesResult,
  body: DetectBody,
  context: ComputeContext,
): Promise<Judgement> {
  const past = await detectEach(series, parametersOf("past", body, grain), context);
  const replay = replayPast(past, body);
  const limit = limitOf(replay, body, grain);
  const threshold = limit === null || body.method === "isolation_forest" ? body.threshold : limit;
  const isSame = body.judge === "past" && threshold === body.threshold;
  const found = isSame
    ? past
    : await detectEach(series, parametersOf(body.judge, { ...body, threshold }, grain), context);
  const isForest = body.method === "isolation_forest";
  const judged = series.map((one, i): Judged => ({
    series: one,
    detection: isForest ? ofForest(found[i], limit) : found[i],
  }));
  const least = isForest ? ORDINARY_SCORE : scoreOfZ(threshold / 2);
  const labelled = applyLabels(judged, body.labels, least);
  return {
    judged: judged.map((one, i) => ({ ...one, ...labelled[i] })),
    replay: replayFacts(replay, past, { body, grain, limit }),
  };
}

async function detectEach(
  series: readonly MeasureSeries[],
  parameters: (series: MeasureSeries) => DetectParameters,
  { compute, signal }: ComputeContext,
): Promise<readonly Detection[]> {
  return await Promise.all(
    series.map(async (one) => {
      const { values } = one;
      const found = await compute.detect(values, parameters(one), { signal });
      return { ...found, lower: raiseTo(floorOf(values), found.lower) };
    }),
  );
}

function parametersOf(
  sides: DetectBody["judge"],
  { method, window, threshold, contamination, seed }: DetectBody,
  grain: Grain,
): (series: MeasureSeries) => DetectParameters {
  switch (method) {
    case "rolling_z":
    case "robust_z":
      return () => ({ method, window, threshold, sides });
    case "seasonal":
      return ({ periods }) => ({
        method,
        sides,
        threshold,
        calendar: { grain, start: periods[0] ?? "1970-01-01" },
        muted: [],
      });
    case "isolation_forest": {
      const lag = seasonOf(grain);
      return () => ({ method, window, threshold, lag, contamination, seed });
    }
  }
}

/** A forest knows no kinds, and no threshold of its own: what is above the limit is odd. */
function ofForest(detection: Detection, limit: number | null): Detection {
  const { score, flagged, kind } = detection;
  return {
    ...detection,
    flagged: limit === null ? flagged : Uint8Array.from(score, (value) => Number(value > limit)),
    kind: kind.slice().fill(codeOfOddity("unusual")),
  };
}
