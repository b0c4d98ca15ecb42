/**
 * Lets models compete in a backtest and names the one with the least error.
 *
 * The champion has the least mean absolute error over all folds; of equal ones the first.
 * A model that fails in one fold, or on the whole history, is out, with its reason.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { backtest, type BacktestPlan, type Fold, measureFolds } from "./backtest.ts";
import type { Metrics } from "./metrics.ts";
import type { Model, Prediction } from "./prediction.ts";

/** A model by its name. */
export interface Entry<Name extends string> {
  readonly name: Name;
  readonly model: Model;
}

/** How a model did. */
export type Candidate<Name extends string> =
  | {
    readonly status: "finished";
    readonly name: Name;
    readonly folds: readonly Fold[];
    readonly metrics: Metrics;
    /** Its forecast from the whole history. */
    readonly prediction: Prediction;
  }
  | { readonly status: "failed"; readonly name: Name; readonly reason: string };

/** A model that failed nowhere. */
export type Finished<Name extends string> = Extract<
  Candidate<Name>,
  { readonly status: "finished" }
>;

/** What the models compete in; the season is in periods. */
export interface CompeteOptions {
  readonly plan: BacktestPlan;
  readonly season: number;
  readonly horizon: number;
}

/** Runs all models over all folds and the whole history, side by side. */
export async function compete<Name extends string>(
  values: Float64Array,
  entries: readonly Entry<Name>[],
  options: CompeteOptions,
): Promise<readonly Candidate<Name>[]> {
  return await Promise.all(entries.map((entry) => enter(values, entry, options)));
}

/** Returns the finished candidate with the least error, or `null` if none finished. */
export function pickChampion<Name extends string>(
  candidates: readonly Candidate<Name>[],
): Finished<Name> | null {
  const finished = candidates.filter((candidate) => candidate.status === "finished");
  const error = ({ metrics }: Finished<Name>) => metrics.mae ?? Infinity;
  return finished.reduce<Finished<Name> | null>(
    (best, candidate) => best === null || error(candidate) < error(best) ? candidate : best,
    null,
  );
}

async function enter<Name extends string>(
  values: Float64Array,
  { name, model }: Entry<Name>,
  { plan, season, horizon }: CompeteOptions,
): Promise<Candidate<Name>> {
  try {
    const [folds, prediction] = await Promise.all([
      backtest(values, model, { plan, season }),
      Promise.try(model, values, horizon),
    ]);
    return { status: "finished", name, folds, metrics: measureFolds(folds), prediction };
  } catch (error) {
    if (!(error instanceof AppError) || error.code === "CANCELLED") throw error;
    return { status: "failed", name, reason: error.message };
  }
}
