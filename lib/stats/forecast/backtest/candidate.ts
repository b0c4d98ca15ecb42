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
  MethodName,
  Past,
  Situation,
} from "@/lib/stats/forecast/models/method.ts";
import { isFinitePrediction, type Prediction } from "@/lib/stats/forecast/prediction.ts";
import { type Levelled, respectShifts } from "@/lib/stats/forecast/series/shift.ts";

/** Bounds that a measure never leaves; `null` where there is none. */
export interface Bounds {
  readonly least: number | null;
  readonly greatest: number | null;
}

/** What to try, and on what. */
export interface CandidateRequest {
  readonly method: MethodName;
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
}

/** A forecast is not believed further from the data than this many times their range. */
const MAX_RANGES = 2;

/** The share of a number that computing it may be off by. */
const ROUNDING = 1e-6;

/**
 * Tries a method, which is the one that the request names. The history begins with a value; regressors go as far as it, their future as far as
 * the horizon.
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
  return { detail: session.detail, folds, prediction };
}

/** A method at work; it chooses on the first history that it is shown, and when it is told to. */
class Session {
  readonly #request: CandidateRequest;
  #chosen: Chosen | null = null;
  #choose: (past: Past) => Chosen;
  #shifts = "";

  constructor(request: CandidateRequest, method: ChooseMethod) {
    this.#request = request;
    this.#choose = (past) => method(past, request.situation);
  }

  get detail(): string | null {
    return this.#chosen?.detail ?? null;
  }

  /** Lets the next history be chosen on. */
  chooseAgain(): void {
    const again = this.#chosen?.again;
    if (again !== undefined) this.#choose = again;
    this.#chosen = null;
  }

  async predict(past: Past, horizon: number): Promise<Prediction> {
    const { method, situation, bounds } = this.#request;
    const levelled = respectShifts(past.values, situation);
    const known = { ...past, values: levelled.values };
    const shifts = nameShifts(levelled);
    // On another level a choice has to be made anew.
    if (this.#chosen === null || shifts !== this.#shifts) {
      this.#chosen = this.#choose(known);
      this.#shifts = shifts;
    }
    const prediction = await this.#chosen.predict(known, horizon);
    // What was there once is plausible.
    const distrust = method === "seasonal_naive" ? null : judge(prediction, known.values);
    if (distrust !== null) throw new AppError("MODEL_FAILED", distrust);
    return { ...prediction, mean: keepWithin(bounds, prediction.mean) };
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

/** Returns why a prediction is not believed, or `null` if it is. */
function judge(prediction: Prediction, values: Float64Array): string | null {
  if (!isFinitePrediction(prediction)) {
    return "Cannot use a forecast as it holds values that are no numbers";
  }
  const known = values.filter(Number.isFinite);
  const least = known.reduce((a, b) => Math.min(a, b), Infinity);
  const greatest = known.reduce((a, b) => Math.max(a, b), -Infinity);
  const ranges = MAX_RANGES * (1 + prediction.mean.length / known.length);
  // Of numbers near the largest double the range is none.
  const slack = ROUNDING * Math.max(Math.abs(least), Math.abs(greatest));
  const reach = ranges * (greatest / 2 - least / 2) * 2 + slack;
  const far = prediction.mean.find((value) => value < least - reach || value > greatest + reach);
  if (far !== undefined) {
    return `Cannot use a forecast as it leaves the data by more than ${MAX_RANGES} times their range: ` +
      `current value is ${far}`;
  }
  const unsure = prediction.deviation.find((value) => value > reach);
  if (unsure === undefined) return null;
  return `Cannot use a forecast as its deviation is more than ${MAX_RANGES} times the data's range: ` +
    `current value is ${unsure}`;
}
