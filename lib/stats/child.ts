/**
 * What a computing child answers: it runs without any rights, on columns that its parent sends.
 *
 * - `prepare`: loads what a fit needs.
 * - `detect`: header `DetectParameters`, buffers [values]; answers with buffers [expected, lower,
 *   upper, score, flagged, kind, judged].
 * - `sarimax`: header `SarimaxRequest`, buffers [history, ...past regressors, ...future
 *   regressors]; answers with buffers [mean, deviation].
 * - `holidays`: header `HolidayRequest`; answers with `Holiday[]` as its header.
 *
 * @module
 */
import type { Outgoing } from "@/lib/process/frame.ts";
import { serve } from "@/lib/process/serve.ts";
import { type HolidayRequest, holidaysOf } from "./calendar/holidays.ts";
import { detectAnomalies, type DetectParameters } from "./detect/detect.ts";
import { loadArima, predictSarimax, type SarimaxOptions } from "./forecast/sarimax.ts";

/** The options of a fit, with the number of regressors that follow as buffers. */
export type SarimaxRequest =
  & Pick<SarimaxOptions, "order" | "seasonalOrder" | "season" | "horizon">
  & { readonly regressors: number };

serve({
  async prepare() {
    await loadArima();
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

  async sarimax({ header, buffers }) {
    const { regressors, ...options }: SarimaxRequest = header; // compute.ts sends nothing else
    const [history, ...known] = buffers.map((buffer) => new Float64Array(buffer));
    const past = known.slice(0, regressors);
    const future = known.slice(regressors);
    const prediction = await predictSarimax(history, { ...options, regressors: { past, future } });
    return answer(prediction.mean, prediction.deviation);
  },
});

/** Copies columns into buffers of their own, which alone can be given away. */
function answer(...columns: readonly (Float64Array | Uint8Array)[]): Outgoing {
  return { buffers: columns.map((column) => column.slice()) };
}
