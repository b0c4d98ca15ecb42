/**
 * Texts of which a spreadsheet runs nothing, whichever sign it splits a file at.
 *
 * A text that begins as a formula does gets an apostrophe. So does each part of it, since a
 * spreadsheet that splits at `;` takes the quotes around `x;=1+1` for letters where other cells
 * stand before them in the line, and a line's end in quotes for the end of the line. What begins so
 * behind apostrophes gets one more: whoever takes one away from each has the text that was.
 *
 * Numbers are not guarded. Parts of a text are, also where they are numbers: what follows could go on
 * with them.
 *
 * @module
 */

/** What parts the cells of a file. */
export type Delimiter = "," | "\t";

/** What a spreadsheet runs; wide signs are to those of East Asia. */
const SIGNS = "=+\\-@＝＋－＠";
/** Also what some leave out before one. */
const START = new RegExp(`^'*(?=[${SIGNS}\\t\\r\\n])`);
const ANY_SIGN = new RegExp(`[${SIGNS}\\t\\r\\n]`);
const NUMBER = /^[+-]?\d+(\.\d+)?$/;

/** What ends a cell where files are split at another sign than their own. */
const ENDS: Readonly<Record<Delimiter, string>> = { ",": ";\\t|\\r\\n", "\t": ";,|\\r\\n" };

const RULES = { ",": rulesOf(","), "\t": rulesOf("\t") } as const;

function rulesOf(delimiter: Delimiter) {
  const ends = ENDS[delimiter];
  return {
    /** Quotes do not keep a part from being a formula: the first two are a text without a letter. */
    part: new RegExp(`[${ends}]"*'*(?=[${SIGNS}])`, "g"),
    /** Besides what must be quoted: what functions and calls of programs have. */
    quoted: new RegExp(`["${delimiter}\\r\\n(!|]`),
  };
}

/** Guards a text for a file whose cells are parted by a sign. */
export function guardedText(text: string, delimiter: Delimiter): string {
  if (!ANY_SIGN.test(text) || NUMBER.test(text)) return text;
  const guarded = text.replace(RULES[delimiter].part, (found) => `${found}'`);
  return START.test(guarded) ? `'${guarded}` : guarded;
}

/**
 * Quotes a field where it needs to be, and where a number before it in the line could take it for
 * the rest of a formula: `-2,5+cmd|…` is one cell to whoever splits at `;`, but `-2,"5+cmd|…"` is no
 * formula.
 */
export function quotedField(text: string, delimiter: Delimiter): string {
  return RULES[delimiter].quoted.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
