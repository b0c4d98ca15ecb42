/**
 * Chooses and fits the form of exponential smoothing that suits a series best.
 *
 * Every sensible form is fitted from a guess of its first state; the best few by Akaike's criterion are
 * searched again with all of it free, and the best of these is it.
 *
 * Source: Hyndman, Koehler, Ord, Snyder: Forecasting with Exponential Smoothing (2008); R's `ets`.
 * Cost: O(values) an evaluation; 60 ms for twelve years of months (docs/benchmarks.md).
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { fillGaps } from "@/lib/stats/forecast/series/gaps.ts";
import { type EtsFit, fitForm } from "./fit.ts";
import { type EtsForm, formsFor } from "./form.ts";

/** Fewer values fit no form. */
const MIN_VALUES = 6;

/** Forms that are worth a thorough search. */
const FINALISTS = 3;

const QUICK = { evaluations: 250, freeSeason: false } as const;
const THOROUGH = { freeSeason: true } as const;

/** Evaluations of a thorough search: some, and some more for each number that is searched. */
const EVALUATIONS = { base: 400, each: 100 } as const;

/** What to fit. */
export interface EtsOptions {
  /** Periods in a season, 1 for none. */
  readonly season: number;
  /** The form, where it is known. */
  readonly form?: EtsForm;
}

/**
 * Fits the best form, or the one that is given. Gaps are filled as gaps.ts says.
 *
 * @throws AppError `MODEL_FAILED` where there are too few values
 */
export function fitEts(history: Float64Array, { season, form }: EtsOptions): EtsFit {
  const values = fillGaps(history, season);
  if (values.length < MIN_VALUES) {
    throw new AppError(
      "MODEL_FAILED",
      `Cannot fit exponential smoothing as it needs at least ${MIN_VALUES} periods: ` +
        `current value is ${values.length}`,
    );
  }
  const isPositive = values.every((value) => value > 0);
  const forms = form ? [form] : formsFor({ season, length: values.length, isPositive });
  const quick = forms.map((form) => fitForm(values, form, { period: season, ...QUICK }));
  const finalists = quick.toSorted((a, b) => a.criterion - b.criterion).slice(0, FINALISTS);
  const thorough = finalists.map((from) =>
    fitForm(values, from.form, {
      period: season,
      from,
      evaluations: EVALUATIONS.base + EVALUATIONS.each * from.freedom,
      ...THOROUGH,
    })
  );
  return thorough.reduce((best, fit) => fit.criterion < best.criterion ? fit : best);
}
