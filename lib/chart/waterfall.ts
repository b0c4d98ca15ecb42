/**
 * The rows of a waterfall, and how its steps are written. Runs in a browser too.
 *
 * @module
 */
import { amountText } from "./axis/ticks.ts";
import type { Amount, WaterfallBlock } from "./block.ts";
import { columnDecimals, formatNumber } from "./format.ts";

/** A row: from where to where it goes. */
export interface WaterfallRow {
  readonly name: string;
  /** 0 for the amounts before and after. */
  readonly from: number;
  readonly to: number;
  /** Whether it is the amount before or after, rather than a step between them. */
  readonly isWhole: boolean;
  /** The amount, or what a step brought. */
  readonly value: Amount;
  /** Of the whole change; `null` of an amount, and where that has hardly moved. */
  readonly share: Amount;
}

/** Returns the amount before, each step from where the one before ended, and the amount after. */
export function waterfallRows({ start, steps, end }: WaterfallBlock): readonly WaterfallRow[] {
  const whole = ({ name, value }: WaterfallBlock["start"]): WaterfallRow => ({
    name,
    from: 0,
    to: value ?? 0,
    isWhole: true,
    value,
    share: null,
  });
  let reached = start.value ?? 0;
  const between = steps.map(({ name, change, share }): WaterfallRow => {
    const from = reached;
    reached += change ?? 0;
    return { name, from, to: reached, isWhole: false, value: change, share };
  });
  return [whole(start), ...between, whole(end)];
}

/** Smaller points are told by their power of ten. */
const LEAST_POINTS = 5e-7;

/** Returns a writer of changes that stand beside each other, with their sign; percentages move by points. */
export function signedText(
  changes: readonly Amount[],
  unit: string | null,
): (change: Amount) => string {
  const isPoints = unit === "%";
  const scale = (change: Amount) =>
    change === null ? null : Math.abs(change) * (isPoints ? 100 : 1);
  const scaled = changes.map(scale);
  const size = Math.max(...scaled.map((change) => change ?? 0));
  // Points are few: two digits of the largest say enough.
  const write = isPoints && size >= LEAST_POINTS && size < 1
    ? (change: Amount) =>
      formatNumber(change, {
        decimals: Math.min(columnDecimals(scaled), 1 - Math.floor(Math.log10(size))),
      })
    : amountText(scaled, null);
  return (change) => {
    const sign = change === null || change === 0 ? "" : change < 0 ? "−" : "+";
    return `${sign}${write(scale(change))}${isPoints && change !== null ? " points" : ""}`;
  };
}
