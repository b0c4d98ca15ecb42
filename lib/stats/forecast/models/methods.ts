/**
 * The forecasting methods by name: what each chooses on a history, and how it then predicts.
 *
 * What a method chooses (the form of exponential smoothing, the orders of ARIMA) it chooses once, on
 * the history before the earliest origin of a backtest, and keeps for the later ones: so no fold
 * knows what came after it, and a choice is paid for once. For the forecast itself it chooses anew on the
 * whole history, but for a form or orders that were chosen on 300 values or more.
 *
 * Cost: of ARIMA some 15 to 40 fits, of ETS a fit of every form; else see each method.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { type ArimaInput, fitArima } from "@/lib/stats/arima/fit.ts";
import { predictFrom } from "@/lib/stats/arima/predict.ts";
import { type ArimaChoice, constantFor, searchArima } from "@/lib/stats/arima/search.ts";
import { fitEts } from "@/lib/stats/ets/ets.ts";
import { type EtsForm, nameOf } from "@/lib/stats/ets/form.ts";
import { project } from "@/lib/stats/ets/project.ts";
import { smoothSeries } from "@/lib/stats/ets/smooth.ts";
import { croston } from "./croston.ts";
import { drift } from "./drift.ts";
import { fillGaps } from "@/lib/stats/forecast/series/gaps.ts";
import {
  always,
  type ChooseMethod,
  type Chosen,
  type MethodName,
  type Past,
  type Situation,
} from "./method.ts";
import { chooseMstlEts } from "./mstl_ets.ts";
import { predictSarimax, usualOrder } from "./sarimax.ts";
import { seasonalNaive } from "./seasonal_naive.ts";
import { theta } from "./theta.ts";
import { tsb } from "./tsb.ts";

/** A longer season has too many places for ETS and ARIMA, which then go without. */
const LONGEST_SEASON = 24;

/** The latest periods, which alone are looked at: older ones change little and cost much. */
const LATEST = { ets: 1000, arima: 1000, sarimax: 2000 } as const;

/** What is chosen on so many values is kept when there are more: another choice would cost much. */
const LONG = 300;

const BY_NAME: Readonly<Record<MethodName, ChooseMethod>> = {
  seasonal_naive: (_, { season }) => always(seasonalNaive(season)),
  drift: () => always(drift),
  theta: (_, { season }) => always(theta(season)),
  ets: (past, situation) => chooseEts(past, situation),
  mstl_ets: (past, situation) => chooseMstl(past, situation),
  arima: (past, situation) => chooseArima(past, situation),
  sarimax: (_, situation) => chooseSarimax(situation),
  croston: () => always(croston()),
  tsb: () => always(tsb()),
};

/** Returns the method of this name. */
export function methodOf(name: MethodName): ChooseMethod {
  return BY_NAME[name];
}

function chooseSarimax({ season }: Situation): Chosen {
  // The next history is this one and a little more.
  let start: Float64Array | null = null;
  return {
    detail: null,
    predict({ values, past, future }, horizon) {
      const latest = past.map((column) => column.slice(-LATEST.sarimax));
      const { point, ...prediction } = predictSarimax(values.slice(-LATEST.sarimax), {
        ...usualOrder(season),
        season,
        horizon,
        regressors: { past: latest, future },
        start,
      });
      start = point;
      return prediction;
    },
  };
}

function chooseMstl({ values }: Past, situation: Situation, form?: EtsForm): Chosen {
  const { fit, model } = chooseMstlEts(values, { ...situation, form });
  return {
    detail: `MSTL with ${nameOf(fit.form)}`,
    predict: ({ values }, horizon) => model(values, horizon),
    ...(values.length < LONG ? {} : { again: (past) => chooseMstl(past, situation, fit.form) }),
  };
}

function chooseEts({ values }: Past, situation: Situation, form?: EtsForm): Chosen {
  const season = shortSeason(situation);
  const from = Math.max(0, values.length - LATEST.ets);
  const seen = (history: Float64Array) => fillGaps(history, season).slice(from);
  const fit = fitEts(seen(values), { season, form });
  return {
    detail: nameOf(fit.form),
    predict({ values }, horizon) {
      const later = seen(values);
      const pass = smoothSeries(later, fit.form, fit);
      return project({ ...fit, pass }, later.length, horizon);
    },
    ...(values.length < LONG ? {} : { again: (past) => chooseEts(past, situation, fit.form) }),
  };
}

function chooseArima(chosenOn: Past, situation: Situation, kept?: ArimaChoice): Chosen {
  const season = shortSeason(situation);
  const seen = ({ values, past }: Past) => {
    const latest = fillGaps(values, season).slice(-LATEST.arima);
    return { values: latest, season, regressors: past.map((one) => one.slice(-latest.length)) };
  };
  const first = seen(chosenOn);
  const choice = (kept && refitArima(kept, first)) ?? searchArima(first);
  if (choice === null) throw noArima(first.values);
  const { order: { p, d, q, P, D, Q } } = choice.fit;
  const seasonal = season > 1 ? `(${P},${D},${Q})[${season}]` : "";
  return {
    detail: `ARIMA(${p},${d},${q})${seasonal}`,
    predict(past, horizon) {
      const input = seen(past);
      const own = past === chosenOn ? choice : refitArima(choice, input) ?? searchArima(input);
      if (own === null) throw noArima(input.values);
      return predictFrom(own, { ...input, future: past.future, horizon });
    },
    ...(first.values.length < LONG
      ? {}
      : { again: (past) => chooseArima(past, situation, choice) }),
  };
}

/** Fits the orders of a choice to another series; `null` where they don't suit it. */
function refitArima({ fit: { order }, hasConstant }: ArimaChoice, input: ArimaInput) {
  const regressors = hasConstant
    ? [...input.regressors, constantFor(order, input.values.length)]
    : input.regressors;
  const fit = fitArima({ ...input, regressors }, order);
  return fit === null ? null : { fit, hasConstant };
}

function shortSeason({ season }: Situation): number {
  return season > LONGEST_SEASON ? 1 : season;
}

function noArima({ length }: Float64Array): AppError {
  return new AppError(
    "MODEL_FAILED",
    `Cannot fit ARIMA as the history does not suit its orders: current value is ${length} periods`,
  );
}
