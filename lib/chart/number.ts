/**
 * Draws a big number as SVG: its title, value, change with its base, and course.
 * Needs no chart library.
 *
 * @module
 */
import type { NumberBlock } from "./block.ts";
import { escapeText } from "./figure/serialize.ts";
import { formatChange, formatNumber } from "./format.ts";
import { sparkSvg } from "./sparkline.ts";
import { COLOURS } from "./theme.ts";

const WIDTH = 280;
const HEIGHT = 132;

/** Whether a change is good news, bad news, or neither. */
export type News = "good" | "bad" | "none";

/** What a big number says, as words. */
export interface NumberWords {
  readonly value: string;
  /** Such as "+8.1%"; `null` where nothing is compared. */
  readonly change: string | null;
  /** Such as "on the 28 days before"; `null` where nothing is compared. */
  readonly base: string | null;
  readonly news: News;
}

/** Puts a big number in words; pages, files and terminals say the same. */
export function numberWords(block: NumberBlock): NumberWords {
  const value = formatNumber(block.value, { unit: block.unit });
  if (block.change === null) return { value, change: null, base: null, news: "none" };
  const change = formatChange(block.value, block.change.before, block.unit);
  const isMove = change.direction === "up" || change.direction === "down";
  const isBetter = (change.direction === "up") === (block.better === "higher");
  return {
    value,
    change: change.text,
    base: `on ${block.change.base}`,
    news: block.better === null || !isMove ? "none" : isBetter ? "good" : "bad",
  };
}

/** Draws the block as SVG text. */
export function drawNumber(block: NumberBlock): string {
  const words = numberWords(block);
  const label = escapeText(`${block.title} ${words.value}`);
  const text = (y: number, size: number, colour: string, content: string) =>
    `<text x="0" y="${y}" font-size="${size}" fill="${colour}">${escapeText(content)}</text>`;
  const change = words.change === null
    ? ""
    : text(82, 14, COLOURS.muted, `${words.change} ${words.base}`);
  const spark = sparkSvg(block.history, { width: WIDTH, height: 36 })
    .replace("<svg ", '<svg x="0" y="94" ');
  return `<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" aria-label="${label}" ` +
    `viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" ` +
    `font-family="'Source Sans 3', 'Segoe UI', system-ui, sans-serif">` +
    `<title>${label}</title>${text(16, 14, COLOURS.muted, block.title)}` +
    `${text(56, 34, COLOURS.ink, words.value)}${change}${spark}</svg>`;
}
