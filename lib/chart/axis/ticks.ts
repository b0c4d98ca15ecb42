/**
 * Round numbers for a value axis, and how they are written.
 *
 * @module
 */
import type { Amount, Axis } from "@/lib/chart/block.ts";
import { columnDecimals, formatNumber } from "@/lib/chart/format.ts";

/** An axis whose ends are ticks. */
export interface Scale {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
  readonly step: number;
}

/** Returns the least and the greatest finite amount, or `null` where there is none. */
export function extentOf(amounts: Iterable<Amount>): readonly [number, number] | null {
  let low = Infinity;
  let high = -Infinity;
  for (const amount of amounts) {
    if (amount === null || !Number.isFinite(amount)) continue;
    if (amount < low) low = amount;
    if (amount > high) high = amount;
  }
  return low <= high ? [low, high] : null;
}

/** A range below this share of its values is rounding, not a course. */
const ROUNDING = 1e-9;

/** What is nearer to zero than this is drawn as zero. */
const SMALLEST = 1e-200;

/** Whether zero is on a scale: always, where values are near it, or only where they hold it. */
type ZeroRule = "always" | "near" | "held";

/**
 * Returns a scale of about `count` steps of 1, 2 or 5 times a power of ten. Values are
 * near zero that reach down to less than half of their greatest.
 */
export function scaleFor(
  extent: readonly [number, number] | null,
  count: number,
  options: { readonly zero?: ZeroRule } = {},
): Scale {
  const { zero = "near" } = options;
  let [low, high] = extent ?? [0, 1];
  const isNear = low > 0 ? low < high / 2 : high < 0 && high > low / 2;
  if (zero === "always" || (zero === "near" && isNear)) {
    low = Math.min(low, 0);
    high = Math.max(high, 0);
  }
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low <= size * ROUNDING || size < SMALLEST) {
    const room = size < SMALLEST ? 1 : size * 0.1;
    low -= size < SMALLEST ? 0 : room;
    high += room;
  }
  const step = roundStep((high - low) / count);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  const ticks = Array.from(
    { length: last - first + 1 },
    (_, index) => Number(((first + index) * step).toPrecision(12)),
  );
  return { low: ticks[0], high: ticks[ticks.length - 1], ticks, step };
}

function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const size = least / power;
  return power * (size <= 1 ? 1 : size <= 2 ? 2 : size <= 5 ? 5 : 10);
}

/** Returns a writer of ticks; the unit is not theirs to tell, the axis title does. */
export function tickText({ ticks, step }: Scale, unit: string | null): (tick: number) => string {
  const factor = unit === "%" ? 100 : 1;
  const decimals = Math.max(0, -Math.floor(Math.log10(step * factor) + 1e-9));
  const plain = (tick: number) => formatNumber(tick * factor, { decimals });
  const short = (tick: number) => formatNumber(tick * factor, { compact: true });
  const largest = ticks.reduce((size, tick) => Math.max(size, Math.abs(tick * factor)), 0);
  const isDistinct = new Set(ticks.map(short)).size === ticks.length;
  return largest >= 10_000 && isDistinct ? short : plain;
}

/** Amounts of which none is as large are nothing by six decimals. */
const LEAST_TOLD = 5e-7;

/** Returns a writer of amounts that stand beside each other: as exact as the greatest needs. */
export function amountText(
  amounts: readonly Amount[],
  unit: string | null,
): (amount: Amount) => string {
  const factor = unit === "%" ? 100 : 1;
  const [low, high] = extentOf(amounts) ?? [0, 0];
  const size = Math.max(Math.abs(low), Math.abs(high)) * factor;
  const scaled = amounts.map((amount) => amount === null ? null : amount * factor);
  const enough = size >= 100 ? 0 : size >= 10 ? 1 : 2;
  const decimals = size >= 1 ? Math.min(enough, columnDecimals(scaled)) : columnDecimals(scaled);
  // Beyond what decimals can tell, each is told by its power of ten.
  const style = size < LEAST_TOLD ? { compact: true } : { compact: true, decimals };
  return (amount) => {
    if (amount === null) return formatNumber(null);
    const shown = amount * factor;
    const text = formatNumber(shown, style);
    return unit === "%" ? `${text}%` : text;
  };
}

/** Returns an axis title with its unit, such as "Revenue, USD"; a unit that says the same is left out. */
export function axisTitle({ title, unit }: Axis): string {
  const isTold = unit === null || unit === "" || unit.toLowerCase() === title.toLowerCase();
  return isTold ? title : `${title}, ${unit}`;
}

/**
 * Returns what stands above an axis: its title, or only its unit where the words above the chart
 * begin with the title already; `more` follows the title.
 */
export function axisHead(
  { title, answer }: { readonly title: string; readonly answer: string | null },
  axis: Axis,
  more = "",
): string {
  const above = (answer ?? title).toLowerCase();
  const words = `${axis.title}${more}`.toLowerCase();
  const isTold = above.startsWith(words) && !/^[\p{L}\p{N}]/u.test(above.slice(words.length));
  if (!isTold) return `${axisTitle(axis)}${more}`;
  return axisTitle(axis) === axis.title ? "" : axis.unit ?? "";
}
