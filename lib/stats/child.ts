/**
 * What a computing child answers: it runs without any rights, on columns that its parent sends.
 *
 * - `prepare`: does nothing but be there.
 * - `detect`: header `DetectParameters`, buffers [values]; answers with buffers [expected, lower,
 *   upper, score, flagged, kind, judged].
 * - `train`: header `ForestParameters`, buffers [values]; answers with `model` in its header.
 * - `candidate`: header `CandidateHeader`, buffers [history, ...past regressors, ...future regressors];
 *   answers with `detail` in its header and buffers [mean, deviation] of now, then of each origin; where
 *   effects were taken out, `multiplied` is in its header and [sizes, errors, usual] end the buffers.
 * - `holidays`: header `HolidayRequest`; answers with `Holiday[]` as its header.
 *
 * @module
 */
import type { Outgoing } from "@/lib/process/frame.ts";
import { serve } from "@/lib/process/serve.ts";
import { type HolidayRequest, holidaysOf } from "./calendar/holidays.ts";
import { detectAnomalies, type DetectParameters } from "./detect/detect.ts";
import { type ForestParameters, trainForest } from "./detect/forest/forest.ts";
import { type CandidateRequest, runCandidate } from "./forecast/backtest/candidate.ts";
import { methodOf } from "./forecast/models/methods.ts";

/** A candidate to try, with the number of regressors that follow as buffers. */
export interface CandidateHeader extends CandidateRequest {
  readonly regressors: number;
}

/** What leads the answer of a candidate. */
export interface CandidateAnswer {
  readonly detail: string | null;
  /** Whether the effects that were taken out multiply; `null` where none was. */
  readonly multiplied: boolean | null;
}

serve({
  prepare() {
    return {};
  },

  async holidays({ header }) {
    const request: HolidayRequest = header; // compute.ts sends nothing else
    return { header: (await holidaysOf(request)).map((holiday) => ({ ...holiday })) };
  },

  detect({ header, buffers }) {
    const parameters: DetectParameters = header; // compute.ts sends nothing else
    const found = detectAnomalies(new Float64Array(buffers[0]), parameters);
    const { expected, lower, upper, score, flagged, kind, judged } = found;
    return answer(expected, lower, upper, score, flagged, kind, judged);
  },

  train({ header, buffers }) {
    const parameters: ForestParameters = header; // compute.ts sends nothing else
    return { header: { model: trainForest(new Float64Array(buffers[0]), parameters) } };
  },

  async candidate({ header, buffers }) {
    const { regressors, ...request }: CandidateHeader = header; // compute.ts sends nothing else
    const [values, ...known] = buffers.map((buffer) => new Float64Array(buffer));
    const { detail, folds, prediction, effects } = await runCandidate(request, {
      values,
      past: known.slice(0, regressors),
      future: known.slice(regressors),
    }, methodOf(request.method));
    const columns = [prediction, ...folds].flatMap(({ mean, deviation }) => [mean, deviation]);
    if (effects === null) return { header: { detail, multiplied: null }, ...answer(...columns) };
    const { isLogarithm, sizes, errors, usual } = effects;
    return {
      header: { detail, multiplied: isLogarithm },
      ...answer(...columns, sizes, errors, usual),
    };
  },
});

/** Copies columns into buffers of their own, which alone can be given away. */
function answer(...columns: readonly (Float64Array | Uint8Array)[]): Outgoing {
  return { buffers: columns.map((column) => column.slice()) };
}
