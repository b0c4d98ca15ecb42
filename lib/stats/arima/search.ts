/**
 * Chooses the orders of an ARIMA model.
 *
 * From four usual models on, the best by Akaike's criterion is changed in one or two orders at a time,
 * until no change is better.
 *
 * Source: Hyndman, Khandakar: Automatic time series forecasting: the forecast package for R (2008),
 * section 3.2. Cost: some 15 to 40 fits.
 *
 * @module
 */
import { type ArimaFit, type ArimaInput, type ArimaOrder, fitArima } from "./fit.ts";
import { differencesFor } from "./differences.ts";

const MOST = { p: 3, q: 3, P: 1, Q: 1 } as const;
const MOST_TOGETHER = 4;
const MOST_FITS = 40;

/** Steps from a model to its neighbours, in p, q, P and Q. */
const STEPS = [
  [1, 0, 0, 0],
  [-1, 0, 0, 0],
  [0, 1, 0, 0],
  [0, -1, 0, 0],
  [1, 1, 0, 0],
  [-1, -1, 0, 0],
  [0, 0, 1, 0],
  [0, 0, -1, 0],
  [0, 0, 0, 1],
  [0, 0, 0, -1],
] as const;

/** A model, and whether its level or its slope is among the regressors, as the last of them. */
export interface ArimaChoice {
  readonly fit: ArimaFit;
  readonly hasConstant: boolean;
}

/** Finds the best model for a series without gaps; `null` where it is too short for any. */
export function searchArima(input: ArimaInput): ArimaChoice | null {
  const { season, values } = input;
  const { d, D } = differencesFor(values, season);
  const canHaveConstant = d + D < 2;
  const known = new Map<string, ArimaChoice | null>();
  const look = (order: ArimaOrder, hasConstant: boolean): ArimaChoice | null => {
    const name = [order.p, order.q, order.P, order.Q, hasConstant].join();
    const found = known.get(name);
    if (found !== undefined) return found;
    const regressors = hasConstant
      ? [...input.regressors, constantFor(order, values.length)]
      : input.regressors;
    const fit = fitArima({ ...input, regressors }, order);
    const choice = fit === null ? null : { fit, hasConstant };
    known.set(name, choice);
    return choice;
  };
  const orderOf = (p: number, q: number, P: number, Q: number): ArimaOrder => ({
    p,
    d,
    q,
    P,
    D,
    Q,
  });
  const seasonal = season > 1 ? 1 : 0;
  let best = [
    look(orderOf(1, 1, seasonal, seasonal), canHaveConstant),
    look(orderOf(0, 0, 0, 0), canHaveConstant),
    look(orderOf(1, 0, seasonal, 0), canHaveConstant),
    look(orderOf(0, 1, 0, seasonal), canHaveConstant),
    look(orderOf(0, 0, 0, 0), false),
  ].reduce(better, null);
  while (best !== null && known.size < MOST_FITS) {
    const { order } = best.fit;
    const { hasConstant } = best;
    const neighbours = STEPS
      .map(([p, q, P, Q]) => orderOf(order.p + p, order.q + q, order.P + P, order.Q + Q))
      .filter((next) => isAllowed(next, season))
      .map((next) => look(next, hasConstant));
    const other = canHaveConstant ? look(order, !hasConstant) : null;
    const next = [...neighbours, other].reduce(better, best);
    if (next === best) break;
    best = next;
  }
  return best;
}

/** The column whose effect is the level, or the slope where differences are taken. */
export function constantFor({ d, D }: ArimaOrder, length: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => d + D === 0 ? 1 : i + 1);
}

function better(one: ArimaChoice | null, other: ArimaChoice | null): ArimaChoice | null {
  if (one === null || other === null) return one ?? other;
  return other.fit.criterion < one.fit.criterion ? other : one;
}

function isAllowed({ p, q, P, Q }: ArimaOrder, season: number): boolean {
  if (Math.min(p, q, P, Q) < 0 || p > MOST.p || q > MOST.q) return false;
  if (p + q + P + Q > MOST_TOGETHER) return false;
  return season > 1 ? P <= MOST.P && Q <= MOST.Q : P + Q === 0;
}
