/**
 * How much there is of a file, in words.
 *
 * @module
 */
import { formatNumber } from "@/lib/chart/format.ts";

const UNITS = ["kB", "MB", "GB"] as const;

/** Returns bytes in the unit that suits them. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  let size = bytes / 1000;
  let unit = 0;
  while (size >= 999.5 && unit < UNITS.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${size.toLocaleString("en-US", { maximumSignificantDigits: 3 })} ${UNITS[unit]}`;
}

/** A count with its noun. */
export function countText(count: number, noun: string): string {
  return `${formatNumber(count)} ${noun}${count === 1 ? "" : "s"}`;
}
