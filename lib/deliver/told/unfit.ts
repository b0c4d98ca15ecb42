/**
 * Knows what beside a number makes another one of it: units and scales that we do not read, clocks, odds,
 * signs of money that is none of ours.
 *
 * @module
 */

const SCALES =
  "basis|bps|tens|score|mio|mrd|mln|bln|(?:ten|hundred|thousand|million|billion)ths?|ppm|ppb|[kKMB]";
const MEASURES =
  "[kmc]?m|[km]?g|kilos?|tonnes?|tons?|lbs?|oz|ounces?|miles?|litres?|liters?|bucks|cents?|pence|degrees?";

/** These units stay where a figure has them: `resolve` takes care of that. */
const MEASURE = new RegExp(String.raw`^[\s\u00a0-]?(?:${MEASURES})(?!\p{L})`, "iu");
const SCALE = new RegExp(String.raw`^\)?[\s\u00a0-]?(?:${SCALES})(?!\p{L})`, "u");
const CLOCK = /^\s?(?:[ap]\.?m(?!\p{L})|o['’]clock)/iu;
const SIGN_AFTER = /^\s?[\p{Sc}‰‱°′″*^×⁄∕÷%]/u;
const SIGN_BEFORE = /(?:\p{Sc}|[*^×⁄∕÷])\s?$/u;
const ODDS_BEFORE = /(?<!\p{L})(?:one in(?: every)?|ratio of|odds of)\s$/iu;

/** Whether what stands right before or behind a number makes it unreadable. */
export function isUnfitBeside(before: string, after: string): boolean {
  return SCALE.test(after) || CLOCK.test(after) || SIGN_AFTER.test(after) ||
    SIGN_BEFORE.test(before) || ODDS_BEFORE.test(before);
}

/** Whether a measure stands behind a number, which no figure without that unit tells. */
export function hasMeasure(after: string): boolean {
  return MEASURE.test(after);
}

/** Whether what stands between two numbers makes one of them: "six six", "1 in 6". */
export function isUnfitBetween(between: string): boolean {
  return /^\s*$/.test(between) || /^\s(?:in|in every|to every|per|times|by)\s$/i.test(between);
}
