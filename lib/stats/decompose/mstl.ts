/**
 * Splits a series with several seasons, such as day and week, into trend, seasons and remainder.
 *
 * The seasons are taken out by STL one after another, the shortest first, and twice, as each is seen
 * better without the others.
 *
 * Source: Bandara, Hyndman, Bergmeir: MSTL (2021); the results are those of R's `mstl`.
 * Cost: as many passes of STL as there are seasons, twice.
 *
 * @module
 */
import { decompose } from "./stl.ts";

/** The parts of a series, one entry a value. */
export interface MultipleDecomposition {
  readonly trend: Float64Array;
  /** One a period, in their order. */
  readonly seasonal: readonly Float64Array[];
  readonly remainder: Float64Array;
}

const ROUNDS = 2;

/** Seasons that the shape of the first, second, … season is smoothed over. */
const spanOf = (order: number) => 7 + 4 * (order + 1);

/**
 * Decomposes a series without gaps into at least one season. Periods are in values, ascending,
 * each less than half the series.
 *
 * @throws AppError `MODEL_FAILED` as `decompose` does
 */
export function decomposeSeasons(
  values: Float64Array,
  periods: readonly number[],
  { robust = false }: { readonly robust?: boolean } = {},
): MultipleDecomposition {
  const seasonal: Float64Array[] = periods.map(() => new Float64Array(values.length));
  let adjusted = values;
  let trend = values;
  for (let round = 0; round < (periods.length > 1 ? ROUNDS : 1); round++) {
    periods.forEach((period, order) => {
      const known = seasonal[order];
      const before = adjusted.map((value, i) => value + known[i]);
      const found = decompose(before, { period, seasonalSpan: spanOf(order), robust });
      seasonal[order] = found.seasonal;
      trend = found.trend;
      adjusted = before.map((value, i) => value - found.seasonal[i]);
    });
  }
  return { trend, seasonal, remainder: adjusted.map((value, i) => value - trend[i]) };
}
