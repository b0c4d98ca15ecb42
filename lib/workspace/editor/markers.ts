/**
 * Puts problems under the words of a body.
 *
 * @module
 */
import { wordAt } from "@/lib/notebook/file/cursor.ts";
import { lineIndexAt } from "@/lib/notebook/file/lines.ts";
import type { Problem } from "@/lib/errors.ts";
import type { AskedCell } from "./asked_cell.ts";
import type { Marker } from "./contract.ts";

const WORD = /^(?:"[^"\n]*"|[\p{L}\p{N}_]+|\S)/u;

/** Returns the problems of a cell with their places in its body, in the order of the text. */
export function markersOf(asked: AskedCell): readonly Marker[] {
  const markers = asked.problems.map((problem) => ({ ...placeOf(problem, asked), problem }));
  return markers.toSorted((left, right) => left.from - right.from || left.to - right.to);
}

function placeOf(
  { place }: Problem,
  { plan, cell, text }: AskedCell,
): { readonly from: number; readonly to: number } {
  const { fileOffsets, lineStarts } = cell.body;
  const { line, column = 1 } = place;
  const offset = line === undefined ? -1 : plan.notebook.lineStarts[line - 1] + column - 1;
  // A problem of the cell as a whole stands at its fence.
  if (offset < (fileOffsets[0] ?? 0)) return firstLine(text);
  const index = lineIndexAt(fileOffsets, offset);
  const from = Math.min(lineStarts[index] + offset - fileOffsets[index], text.length);
  const to = endOf(text, from);
  // At the end of the text there is no letter to stand under.
  return from === to ? { from: Math.max(0, from - 1), to } : { from, to };
}

/** A problem of a whole key or value is under all of its first line, another under one word. */
function endOf(text: string, from: number): number {
  const word = wordAt(text, from);
  const lineEnd = text.indexOf("\n", from);
  const end = lineEnd === -1 ? text.length : lineEnd;
  if (word !== null && word.from === from && word.to > from) return Math.min(word.to, end);
  const [found = ""] = WORD.exec(text.slice(from)) ?? [];
  return Math.min(text.length, from + Math.max(1, found.length));
}

function firstLine(text: string): { readonly from: number; readonly to: number } {
  const end = text.indexOf("\n");
  return { from: 0, to: end === -1 ? text.length : end };
}
