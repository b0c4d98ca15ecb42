/**
 * Compares two texts line by line.
 *
 * @module
 */
import { diffLines } from "diff";
import type { LineDifference } from "./revision_view.ts";

/** Texts that differ more than this are told as one taken out and one put in. */
const MAX_EDITS = 1000;

/** Returns the lines of both texts in order, those taken out before those put in. */
export function compareTexts(before: string, after: string): readonly LineDifference[] {
  const changes = diffLines(before, after, { maxEditLength: MAX_EDITS }) ??
    [{ value: before, removed: true, added: false }, { value: after, removed: false, added: true }];
  return changes.flatMap(({ value, added, removed }) =>
    linesOf(value).map((text) => ({ type: added ? "added" : removed ? "removed" : "same", text }))
  );
}

function linesOf(text: string): readonly string[] {
  if (text === "") return [];
  return text.replace(/(?:\r\n|\r|\n)$/, "").split(/\r\n|\r|\n/);
}
