/**
 * Forecasts intermittent demand that may die out: the smoothed size of demands, by the smoothed chance
 * of one.
 *
 * In every period: chance += β (1 or 0 - chance), whether there was a demand or not; in those with one
 * also size += α (demand - size). The mean is chance × size for every period ahead, so that it falls
 * while nothing is demanded, which Croston's does not. It begins with the mean size and the share
 * of periods with a demand. Of a few pairs of shares the one with the least squared errors one
 * period ahead is taken; their root mean square is the deviation.
 *
 * Gaps are left out as if they had not been: nobody knows whether there was a demand.
 *
 * Source: Teunter, Syntetos, Babai: Intermittent demand: linking forecasting to inventory obsolescence
 * (2011). Cost: O(values × pairs).
 *
 * @module
 */
import { type DemandForecast, demandOf, flatPrediction, rootMeanSquare } from "./demand.ts";
import type { Model } from "@/lib/stats/forecast/prediction.ts";

/** The shares that the latest period has, each from 0 to 1. */
export interface TsbOptions {
  /** In the size of demands. */
  readonly alpha: number;
  /** In the chance of one. */
  readonly beta: number;
}

/** The range in which the authors search. */
const ALPHAS = [0.05, 0.1, 0.2, 0.3] as const;
const BETAS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3] as const;

const PAIRS: readonly TsbOptions[] = ALPHAS.flatMap((alpha) =>
  BETAS.map((beta) => ({ alpha, beta }))
);

/** Returns the model, with shares of its own choice where none are given. */
export function tsb(options: TsbOptions | null = null): Model {
  return (history, horizon) => {
    const demand = demandOf(history);
    const [first, ...rest] = (options === null ? PAIRS : [options])
      .map((pair) => smoothDemand(demand, pair));
    const best = rest.reduce(
      (one, other) => rootMeanSquare(other.errors) < rootMeanSquare(one.errors) ? other : one,
      first,
    );
    return flatPrediction(best, horizon);
  };
}

function smoothDemand(demand: Float64Array, { alpha, beta }: TsbOptions): DemandForecast {
  const sizes = demand.filter((value) => value > 0);
  if (sizes.length === 0) return { rate: 0, errors: Array.from(demand) };
  let size = sizes.reduce((sum, value) => sum + value / sizes.length, 0);
  let chance = sizes.length / demand.length;
  const errors: number[] = [];
  for (const value of demand) {
    errors.push(value - chance * size);
    chance += beta * (Number(value > 0) - chance);
    if (value > 0) size += alpha * (value - size);
  }
  return { rate: chance * size, errors };
}
