/**
 * Whether a text would keep the Markdown parser too long: its time grows with the square of what is
 * nested, and of the marks and lines within one paragraph. A few kilobytes can be written so that
 * they take minutes, and nesting some thousand deep ends in an overflow of the stack.
 *
 * Cost: O(characters).
 *
 * @module
 */

/** About 15,000 words: far more than stands between two cells. */
const MOST_LETTERS = 100_000;

/** More containers than this on one line are no prose. */
const CROWDED = /^(?:[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t]))){50}/m;

/** Lists in lists, each on a line of its own. */
const DEEP = /^[ \t>]{100,}(?:[-+*]|\d{1,9}[.)])(?:[ \t]|$)/m;

/** What is looked at again for each other one of its paragraph. */
const MARKS = /[*_`~[\]<=&\n]/g;

/** The sum, over paragraphs, of the squares of their marks: 2000 in one take half a second. */
const MOST_PAIRS = 4_000_000;

/** Bars between the fields of tables: 500 lines of ten, which take a tenth of a second. */
const MOST_BARS = 5000;

/** Whether a text should be shown as it is written. */
export function isTangled(markdown: string): boolean {
  if (markdown.length > MOST_LETTERS) return true;
  if (CROWDED.test(markdown) || DEEP.test(markdown)) return true;
  if ((markdown.match(/\|/g)?.length ?? 0) > MOST_BARS) return true;
  let pairs = 0;
  for (const paragraph of markdown.split(/\n[ \t]*\n/)) {
    pairs += (paragraph.match(MARKS)?.length ?? 0) ** 2;
  }
  return pairs > MOST_PAIRS;
}
