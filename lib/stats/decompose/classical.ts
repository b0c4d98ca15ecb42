/**
 * Finds the shape of a season by moving averages: how much each place of it lies above the rest.
 *
 * trend = mean of a season's values around each value, its two ends counting half where the season is
 * even; the shape of a place is the mean of what the trend leaves there, added or multiplied, and
 * shapes add up to 0, or are 1 in the mean.
 *
 * Source: Hyndman, Athanasopoulos: Forecasting: Principles and Practice (3rd edition), section 3.4;
 * the results are those of R's `decompose`. Cost: O(values) time and memory.
 *
 * @module
 */

/** How a season enters a series. */
export type Seasonality = "additive" | "multiplicative";

/**
 * Returns a shape for each place of the season, the place of the first value first. Two seasons
 * without gaps are needed, and for a multiplicative one values above 0.
 */
export function shapeOfSeason(
  values: Float64Array,
  period: number,
  seasonality: Seasonality,
): Float64Array {
  const trend = averageCentred(values, period);
  const sums = new Float64Array(period);
  const counts = new Float64Array(period);
  const isAdded = seasonality === "additive";
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(trend[i])) continue;
    sums[i % period] += isAdded ? values[i] - trend[i] : values[i] / trend[i];
    counts[i % period]++;
  }
  const shape = sums.map((sum, place) => sum / counts[place]);
  const mean = shape.reduce((sum, value) => sum + value, 0) / period;
  return shape.map((value) => isAdded ? value - mean : value / mean);
}

/** Returns the values without their season. */
export function removeSeason(
  values: Float64Array,
  shape: Float64Array,
  seasonality: Seasonality,
): Float64Array {
  const period = shape.length;
  return seasonality === "additive"
    ? values.map((value, i) => value - shape[i % period])
    : values.map((value, i) => value / shape[i % period]);
}

/** The mean of a season around each value, NaN near the ends. */
function averageCentred(values: Float64Array, period: number): Float64Array {
  const half = Math.floor(period / 2);
  const isEven = period % 2 === 0;
  const trend = new Float64Array(values.length).fill(NaN);
  for (let i = half; i + half < values.length; i++) {
    let sum = 0;
    for (let k = i - half; k <= i + half; k++) sum += values[k];
    if (isEven) sum -= (values[i - half] + values[i + half]) / 2;
    trend[i] = sum / period;
  }
  return trend;
}
