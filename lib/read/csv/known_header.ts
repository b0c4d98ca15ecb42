/**
 * Tells how a file is written from a first line that holds names which are expected.
 *
 * That they stand there, parted by one sign, is more than trying signs and headers could tell; and
 * most of the time that a small file takes is spent with that.
 *
 * @module
 */
import type { Decision } from "@/lib/read/facts.ts";
import type { ReadOptions } from "@/lib/read/options.ts";
import { textOf } from "@/lib/read/values/bytes.ts";
import { type Layout, layoutBelow } from "./layout.ts";
import { columnNames } from "./names.ts";
import type { Dialect } from "./tokenizer.ts";

/** Whether names, as columns are called by them, are those that are expected. */
export type IsHeader = (names: readonly string[]) => boolean;

/** How a file is written, and where its table is. */
export interface KnownHeader {
  readonly dialect: Dialect;
  readonly layout: Layout;
}

/** The signs that part names. */
export const DELIMITERS: readonly string[] = [",", ";", "\t", "|"];
const LF = 10;
/** An apostrophe may be the quote, a backslash may escape one: both are told from the whole head. */
const APOSTROPHE = 39;
const BACKSLASH = 92;
/** Where the second line has none of these it may be a header too. */
const VALUE = /^\s*"?[-+.]?\d/;

/** Returns what the first line tells; `null` where it leaves a doubt, so that all must be looked at. */
export function knownHeader(
  head: Uint8Array,
  isHeader: IsHeader,
  options: ReadOptions,
): KnownHeader | null {
  if (head.includes(APOSTROPHE) || head.includes(BACKSLASH) || hasDecided(options)) return null;
  const [first, second] = firstLines(head);
  if (first === undefined || second === undefined || /["\r]/.test(first)) return null;
  const known = DELIMITERS.flatMap((delimiter) => {
    const cells = first.split(delimiter);
    const { names, leftOut } = columnNames(cells, cells.length, options);
    const isPlain = cells.every((cell, index) => cell.trim() === names[index]);
    return isPlain && isHeader(names) ? [{ delimiter, cells, names, leftOut }] : [];
  });
  if (known.length !== 1) return null;
  const [{ delimiter, cells, names, leftOut }] = known;
  const values = second.split(delimiter);
  const isLike = values.length === cells.length || second.includes('"');
  if (!isLike || !values.some((value) => VALUE.test(value))) return null;
  return {
    dialect: { delimiter, quote: '"', escape: "double" },
    layout: layoutBelow(cells, {
      names,
      leftOut,
      decisions: [fact("delimiter", delimiter), fact("header", "line 1")],
    }),
  };
}

/** Whether a person decided what the first line would tell. */
function hasDecided({ delimiter, quote, header, skip }: ReadOptions): boolean {
  return [delimiter, quote, header, skip].some((option) => option !== undefined);
}

/** The first two lines that are whole, without their ends. */
function firstLines(head: Uint8Array): readonly string[] {
  const lines: string[] = [];
  for (let from = 0; lines.length < 2;) {
    const end = head.indexOf(LF, from);
    if (end < 0) break;
    lines.push(textOf(head, from, end).replace(/\r$/, ""));
    from = end + 1;
  }
  return lines;
}

function fact(what: string, chosen: string): Decision {
  const evidence = "the first line holds the names that are expected";
  return { what, column: null, chosen, evidence, doubtful: false, alternatives: [] };
}
