/**
 * Judges points by forests that have not seen them, as alerts are: each stretch of a series by a forest
 * trained on all before it.
 *
 * @module
 */
import type { Statistics } from "@/lib/stats/compute.ts";
import type { Detection } from "@/lib/stats/detect/detection.ts";
import type { ForestParameters } from "@/lib/stats/detect/forest/forest.ts";
import { codeOfJudgement, codeOfOddity } from "@/lib/stats/detect/oddity.ts";
import { leastTrained } from "./training.ts";

/** Forests of a series at the most. */
const STRETCHES = 12;

const MUTED = codeOfJudgement("muted");

/** What detecting needs of a run. */
export interface DetectContext {
  readonly compute: Pick<Statistics, "detect">;
  readonly signal: AbortSignal;
}

/** Scores the points after the first ones; those are not judged, as nothing is known before them. */
export async function detectByPast(
  values: Float64Array,
  parameters: ForestParameters,
  { compute, signal }: DetectContext,
): Promise<Detection> {
  const { length } = values;
  const first = leastTrained(parameters);
  const step = Math.max(1, Math.ceil((length - first) / STRETCHES));
  const starts = first >= length ? [] : Array.from(
    { length: Math.ceil((length - first) / step) },
    (_, i) => first + i * step,
  );
  const ends = [...starts.slice(1), length];
  const [whole, ...parts] = await Promise.all([
    compute.detect(values, parameters, { signal }),
    ...starts.map((trained, i) =>
      compute.detect(values.subarray(0, ends[i]), { ...parameters, trained }, { signal })
    ),
  ]);
  const found = unjudged(whole);
  for (const [i, { score, flagged, kind, judged }] of parts.entries()) {
    found.score.set(score.subarray(starts[i]), starts[i]);
    found.flagged.set(flagged.subarray(starts[i]), starts[i]);
    found.kind.set(kind.subarray(starts[i]), starts[i]);
    found.judged.set(judged.subarray(starts[i]), starts[i]);
  }
  return found;
}

/** Returns what was expected alone: nothing is scored. */
export function unjudged(detection: Detection): Detection {
  const { length } = detection.score;
  return {
    ...detection,
    score: new Float64Array(length).fill(NaN),
    flagged: new Uint8Array(length),
    kind: new Uint8Array(length),
    judged: new Uint8Array(length),
  };
}

/** Flags what scores above a limit, where there is one. A forest knows one kind, of all that it scores. */
export function tellForest(detection: Detection, limit: number | null): Detection {
  const { score, flagged, kind, judged } = detection;
  return {
    ...detection,
    flagged: limit === null
      ? flagged
      : flagged.map((_, i) => Number(score[i] > limit && judged[i] !== MUTED)),
    kind: kind.map((one, i) => judged[i] === MUTED ? one : codeOfOddity("unusual")),
  };
}
