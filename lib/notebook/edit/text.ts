/**
 * Changes of a file's text: taking out and putting in.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";

/** At an offset, one text gives way to another. */
export interface TextChange {
  readonly start: number;
  readonly removed: string;
  readonly inserted: string;
}

/**
 * Applies changes that do not overlap; their offsets are all in the given text.
 * @throws AppError BAD_NOTEBOOK where the text is not the one that was to give way.
 */
export function applyChanges(text: string, changes: readonly TextChange[]): string {
  const sorted = changes.toSorted((left, right) => left.start - right.start);
  let result = "";
  let at = 0;
  for (const { start, removed, inserted } of sorted) {
    if (!text.startsWith(removed, start)) {
      throw new AppError(
        "BAD_NOTEBOOK",
        `Cannot change the text as it was changed by another edit meanwhile: current value is ${
          JSON.stringify(text.slice(start, start + 40))
        }`,
      );
    }
    result += text.slice(at, start) + inserted;
    at = start + removed.length;
  }
  return result + text.slice(at);
}

/** Returns the one change that makes one text the other. */
export function differenceOf(from: string, to: string): TextChange {
  const shorter = Math.min(from.length, to.length);
  let start = 0;
  while (start < shorter && from[start] === to[start]) start++;
  let tail = 0;
  while (tail < shorter - start && from.at(-1 - tail) === to.at(-1 - tail)) tail++;
  return {
    start,
    removed: from.slice(start, from.length - tail),
    inserted: to.slice(start, to.length - tail),
  };
}

/** The line end that the text uses first; LF where it has none. */
export function lineEndOf(text: string): string {
  return /\r\n|\r|\n/.exec(text)?.[0] ?? "\n";
}

/** Puts a block in at the start of a line, with a blank line before and after it. */
export function insertBlock(text: string, offset: number, block: string): string {
  const lineEnd = lineEndOf(text);
  const before = text.slice(0, offset);
  const after = text.slice(offset);
  const middle = block.replace(/^(?:[ \t]*(?:\r\n|\r|\n))+|\s+$/g, "").replace(
    /\r\n|\r|\n/g,
    lineEnd,
  );
  return before + gapAfter(before, lineEnd) + middle + lineEnd + gapBefore(after, lineEnd) + after;
}

/** Takes a block out, with the blank line below it where there is one above it too. */
export function removeBlock(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
): string {
  const before = text.slice(0, start);
  const after = text.slice(end);
  const blank = /^[ \t]*(?:\r\n|\r|\n)/.exec(after)?.[0] ?? "";
  return before + (endsBlank(before) ? after.slice(blank.length) : after);
}

function gapAfter(before: string, lineEnd: string): string {
  if (endsBlank(before)) return "";
  return /[\r\n]$/.test(before) ? lineEnd : lineEnd + lineEnd;
}

function gapBefore(after: string, lineEnd: string): string {
  return after === "" || /^[ \t]*[\r\n]/.test(after) ? "" : lineEnd;
}

/** Whether a text is empty or ends with a blank line. */
function endsBlank(text: string): boolean {
  return /(?:^\uFEFF?|\r\n|[\r\n])(?:[ \t]*(?:\r\n|\r|\n))?$/.test(text) &&
    (/^\uFEFF?$/.test(text) || /(?:\r\n|[\r\n])[ \t]*(?:\r\n|\r|\n)$/.test(text));
}
