/**
 * Finds the fenced blocks that stand on a document's own level, as CommonMark
 * sees them: a fence inside a quote, a list item or HTML is prose.
 *
 * A fence indented by at most one space is always on the document's level, since it ends
 * whatever quote or list stands above it. Only HTML and fences indented by two or three
 * spaces need the whole of Markdown, so only documents that hold such lines are handed
 * to the Markdown parser, which takes seconds for a megabyte.
 *
 * Source: CommonMark 0.31.2, sections 4.5, 4.6 and 5.2.
 * Cost: O(characters) without HTML and indented fences.
 *
 * @module
 */
import { fromMarkdown } from "mdast-util-from-markdown";
import { AppError } from "@/lib/errors.ts";
import { findLineStarts, lineAndColumn, lineIndexAt, type LineStarts, lineText } from "./lines.ts";

/** A fenced block; lines count from 0. */
export interface Fence {
  readonly firstLine: number;
  /** The line of the closing fence, or the document's last line where none closes it. */
  readonly lastLine: number;
  readonly closed: boolean;
  /** Spaces before the opening fence, taken away from each line within. */
  readonly indent: number;
  /** What follows the opening fence's marks, trimmed. */
  readonly info: string;
}

const OPENING = /^( {0,3})(?:(`{3,})([^`]*)|(~{3,})(.*))$/;
const NEEDS_MARKDOWN = /^ {0,3}<|^ {2,3}(?:```|~~~)/;

/** More containers than this on one line are no prose, and take Markdown's parser too long. */
const CROWDED = /^(?:[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t]))){100}/m;

/** Lists in lists on lines of their own; within a cell's body such lines are no lists. */
const DEEP = /^[ \t>]{200,}(?:[-+*]|\d{1,9}[.)])(?:[ \t]|$)/m;

/** Constructs of Markdown that cannot change where a fence stands. */
const INLINE = [
  "attention",
  "autolink",
  "characterEscape",
  "characterReference",
  "codeText",
  "definition",
  "hardBreakEscape",
  "headingAtx",
  "htmlText",
  "labelEnd",
  "labelStartImage",
  "labelStartLink",
  "setextUnderline",
];

/**
 * Returns the fenced blocks in order.
 * @throws AppError BAD_NOTEBOOK where quotes and lists are nested beyond reason.
 */
export function findFences(text: string): readonly Fence[] {
  const starts = findLineStarts(text);
  return scanFences(text, starts) ?? parseFences(text, starts);
}

/** Reads line by line; `null` where only the Markdown parser can tell. */
function scanFences(text: string, starts: LineStarts): readonly Fence[] | null {
  const fences: Fence[] = [];
  const last = lastLine(text, starts);
  for (let line = 0; line <= last; line++) {
    const source = lineText(text, starts, line);
    if (NEEDS_MARKDOWN.test(source)) return null;
    const opening = readOpening(source);
    if (opening === null) continue;
    let end = line + 1;
    while (end <= last && !opening.closing.test(lineText(text, starts, end))) end++;
    fences.push({
      firstLine: line,
      lastLine: Math.min(end, last),
      closed: end <= last,
      indent: opening.indent,
      info: opening.info,
    });
    line = end;
  }
  return fences;
}

/** Asks the Markdown parser. */
export function parseFences(text: string, starts: LineStarts): readonly Fence[] {
  const crowded = CROWDED.exec(text) ?? DEEP.exec(text);
  if (crowded !== null) {
    const { line } = lineAndColumn(starts, crowded.index);
    throw new AppError(
      "BAD_NOTEBOOK",
      `Cannot read the notebook as a line opens more than 99 quotes and lists: current value is line ${line}`,
    );
  }
  const fences: Fence[] = [];
  const tree = fromMarkdown(text, { extensions: [{ disable: { null: INLINE } }] });
  for (const node of tree.children) {
    const start = node.position?.start.offset;
    const end = node.position?.end.offset;
    if (node.type !== "code" || start === undefined || end === undefined) continue;
    const firstLine = lineIndexAt(starts, start);
    const opening = readOpening(lineText(text, starts, firstLine));
    if (opening === null) continue;
    const lastOfNode = Math.min(lineIndexAt(starts, end), lastLine(text, starts));
    const closed = lastOfNode > firstLine &&
      opening.closing.test(lineText(text, starts, lastOfNode));
    const { indent, info } = opening;
    fences.push({ firstLine, lastLine: lastOfNode, closed, indent, info });
  }
  return fences;
}

/** The index of the last line that holds anything: a final line end starts no line. */
function lastLine(text: string, starts: LineStarts): number {
  const last = starts.length - 1;
  return last > 0 && starts[last] === text.length ? last - 1 : last;
}

function readOpening(source: string) {
  const match = OPENING.exec(source);
  if (match === null) return null;
  const marks = match[2] ?? match[4];
  return {
    indent: match[1].length,
    info: (match[3] ?? match[5]).trim(),
    closing: new RegExp(`^ {0,3}\\${marks[0]}{${marks.length},}[ \\t]*$`),
  };
}
