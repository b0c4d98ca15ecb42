/**
 * Tells delimiter, quote and escape from the head of a file.
 *
 * Each delimiter is tried; it scores the share of rows that have the most common width,
 * times ln(width + 1), less for signs that are common inside values. ' is the quote only
 * where fields it encloses outnumber those that " opens.
 *
 * Cost: O(head × delimiters that occur in it).
 *
 * @module
 */
import type { Decision } from "@/lib/read/facts.ts";
import type { ReadOptions } from "@/lib/read/options.ts";
import { textOf } from "@/lib/read/values/bytes.ts";
import { CellScanner, Kind } from "@/lib/read/columns/cell_scanner.ts";
import { headRows, widthsOf } from "./head.ts";
import type { Dialect } from "./tokenizer.ts";

/** What was told, and why. */
export interface Sniffed {
  readonly dialect: Dialect;
  readonly decisions: readonly Decision[];
}

/** Delimiters, and how far each is to be believed. */
const CANDIDATES: readonly (readonly [string, number])[] = [
  [",", 1],
  [";", 1],
  ["\t", 1.05],
  ["|", 1],
  [", ", 1],
  ["::", 1],
  ["||", 1.05],
  [" ", 0.45],
  ["^", 0.9],
  ["~", 0.9],
  [":", 0.45],
  ["\u0001", 0.9],
  ["\u001f", 0.9],
  ["¦", 0.9],
  ["§", 0.9],
];

/** Signs that part cells and little else: believed where less than half the rows agree. */
const STRONG = [",", ";", "\t", "|"];
/** What a sign's score is worth where it parts the first row unlike the others. */
const UNLIKE_FIRST_ROW = 0.6;
const RAGGED_SHARE = 0.3;

const ROWS_LOOKED_AT = 1000;

/** Tells the dialect; `final` where the head is the whole file. */
export function sniffDialect(head: Uint8Array, options: ReadOptions, final: boolean): Sniffed {
  const text = textOf(head, 0, head.length);
  const rows = withoutComments(head, text);
  const decisions: Decision[] = [];
  const quote = quoteOf(text, options);
  const escape = escapeOf(text, quote);
  const named = /^sep=([^\r\n]{1,2})\r?\n/i.exec(text)?.[1];
  const given = options.delimiter ?? (options.format === "tsv" ? "\t" : undefined);
  if (given !== undefined || named !== undefined) {
    const delimiter = given ?? named ?? ",";
    decisions.push(
      fact("delimiter", delimiter, given === undefined ? "the line sep=" : "the option"),
    );
    return { dialect: { delimiter, quote, escape }, decisions };
  }
  const trustIn = (dialect: Dialect, trust: number) =>
    isWeak(dialect.delimiter) && holdsValues(rows, dialect, final) ? 1 : trust;
  const tried = CANDIDATES.filter(([delimiter]) => stands(text, delimiter))
    .map(([delimiter, trust]) => {
      const dialect: Dialect = { delimiter, quote, escape };
      return { delimiter, ...scoreOf(widthsOf(rows, dialect, final), trustIn(dialect, trust)) };
    });
  // The first row that any sign parts is mostly the header: it has all cells of the table, and
  // none of the thousands signs that its numbers may hold.
  const strong = tried.filter(({ delimiter }) => STRONG.includes(delimiter));
  const lead = Math.min(...strong.map(({ first }) => first));
  const scored = tried
    .map((found) => {
      const like = found.widths[lead] === found.width &&
        !tried.some((other) => found.widths[0] === 1 && partsHeader(other));
      return { ...found, rank: like ? found.score : UNLIKE_FIRST_ROW * found.score };
    })
    .filter((found, _, all) =>
      found.delimiter !== " " || all.every((other) => outdoes(found, other))
    )
    .sort((a, b) => b.rank - a.rank);
  const [best, second] = scored;
  const ragged = best !== undefined && STRONG.includes(best.delimiter) && best.width > 2 &&
    best.agreeing >= RAGGED_SHARE * best.rows;
  const alone = best === undefined || (best.score <= Math.LN2 && !ragged) ||
    (isWeak(best.delimiter) && areValues(text));
  if (alone) {
    // Signs that part some lines only are text; where there is none a comma does no harm.
    const delimiter = text.includes(",") ? "" : ",";
    decisions.push(fact("delimiter", "none", "no sign parts the lines alike: one column"));
    return { dialect: { delimiter, quote, escape }, decisions };
  }
  decisions.push({
    what: "delimiter",
    column: null,
    chosen: best.delimiter,
    evidence: `${best.agreeing} of ${best.rows} rows have ${best.width} cells`,
    doubtful: second !== undefined && second.rank > 0.8 * best.rank &&
      second.delimiter.trim() !== best.delimiter.trim(),
    alternatives: scored.slice(1, 3).map(({ delimiter }) => delimiter),
  });
  return { dialect: { delimiter: best.delimiter, quote, escape }, decisions };
}

/** Whether a delimiter occurs, and not only as half of a doubled one. */
function stands(text: string, delimiter: string): boolean {
  const doubled = delimiter + delimiter;
  const isHalf = CANDIDATES.some(([candidate]) => candidate === doubled) &&
    text.includes(doubled) && !text.replaceAll(doubled, "").includes(delimiter);
  return !isHalf && text.includes(delimiter);
}

