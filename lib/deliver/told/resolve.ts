/**
 * Tells whether a number that is written is one of the figures, by unit, sign and rounding.
 *
 * @module
 */
import { shownDecimals } from "@/lib/chart/format.ts";
import type { FigureFact } from "./fact.ts";
import type { WrittenNumber } from "./numbers.ts";
import { hasMeasure } from "./unfit.ts";

/** Rounding may not move a figure by more than this share of it, unless our pages round it so: 684,000 is no "1 million". */
const MOST_ROUNDED = 0.05;

/** What a written number is compared with. */
type Amount = Pick<FigureFact, "value" | "unit" | "isChange">;

/** Returns the figures that a written number may tell. */
export function resolveNumber<Known extends Amount>(
  written: WrittenNumber,
  figures: readonly Known[],
): readonly Known[] {
  return figures.filter((figure) => {
    const value = valueIn(figure, written);
    if (value === null) return false;
    if (written.direction === null) return isRounded(written, value);
    if (!figure.isChange) return false;
    return isRounded(written, written.direction === "up" ? value : -value);
  });
}

/**
 * Whether a number is the share, the difference or the multiple of two figures that the same sentence
 * tells. What moves up or down must be a figure itself: a pair does not say which came first.
 */
export function resolvePair(written: WrittenNumber, told: readonly FigureFact[]): boolean {
  if (written.direction !== null) return false;
  const amounts = told.flatMap((a) =>
    told.flatMap((b) => a === b || a.unit !== b.unit ? [] : amountsOf(a, b))
  );
  return resolveNumber(written, amounts).length > 0;
}

function amountsOf(a: FigureFact, b: FigureFact): readonly Amount[] {
  const difference = { value: Math.abs(a.value - b.value), isChange: false };
  if (a.unit === "%") return [{ ...difference, value: 100 * difference.value, unit: "points" }];
  const ratio = b.value === 0 ? NaN : a.value / b.value;
  return [
    { ...difference, unit: a.unit },
    ...(ratio > 0 && ratio <= 1 ? [{ value: ratio, unit: "%", isChange: false }] : []),
    ...(ratio > 1 ? [{ value: ratio, unit: "times", isChange: false }] : []),
  ];
}

/** Returns a figure in the unit that is written; `null` where it has another. */
function valueIn({ value, unit }: Amount, written: WrittenNumber): number | null {
  if (unit === "%") return written.unit === "%" ? value * 100 : null;
  if (unit === null || unit === "") {
    const isBare = written.unit === null && !/^\p{L}/u.test(written.after);
    return isBare && !hasMeasure(written.after) ? value : null;
  }
  if (written.unit !== null) return written.unit === unit ? value : null;
  return /^\p{Lu}{3}$/u.test(unit) || !followsUnit(written.after, unit) ? null : value;
}

/** Whether a unit in words comes next: "12 kg", "12kg", "1 order" of "orders". */
function followsUnit(after: string, unit: string): boolean {
  const [next, word] = [after.replace(/^[\s\u00a0-]/, "").toLowerCase(), unit.toLowerCase()];
  return [word, word.replace(/s$/, ""), `${word}s`].some((form) =>
    next.startsWith(form) && !/^[\p{L}\p{N}]/u.test(next.slice(form.length))
  );
}

/** Whether the number is the value to the digits that are written, or as near as its words say. */
function isRounded(
  { value: written, step, coarse, bound, unit }: WrittenNumber,
  value: number,
): boolean {
  const gap = Math.abs(written - value);
  const slack = 1e-9 * Math.min(step, Math.max(Math.abs(value), 1e-300)) + 1e-12 * Math.abs(value);
  const asOnPages = step <= 10 ** -shownDecimals(value, unit) && gap <= step / 2 + slack;
  if (asOnPages) return true;
  if (gap > MOST_ROUNDED * Math.abs(value) + slack) return false;
  switch (bound) {
    case null:
      return gap <= step / 2 + slack;
    case "about":
      return gap <= coarse / 2 + slack;
    case "over":
      return Math.abs(value) >= Math.abs(written) - slack && gap <= coarse + slack;
    case "under":
      return Math.abs(value) <= Math.abs(written) + slack && gap <= coarse + slack;
  }
}
