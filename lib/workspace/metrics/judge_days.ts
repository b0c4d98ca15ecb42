/**
 * Judges days as detect cells do, by the same code.
 *
 * @module
 */
import type { Statistics } from "@/lib/stats/compute.ts";
import { zOfScore } from "@/lib/stats/detect/score.ts";
import { roundAmount } from "@/lib/steps/amount.ts";
import { judgeEach } from "@/lib/steps/detect/judge.ts";
import { type DetectBody, detectParameters } from "@/lib/steps/detect/parameters.ts";
import { oddWords, type WordsContext } from "@/lib/steps/detect/words.ts";
import type { MeasureSeries } from "@/lib/steps/measure_series.ts";
import type { JudgedDay, Judging, SeriesAsked } from "./contract.ts";

/** Days that are judged, and how. */
export interface JudgeAsked extends Pick<SeriesAsked, "from" | "field"> {
  readonly judging: Judging;
}

/** Judges a series by all of it, and tells of its days from one on. */
export async function judgeDays(
  series: MeasureSeries,
  { judging, from, field }: JudgeAsked,
  context: { readonly compute: Statistics; readonly signal: AbortSignal },
): Promise<readonly JudgedDay[]> {
  const body: DetectBody = detectParameters.parse({ measure: field, ...judging });
  const { judged } = await judgeEach({ grain: "day", series: [series] }, body, context);
  const [{ detection, flagged, kinds }] = judged;
  const { periods, values } = series;
  const { expected, lower, upper, score } = detection;
  const told = kinds.map((kind, place) => flagged[place] === 1 ? kind : "none");
  const odd = { periods, values, expected, kinds: told };
  const words: WordsContext = {
    grain: "day",
    unit: null,
    yardstick: judging.method === "seasonal"
      ? { type: "season" }
      : { type: "window", middle: "mean", window: body.window, sides: "past" },
    isSum: field === "sum" || field === "count",
  };
  return periods.flatMap((day, place): JudgedDay[] => {
    const isFlagged = flagged[place] === 1;
    const isTold = from === null || day >= from;
    if (!isTold || (Number.isNaN(values[place]) && !isFlagged)) return [];
    const size = Number.isNaN(score[place]) ? NaN : zOfScore(score[place]);
    return [{
      day,
      value: roundAmount(values[place]),
      expected: roundAmount(expected[place]),
      lower: roundAmount(lower[place]),
      upper: roundAmount(upper[place]),
      z: roundAmount(values[place] < expected[place] ? -size : size),
      score: roundAmount(score[place]),
      flagged: isFlagged,
      kind: isFlagged ? told[place] : null,
      explanation: oddWords(odd, place, words),
    }];
  });
}