/** Leaves out lines that begin with #, which have no cells. */
function withoutComments(head: Uint8Array, text: string): Uint8Array {
  const lines = text.split(/(?<=\n|\r(?!\n))/);
  const kept = lines.filter((line) => !line.startsWith("#"));
  return kept.length === lines.length || kept.length < 2
    ? head
    : new TextEncoder().encode(kept.join(""));
}

/** Whether most cells are numbers or dates, so that a weak sign does part them. */
function holdsValues(head: Uint8Array, dialect: Dialect, final: boolean): boolean {
  const cells = new CellScanner();
  let values = 0;
  let count = 0;
  for (const row of headRows(head, dialect, { limit: 50, final })) {
    for (const cell of row.cells) {
      const kind = cells.scanText(cell);
      count++;
      if (kind === Kind.number || kind === Kind.date) values++;
    }
  }
  return values * 2 > count;
}

/** Whether a weak sign parts the first row as it parts nearly all others, in many cells. */
function partsHeader(
  { delimiter, width, widths, agreeing, rows }: {
    readonly delimiter: string;
    readonly width: number;
    readonly widths: Int32Array;
    readonly agreeing: number;
    readonly rows: number;
  },
): boolean {
  return isWeak(delimiter) && width > 3 && widths[0] === width && agreeing >= 0.75 * rows;
}

/** Spaces part dates from times and words from words: they stand back behind other signs. */
function outdoes(
  space: { readonly width: number; readonly widths: Int32Array },
  other: {
    readonly delimiter: string;
    readonly width: number;
    readonly agreeing: number;
    readonly rows: number;
    readonly widths: Int32Array;
  },
): boolean {
  // A header that spaces part like all rows, and the other sign does not part, is on their side.
  if (space.widths[0] === space.width && space.width > 2 && other.widths[0] === 1) return true;
  const sound = STRONG.includes(other.delimiter) && other.width > 1 &&
    other.agreeing >= 0.8 * other.rows;
  // Columns set with spaces may have one tab among them.
  return !sound || (other.delimiter === "\t" && space.width > 3 * other.width);
}

function fact(what: string, chosen: string, evidence: string): Decision {
  return { what, column: null, chosen, evidence, doubtful: false, alternatives: [] };
}

function scoreOf(widths: Int32Array, trust: number) {
  const rows = Math.min(widths.length, ROWS_LOOKED_AT);
  const counts = new Map<number, number>();
  for (let row = 0; row < rows; row++) counts.set(widths[row], (counts.get(widths[row]) ?? 0) + 1);
  let width = 1;
  let agreeing = 0;
  for (const [candidate, count] of counts) {
    if (candidate < 2) continue;
    const better = count * Math.log(candidate + 1) > agreeing * Math.log(width + 1);
    if (better) {
      width = candidate;
      agreeing = count;
    }
  }
  const score = rows === 0 ? 0 : trust * (agreeing / rows) * Math.log(width + 1);
  const first = widths.findIndex((cells) => cells > 1);
  return { score, width, agreeing, rows, widths, first: first < 0 ? Infinity : first };
}

/** Signs that are common inside values. */
function isWeak(delimiter: string): boolean {
  return delimiter === " " || delimiter === ":";
}

/** Whether whole lines are dates, times or numbers. */
function areValues(text: string): boolean {
  const lines = text.split(/\r\n|\n|\r/).slice(0, 100).filter((line) => line.trim() !== "");
  const cells = new CellScanner();
  const encoder = new TextEncoder();
  const values = lines.filter((line) => {
    const bytes = encoder.encode(line);
    const kind = cells.scan(bytes, 0, bytes.length);
    return kind === Kind.date || kind === Kind.number;
  });
  return values.length * 2 > lines.length;
}

// deno-lint-ignore no-control-regex -- 1 and 31 part the cells of some exports
const OPENED_BY_DOUBLE = /(?:^|[,;\t|^~: \r\n\x01\x1f])"/g;
const ENCLOSED_BY_SINGLE =
  // deno-lint-ignore no-control-regex -- as above
  /(?:^|[,;\t|^~:\r\n\x01\x1f]) ?'(?:[^'\\\r\n]|''|\\[^\r\n])*'(?=[,;\t|^~:\r\n\x01\x1f]|$)/g;

function quoteOf(text: string, options: ReadOptions): string | null {
  if (options.quote !== undefined) {
    return options.quote === "none" || options.quote === "" ? null : options.quote;
  }
  const double = count(text, OPENED_BY_DOUBLE);
  const single = count(text, ENCLOSED_BY_SINGLE);
  return single > double ? "'" : '"';
}

function escapeOf(text: string, quote: string | null): "double" | "backslash" {
  if (quote === null) return "double";
  const escaped = count(text, quote === "'" ? /\\'/g : /\\"/g);
  const doubled = count(text, quote === "'" ? /[^,;\t|\r\n]''/g : /[^,;\t|\r\n]""/g);
  // A backslash before the quote that ends a field is the end of a path.
  const ending = count(text, quote === "'" ? /\\'(?=[,;\t|\r\n]|$)/g : /\\"(?=[,;\t|\r\n]|$)/g);
  return escaped - ending > doubled ? "backslash" : "double";
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
