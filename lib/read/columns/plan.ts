/**
 * How the values of a column are read: what is decided of it.
 *
 * @module
 */
import type { ColumnType } from "@/lib/frame/schema.ts";
import type { DateOrder, DecimalSign } from "@/lib/read/options.ts";

/** Fields that do not matter for a column's type have their first value. */
export interface ColumnPlan {
  readonly type: ColumnType;
  readonly decimal: DecimalSign;
  /** The one unit of numbers; `null` where they are bare. */
  readonly unit: string | null;
  readonly order: DateOrder;
  /** Whether the numbers are percents, so that 25 is the ratio 0.25. */
  readonly percent: boolean;
  /** How whole numbers mean dates or times, "either" each by its size; `null` where they are numbers. */
  readonly numbersAre: "s" | "ms" | "either" | "days" | null;
  /** Bits of the pairs of words that are true and false. */
  readonly pairs: number;
  /** Which words stand for nothing: all that are known, or among text fewer. */
  readonly nulls: { readonly symbols: boolean; readonly weak: boolean };
  /** Exactly these texts stand for nothing, where a person said so. */
  readonly nullTexts: readonly string[] | null;
}

/** Text that is what it is. */
export const TEXT_PLAN: ColumnPlan = {
  type: "text",
  decimal: ".",
  unit: null,
  percent: false,
  order: "ymd",
  numbersAre: null,
  pairs: 0,
  nulls: { symbols: true, weak: false },
  nullTexts: null,
};

/** Whether two plans read every value alike. */
export function samePlans(a: readonly ColumnPlan[], b: readonly ColumnPlan[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
