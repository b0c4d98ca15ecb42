/**
 * When something was, in a sentence.
 *
 * @module
 */
import { formatPeriod, type PeriodStyle } from "@/lib/chart/format.ts";
import type { Grain } from "@/lib/frame/schema.ts";

/** Returns "on 1 Jul 2026", "in the week of 29 Jun 2026" or "in Jul 2026". */
export function whenWords(period: string, style: Grain | PeriodStyle): string {
  const { grain } = typeof style === "string" ? { grain: style } : style;
  const word = grain === "day" || grain === "hour" ? "on" : grain === "week" ? "in the" : "in";
  return `${word} ${formatPeriod(period, style)}`;
}
