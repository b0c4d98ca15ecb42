/**
 * Makes forecasts of parts and of their total add up.
 *
 * Of all forecasts that add up, the ones nearest to those that were made:
 *
 * minimise (total' - total)² / v_0 + Σ (part'_i - part_i)² / v_i, where total' = Σ part'_i
 *
 * which moves each part by λ v_i, and the total by -λ v_0, where λ = (total - Σ part_i) / (v_0 + Σ v_i): what
 * is surer moves less. With all v equal that is ordinary least squares, with error variances weighted least
 * squares. A part that may not fall below a least value is held there where it would, and the others
 * make up for it, so that the result is still the nearest one. Bottom-up leaves the parts alone
 * and takes their sum.
 *
 * Source: Hyndman, Ahmed, Athanasopoulos, Shang: Optimal combination forecasts for hierarchical time series
 * (2011); Wickramasuriya, Athanasopoulos, Hyndman: Optimal forecast reconciliation (2019), with a diagonal
 * matrix; Wickramasuriya, Turlach, Hyndman: Optimal non-negative forecast reconciliation (2020).
 * Cost: O(parts), times the number of parts that are held.
 *
 * @module
 */

/** How forecasts are made to add up. */
export const RECONCILIATIONS = [
  "bottom_up",
  "least_squares",
  "weighted_least_squares",
] as const;

/** One of these ways. */
export type Reconciliation = (typeof RECONCILIATIONS)[number];

/** The forecasts of one period. */
export interface Family {
  readonly total: number;
  readonly parts: Float64Array;
  /** Of the error of the total, and of each part; used where they are weighed. */
  readonly variance: { readonly total: number; readonly parts: Float64Array };
  /** What each part never falls below; -Infinity where there is nothing. */
  readonly least: Float64Array;
}

/** Forecasts that add up. */
export interface Reconciled {
  readonly total: number;
  readonly parts: Float64Array;
}

/**
 * Makes the forecasts of one period add up. Variances that are no positive numbers, one of them or all, are
 * unknown: then all count the same.
 */
export function reconcile(family: Family, way: Reconciliation): Reconciled {
  const { total, parts, least } = family;
  if (parts.length === 0) return { total, parts };
  if (way === "bottom_up") return addUp(parts.map((part, i) => Math.max(part, least[i])));
  const { own, others } = weightsOf(family, way);
  const held = new Uint8Array(parts.length);
  let moved = parts;
  // Holding a part can only push others down, so that each round holds more, or is the last.
  for (let round = 0; round <= parts.length; round++) {
    let gap = total;
    let freedom = own;
    parts.forEach((part, i) => {
      gap -= held[i] === 1 ? least[i] : part;
      if (held[i] === 0) freedom += others[i];
    });
    const step = gap / freedom;
    moved = parts.map((part, i) => held[i] === 1 ? least[i] : part + step * others[i]);
    const falling = moved.findIndex((part, i) => part < least[i]);
    if (falling < 0) break;
    moved.forEach((part, i) => {
      if (part < least[i]) held[i] = 1;
    });
  }
  return addUp(moved);
}

function addUp(parts: Float64Array): Reconciled {
  return { total: parts.reduce((sum, part) => sum + part, 0), parts };
}

/** Weights of which the greatest is 1, so that neither tiny nor huge variances lose digits. */
function weightsOf({ parts, variance }: Family, way: Reconciliation) {
  const all = [variance.total, ...variance.parts];
  const greatest = all.reduce((most, one) => Math.max(most, one), 0);
  const isKnown = all.every((one) => one > 0 && Number.isFinite(one));
  if (way === "least_squares" || !isKnown) return { own: 1, others: parts.map(() => 1) };
  return { own: variance.total / greatest, others: variance.parts.map((one) => one / greatest) };
}
