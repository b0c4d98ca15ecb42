/**
 * The course of a few values in the space of a word: as letters for a terminal,
 * as SVG for a page. Neither needs a chart library.
 *
 * @module
 */
import type { Amount } from "./block.ts";
import { COLOURS } from "./theme.ts";

const LEVELS = "▁▂▃▄▅▆▇█";

/** More letters than this are no longer a word; longer histories are averaged down. */
const LETTERS = 40;

interface Range {
  readonly low: number;
  readonly high: number;
}

function rangeOf(values: readonly Amount[]): Range | null {
  const finite = values.filter((value): value is number => value !== null && isFinite(value));
  if (finite.length === 0) return null;
  return {
    low: finite.reduce((low, value) => Math.min(low, value)),
    high: finite.reduce((high, value) => Math.max(high, value)),
  };
}

/** Averages runs of values until at most `limit` are left; a run without any stays a gap. */
function averaged(values: readonly Amount[], limit: number): readonly Amount[] {
  if (values.length <= limit) return values;
  return Array.from({ length: limit }, (_, index) => {
    const from = Math.floor((index * values.length) / limit);
    const to = Math.floor(((index + 1) * values.length) / limit);
    const known = values.slice(from, to)
      .filter((value): value is number => value !== null && isFinite(value));
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
  });
}

/** Draws values as block letters from ▁ (lowest) to █ (highest); a gap is a space. */
export function sparkText(values: readonly Amount[], limit = LETTERS): string {
  const shown = averaged(values, limit);
  const range = rangeOf(shown);
  if (range === null) return "";
  const span = range.high - range.low;
  return shown.map((value) => {
    if (value === null || !isFinite(value)) return " ";
    const height = span === 0 ? 0.5 : (value - range.low) / span;
    return LEVELS[Math.min(LEVELS.length - 1, Math.floor(height * LEVELS.length))];
  }).join("");
}

/** Draws values as a small line, its last value as a dot; empty text where there are none. */
export function sparkSvg(
  values: readonly Amount[],
  options: { readonly width?: number; readonly height?: number } = {},
): string {
  const { width = 160, height = 36 } = options;
  const range = rangeOf(values);
  if (range === null) return "";
  const inset = 4;
  const span = range.high - range.low;
  const place = (value: number, index: number): string => {
    const share = values.length === 1 ? 1 : index / (values.length - 1);
    const rise = span === 0 ? 0.5 : (value - range.low) / span;
    const x = inset + share * (width - 2 * inset);
    const y = height - inset - rise * (height - 2 * inset);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  };
  let path = "";
  let last = "";
  let isOpen = false;
  for (const [index, value] of values.entries()) {
    if (value === null || !isFinite(value)) {
      isOpen = false;
      continue;
    }
    last = place(value, index);
    path += `${isOpen ? "L" : "M"}${last}`;
    isOpen = true;
  }
  const [x, y] = last.split(",");
  return `<svg class="spark" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" ` +
    `aria-hidden="true"><path d="${path}" fill="none" stroke="${COLOURS.muted}" ` +
    `stroke-width="1.5" stroke-linejoin="round" stroke-linecap="round"/>` +
    `<circle cx="${x}" cy="${y}" r="3" fill="${COLOURS.accent}"/></svg>`;
}
