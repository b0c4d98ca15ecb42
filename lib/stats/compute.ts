/**
 * Detects and forecasts in child processes, which are killed when they take too long.
 *
 * The candidates of a forecast run side by side, each as one call: one that hangs, fails or kills its
 * process is out, and the others go on.
 *
 * @module
 */
import type { Child } from "@/lib/process/child.ts";
import type { Frame, Outgoing } from "@/lib/process/frame.ts";
import { createPool } from "@/lib/process/pool.ts";
import type { Holiday, HolidayRequest } from "./calendar/holidays.ts";
import type { CandidateAnswer, CandidateHeader } from "./child.ts";
import type { DetectParameters } from "./detect/detect.ts";
import type { Detection } from "./detect/detection.ts";
import type { ForestParameters } from "./detect/forest/forest.ts";
import type { CandidateRequest, CandidateRun } from "./forecast/backtest/candidate.ts";
import { forecastSeries } from "./forecast/forecast.ts";
import type { Past } from "./forecast/models/method.ts";
import type { ForecastParameters } from "./forecast/parameters.ts";
import type { Forecast } from "./forecast/report.ts";

/** No candidate or detection that a page waits for is worth more. */
const TIME_LIMIT_MILLISECONDS = 20_000;

/** A child holds a quarter of it with a million values; what needs more has run away. */
const MEMORY_MEGABYTES = 768;

/**
 * Fits leave much behind at once. With 2 MB for what is young V8 clears it as it comes, where it would
 * grow by 60 MB a child otherwise, and computes as fast.
 */
const V8_FLAGS = ["--max-semi-space-size=2"];

/** Calls that may wait for a child before another starts, which takes as long as a few of them. */
const PATIENCE = 3;

/** How much may run at once, and how long. */
export interface ComputeOptions {
  /** Children at most; they start when first needed. */
  readonly size: number;
  /** For each candidate of a forecast, and each detection. */
  readonly timeLimitMilliseconds?: number;
  /** What the children run: child.ts, or what a test puts in its place. */
  readonly entry?: URL;
}

const ENTRY = new URL("./child.ts", import.meta.url);

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
   * @throws AppError `CANCELLED`, `TIME_LIMIT`, `PROCESS_ENDED`, and as detect.ts says
   */
  detect(
    values: Float64Array,
    parameters: DetectParameters,
    call?: ComputeCall,
  ): Promise<Detection>;
  /**
   * Trains a forest, as forest.ts says, and gives it as text that `detect` takes as its model.
   *
   * @throws AppError `CANCELLED`, `TIME_LIMIT`, `PROCESS_ENDED`
   */
  train(values: Float64Array, parameters: ForestParameters, call?: ComputeCall): Promise<string>;
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
  /** Starts a child, so that the first call need not wait for it. */
  prepare(): Promise<void>;
  /** Kills the children. */
  close(): Promise<void>;
}

/** Makes a pool of computing children. */
export function createCompute(
  { size, timeLimitMilliseconds = TIME_LIMIT_MILLISECONDS, entry = ENTRY }: ComputeOptions,
): Compute {
  const pool = createPool(entry, {
    size,
    patience: PATIENCE,
    memoryMegabytes: MEMORY_MEGABYTES,
    v8Flags: V8_FLAGS,
  });

  async function ask(method: string, request: Outgoing, signal?: AbortSignal): Promise<Frame> {
    const work = (child: Child) => child.call(method, request, { signal, timeLimitMilliseconds });
    return await pool.lend(work, signal);
  }

  async function tryMethod(
    request: CandidateRequest,
    past: Past,
    signal?: AbortSignal,
  ): Promise<CandidateRun> {
    const { header, buffers } = await ask("candidate", candidateRequest(request, past), signal);
    const { detail, multiplied }: CandidateAnswer = header; // child.ts answers with nothing else
    const columns = buffers.map((buffer) => new Float64Array(buffer));
    const [sizes, errors, usual] = multiplied === null ? [] : columns.splice(-3);
    const [prediction, ...folds] = Array.from(
      { length: columns.length / 2 },
      (_, i) => ({ mean: columns[2 * i], deviation: columns[2 * i + 1] }),
    );
    const effects = multiplied === null ? null : { isLogarithm: multiplied, sizes, errors, usual };
    return { detail, prediction, folds, effects };
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

    async train(values, parameters, { signal } = {}) {
      const request = { header: parameters, buffers: [values.slice()] };
      const { header } = await ask("train", request, signal);
      const model: string = header.model; // child.ts answers with nothing else
      return model;
    },

    async forecast(values, parameters, { signal } = {}) {
      return await forecastSeries(
        values,
        parameters,
        (request, past) => tryMethod(request, past, signal),
      );
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
function candidateRequest(request: CandidateRequest, { values, past, future }: Past): Outgoing {
  const header: CandidateHeader = { ...request, regressors: past.length };
  return {
    // Plain JSON, which an interface does not say of itself.
    header: {
      ...header,
      situation: { ...header.situation },
      plan: { ...header.plan },
      bounds: { ...header.bounds },
    },
    buffers: [values, ...past, ...future].map((column) => column.slice()),
  };
}
