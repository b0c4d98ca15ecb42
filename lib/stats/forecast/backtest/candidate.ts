/**
 * Tries one method on the past: what it would have forecast from each origin, and what it forecasts now.
 *
 * All of it is one piece of work, so that a method that hangs, fails or explodes loses its own place among
 * the candidates and nothing else. Each history is put on the level of its end (shift.ts), and forecasts
 * are kept within the bounds of the measure.
 *
 * Cost: two choices, one forecast an origin.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { BacktestPlan } from "./backtest.ts";
import type {
  ChooseMethod,
  Chosen,
  Explained,
  MethodName,
  Past,
  Situation,
} from "@/lib/stats/forecast/models/method.ts";
import { judgePrediction, type Prediction } from "@/lib/stats/forecast/prediction.ts";
import {
  type Effects,
  type EffectsModel,
  findEffects,
  ownEffects,
  withEffects,
  withoutEffects,
} from "@/lib/stats/forecast/series/effects.ts";
import { type Levelled, respectShifts } from "@/lib/stats/forecast/series/shift.ts";

/** Bounds that a measure never leaves; `null` where there is none. */
export interface Bounds {
  readonly least: number | null;
  readonly greatest: number | null;
}

/**
 * What a method does with regressors: nothing, forecast what they leave and add their effects (effects.ts), or
 * take them itself.
 */
export type RegressorUse = "ignored" | "taken_out" | "own";

/** What to try, and on what. */
export interface CandidateRequest {
  readonly method: MethodName;
  readonly regressorUse: RegressorUse;
  readonly situation: Situation;
  readonly plan: BacktestPlan;
  readonly horizon: number;
  readonly bounds: Bounds;
}

/** What a method told of the past, one entry an origin, and of what comes. */
export interface CandidateRun {
  /** What it chose on the whole history, or `null`. */
  readonly detail: string | null;
  readonly folds: readonly Prediction[];
  readonly prediction: Prediction;
  /** What was taken out of the whole history; `null` where nothing was. */
  readonly effects: Effects | null;
}

/** How effects behave is kept where it was chosen on so many values, as methods keep their choice. */
const LONG = 300;

/**
 * Tries a method, which is the one that the request names. The history begins with a value; regressors
 * go as far as it, their future as far as the horizon.
 *
 * @throws AppError `MODEL_FAILED` where the method can't be used, and says why
 */
export async function runCandidate(
  request: CandidateRequest,
  { values, past, future }: Past,
  method: ChooseMethod,
): Promise<CandidateRun> {
  const { plan: { origins, horizon } } = request;
  const session = new Session(request, method);
  const folds: Prediction[] = [];
  for (const origin of origins) {
    folds.push(
      await session.predict({
        values: values.slice(0, origin),
        past: past.map((column) => column.slice(0, origin)),
        future: past.map((column) => column.slice(origin, origin + horizon)),
      }, horizon),
    );
  }
  session.chooseAgain();
  const prediction = await session.predict({ values, past, future }, request.horizon);
  return { detail: session.detail, folds, prediction, effects: session.effects };
}

/** A method at work; it chooses on the first history that it is shown, and when it is told to. */
class Session {
  readonly #request: CandidateRequest;
  #chosen: Chosen | null = null;
  #choose: (past: Past) => Chosen;
  #shifts = "";
  #effects: Effects | null = null;
  #effectsModel: EffectsModel | undefined;
  #keepsEffects = false;

  constructor(request: CandidateRequest, method: ChooseMethod) {
    this.#request = request;
    this.#choose = (past) => method(past, request.situation);
  }

  get detail(): string | null {
    return this.#chosen?.detail ?? null;
  }

  /** What was taken out of the latest history; `null` where nothing was. */
  get effects(): Effects | null {
    return this.#effects;
  }

  /** Lets the next history be chosen on. */
  chooseAgain(): void {
    const again = this.#chosen?.again;
    if (again !== undefined) this.#choose = again;
    this.#chosen = null;
    if (!this.#keepsEffects) this.#effectsModel = undefined;
  }

  async predict(past: Past, horizon: number): Promise<Prediction> {
    const { mean, deviation } = await this.#predictBy(past, horizon);
    return { mean: keepWithin(this.#request.bounds, mean), deviation };
  }

  async #predictBy(past: Past, horizon: number): Promise<Prediction> {
    switch (this.#request.regressorUse) {
      case "ignored":
        return await this.#predictLikely({ ...past, past: [], future: [] }, horizon);
      case "taken_out":
        return await this.#predictExplained(past, horizon);
      case "own": {
        const { effects, ...prediction } = await this.#predictLikely(past, horizon);
        this.#effects = effects === undefined ? null : ownEffects(effects, past);
        return prediction;
      }
    }
  }

  /** Predicts what regressors leave, and adds what they will explain. */
  async #predictExplained({ values, past, future }: Past, horizon: number): Promise<Prediction> {
    const fit = findEffects({ values, past }, this.#request.situation, this.#effectsModel);
    if (fit === null) {
      throw new AppError(
        "MODEL_FAILED",
        "Cannot tell what else moves the values as the history is too short: current value is " +
          `${values.length} periods`,
      );
    }
    if (this.#effectsModel === undefined) this.#keepsEffects = values.length >= LONG;
    this.#effectsModel = fit.model;
    this.#effects = fit.effects;
    const rest = { values: withoutEffects(values, past, fit.effects), past: [], future: [] };
    const { prediction } = await this.#predictSeries(rest, horizon);
    return believe(withEffects(prediction, future, fit.effects), values);
  }

  async #predictLikely(past: Past, horizon: number): Promise<Explained> {
    const { prediction, levelled } = await this.#predictSeries(past, horizon);
    // What was there once is plausible.
    return this.#request.method === "seasonal_naive" ? prediction : believe(prediction, levelled);
  }

  /** Puts a series on the level of its end, beside what regressors explain. */
  #level({ values, past }: Past): Levelled {
    const { situation } = this.#request;
    const fit = past.length === 0 ? null : findEffects({ values, past }, situation);
    if (fit === null) return respectShifts(values, situation);
    const rest = withoutEffects(values, past, fit.effects);
    const { values: moved, shifts } = respectShifts(rest, situation);
    return { shifts, values: values.map((value, i) => value + moved[i] - rest[i]) };
  }

  /** Predicts from the level of the end of a series, and tells the series on that level. */
  async #predictSeries(
    past: Past,
    horizon: number,
  ): Promise<{ readonly prediction: Explained; readonly levelled: Float64Array }> {
    const levelled = this.#level(past);
    const known = { ...past, values: levelled.values };
    const shifts = nameShifts(levelled);
    // On another level a choice has to be made anew.
    if (this.#chosen === null || shifts !== this.#shifts) {
      this.#chosen = this.#choose(known);
      this.#shifts = shifts;
    }
    const prediction = await this.#chosen.predict(known, horizon);
    return { prediction, levelled: known.values };
  }
}

function nameShifts({ shifts }: Levelled): string {
  return shifts.map(({ at }) => at).join();
}

/** Moves what lies outside the bounds to them; NaN stays. */
export function keepWithin({ least, greatest }: Bounds, values: Float64Array): Float64Array {
  return values.map((value) => {
    const raised = least === null ? value : Math.max(value, least);
    return greatest === null ? raised : Math.min(raised, greatest);
  });
}

/** @throws AppError `MODEL_FAILED` for what is not plausible */
function believe<Told extends Prediction>(prediction: Told, values: Float64Array): Told {
  const distrust = judgePrediction(prediction, values);
  if (distrust !== null) throw new AppError("MODEL_FAILED", distrust);
  return prediction;
}
