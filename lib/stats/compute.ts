/**
 * Detects and forecasts in child processes, which are killed when they take too long.
 *
 * The fits of a forecast's backtest run side by side, as many as there are children. Where one
 * fails, the others of that forecast are given up and seasonal naive is left.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { Child } from "@/lib/process/child.ts";
import type { Frame, Outgoing } from "@/lib/process/frame.ts";
import { createPool } from "@/lib/process/pool.ts";
import type { Holiday, HolidayRequest } from "./calendar/holidays.ts";
import type { SarimaxRequest } from "./child.ts";
import type { Detection, DetectParameters } from "./detect/detect.ts";
import { type Forecast, type ForecastParameters, forecastSeries } from "./forecast/forecast.ts";
import type { Prediction } from "./forecast/prediction.ts";
import { refuseSarimax, type SarimaxOptions } from "./forecast/sarimax.ts";

/** No fit or detection that a page waits for is worth more. */
const TIME_LIMIT_MILLISECONDS = 20_000;

/** How much may run at once, and how long. */
export interface ComputeOptions {
  /** Children at most; they start when first needed. */
  readonly size: number;
  /** For each fit of a model, and each detection. */
  readonly timeLimitMilliseconds?: number;
}

/** When to stop waiting for a call. */
export interface ComputeCall {
  /** Kills the children that work on the call. */
  readonly signal?: AbortSignal;
}

/** Statistics on columns, in other processes. Values are oldest first, NaN for a gap. */
export interface Statistics {
  /**
   * Scores every value, as detect.ts says.
   *
   * @throws AppError `CANCELLED`, `TIME_LIMIT`, `PROCESS_ENDED`
   */
  detect(
    values: Float64Array,
    parameters: DetectParameters,
    call?: ComputeCall,
  ): Promise<Detection>;
  /**
   * Forecasts the periods after the last value, as forecast.ts says; a model that takes too
   * long or fails is out of the competition, with its reason.
   *
   * @throws AppError `CANCELLED`
   */
  forecast(
    values: Float64Array,
    parameters: ForecastParameters,
    call?: ComputeCall,
  ): Promise<Forecast>;
  /**
   * Tells the holidays of a place, as holidays.ts says.
   *
   * @throws AppError `CANCELLED`, `TIME_LIMIT`, `PROCESS_ENDED`
   */
  holidays(request: HolidayRequest, call?: ComputeCall): Promise<readonly Holiday[]>;
}

/** Statistics, and the children that compute them. */
export interface Compute extends Statistics, AsyncDisposable {
  /** Starts a child and loads the models, so that the first call need not wait for it. */
  prepare(): Promise<void>;
  /** Kills the children. */
  close(): Promise<void>;
}

/** Makes a pool of computing children. */
export function createCompute(
  { size, timeLimitMilliseconds = TIME_LIMIT_MILLISECONDS }: ComputeOptions,
): Compute {
  const pool = createPool(new URL("./child.ts", import.meta.url), { size });

  async function ask(method: string, request: Outgoing, signal?: AbortSignal): Promise<Frame> {
    const work = (child: Child) => child.call(method, request, { signal, timeLimitMilliseconds });
    return await pool.lend(work, signal);
  }

  async function fit(
    history: Float64Array,
    options: SarimaxOptions,
    signal: AbortSignal,
  ): Promise<Prediction> {
    const refusal = refuseSarimax(history, options);
    if (refusal !== null) throw new AppError("MODEL_FAILED", refusal);
    const { buffers } = await ask("sarimax", sarimaxRequest(history, options), signal);
    const [mean, deviation] = buffers.map((buffer) => new Float64Array(buffer));
    return { mean, deviation };
  }

  return {
    async prepare() {
      await ask("prepare", {});
    },

    async detect(values, parameters, { signal } = {}) {
      const request = { header: parameters, buffers: [values.slice()] };
      const { buffers } = await ask("detect", request, signal);
      const [expected, lower, upper, score] = buffers.slice(0, 4).map((b) => new Float64Array(b));
      const [flagged, kind, judged] = buffers.slice(4).map((b) => new Uint8Array(b));
      return { expected, lower, upper, score, flagged, kind, judged };
    },

    async forecast(values, parameters, { signal } = {}) {
      const siblings = new AbortController();
      const either = AbortSignal.any(signal ? [signal, siblings.signal] : [siblings.signal]);
      let failure: unknown = null;
      return await forecastSeries(values, parameters, async (history, options) => {
        try {
          return await fit(history, options, either);
        } catch (error) {
          // The others fail for this reason too, not because they are cancelled.
          failure ??= error;
          siblings.abort();
          throw failure;
        }
      });
    },

    async holidays(request, { signal } = {}) {
      const { header } = await ask("holidays", { header: { ...request } }, signal);
      const holidays: readonly Holiday[] = header; // child.ts answers with nothing else
      return holidays;
    },

    close: pool.close,
    [Symbol.asyncDispose]: pool.close,
  };
}

/** Copies the columns, since what is sent is given away. */
function sarimaxRequest(history: Float64Array, options: SarimaxOptions): Outgoing {
  const { order, seasonalOrder, season, horizon } = options;
  const { past = [], future = [] } = options.regressors ?? {};
  const header: SarimaxRequest = {
    order,
    seasonalOrder,
    season,
    horizon,
    regressors: past.length,
  };
  return { header, buffers: [history, ...past, ...future].map((values) => values.slice()) };
}
