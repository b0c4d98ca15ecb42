/**
 * Where in the file a key, a value or a letter of a value stands.
 *
 * @module
 */
import { isMap, isNode, isScalar, isSeq, type Pair, type Scalar } from "yaml";
import type { ErrorCode, Place, Problem } from "@/lib/errors.ts";
import type { Path } from "@/lib/steps/schema.ts";
import { lineAndColumn, lineIndexAt } from "./file/lines.ts";
import { pathText } from "./issue_words.ts";
import type { Body, Cell, Notebook } from "./model.ts";

/**
 * What of a path is meant: its value, its key, a letter of its text counting from 0, or a line
 * and column of its text counting from 1.
 */
export type Spot =
  | "value"
  | "key"
  | { readonly letter: number }
  | { readonly line: number; readonly column: number };

/** What a problem says; an error of the notebook unless told otherwise. */
export interface ProblemOptions {
  readonly message: string;
  readonly code?: ErrorCode;
  readonly severity?: "error" | "warning";
  readonly remedy?: string | null;
  readonly at?: Spot;
}

/** Makes a problem of a cell at a path of its body; the nearest outer value stands in for none. */
export function problemAt(
  { notebook, cell }: { readonly notebook: Notebook; readonly cell: Cell },
  path: Path,
  options: ProblemOptions,
): Problem {
  return {
    severity: options.severity ?? "error",
    code: options.code ?? "BAD_NOTEBOOK",
    message: options.message,
    remedy: options.remedy ?? null,
    place: placeAt(notebook, { cell, path, at: options.at ?? "value" }),
  };
}

/** Orders problems as their places stand in the file. */
export function byPlace(left: Problem, right: Problem): number {
  return (left.place.line ?? 0) - (right.place.line ?? 0) ||
    (left.place.column ?? 0) - (right.place.column ?? 0);
}

/** Returns the place of a path in a cell; of the cell's first line where the path is empty. */
export function placeAt(
  notebook: Notebook,
  { cell, path, at }: { readonly cell: Cell; readonly path: Path; readonly at: Spot },
): Place {
  const offset = path.length === 0 && typeof at === "string"
    ? cell.start
    : fileOffset(cell.body, offsetInBody(cell.body, path, at));
  return {
    file: notebook.fileName,
    cell: cell.name,
    ...(path.length === 0 ? {} : { key: pathText(path) }),
    ...lineAndColumn(notebook.lineStarts, offset),
  };
}

/** Turns an offset in a body's text into one in the file; beyond its end stands for its end. */
export function fileOffset(body: Body, offset: number): number {
  const within = Math.max(0, Math.min(offset, body.text.length - 1));
  const line = lineIndexAt(body.lineStarts, within);
  return body.fileOffsets[line] + within - body.lineStarts[line];
}

/** Returns the offset in a body's text of what is meant at a path. */
export function offsetInBody(body: Body, path: Path, at: Spot): number {
  let node: unknown = body.document.contents;
  let pair: Pair | null = null;
  for (const key of path) {
    const next: Pair | { readonly value: unknown } | null = childOf(node, key);
    if (next === null) return startOf(pair, node, typeof at === "string" ? at : "value");
    pair = "key" in next ? next : null;
    node = next.value;
  }
  if (typeof at === "string") return startOf(pair, node, at);
  // What may be one text or a mapping around it (a measure) has the text under `value`.
  const scalar = isMap(node) ? node.get("value", true) : node;
  return isScalar(scalar)
    ? letterOffset(body.text, scalar, letterAt(String(scalar.value), at))
    : startOf(pair, node, "value");
}

function letterAt(text: string, at: Exclude<Spot, string>): number {
  if ("letter" in at) return at.letter;
  const above = text.split("\n").slice(0, at.line - 1);
  return above.reduce((letters, line) => letters + line.length + 1, at.column - 1);
}

function childOf(node: unknown, key: string | number): Pair | { readonly value: unknown } | null {
  if (isMap(node)) {
    return node.items.find((item) =>
      isScalar(item.key) && String(item.key.value) === String(key)
    ) ??
      null;
  }
  if (isSeq(node) && typeof key === "number" && key < node.items.length) {
    return { value: node.items[key] };
  }
  return null;
}

function startOf(pair: Pair | null, node: unknown, at: "key" | "value"): number {
  const keyStart = pair !== null && isNode(pair.key) ? pair.key.range?.[0] : undefined;
  const valueStart = isNode(node) ? node.range?.[0] : undefined;
  return (at === "key" ? keyStart ?? valueStart : valueStart ?? keyStart) ?? 0;
}

/** Finds a letter of a scalar's text in the source. */
function letterOffset(source: string, node: Scalar, letter: number): number {
  const [start, end] = node.range ?? [0, 0];
  const text = String(node.value);
  if (node.type === "BLOCK_LITERAL") {
    const before = text.slice(0, letter).split("\n");
    let line = source.indexOf("\n", start) + 1;
    for (let i = 1; i < before.length; i++) line = source.indexOf("\n", line) + 1;
    const indent = /\n( *)\S/.exec(source.slice(start, end))?.[1].length ?? 0;
    return Math.min(line + indent + before[before.length - 1].length, end);
  }
  let at = start;
  if (node.type === "BLOCK_FOLDED") at = skipSpace(source, source.indexOf("\n", start) + 1);
  else if (node.type !== "PLAIN") at = start + 1;
  return followLetters(source, { at, end, type: node.type, text: text.slice(0, letter + 1) });
}

/**
 * Follows a text and its source side by side up to the text's last letter: escapes,
 * folded line ends and indentation are passed over.
 */
function followLetters(
  source: string,
  { at: start, end, type, text }: {
    readonly at: number;
    readonly end: number;
    readonly type: Scalar["type"];
    readonly text: string;
  },
): number {
  let at = start;
  for (let i = 0; i < text.length - 1 && at < end; i++) {
    if (type === "QUOTE_DOUBLE" && source[at] === "\\") {
      at += ESCAPE_LENGTHS[source[at + 1]] ?? 2;
    } else if (type === "QUOTE_SINGLE" && source.startsWith("''", at)) at += 2;
    else if (source[at] === "\n") at = afterLineEnd(source, at, text[i + 1]);
    else if (source[at] !== text[i] && /[ \t]/.test(source[at])) {
      at = skipSpace(source, at);
      i--;
    } else at++;
  }
  return Math.min(at, end);
}

const ESCAPE_LENGTHS: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 };

/** A line end within a text is followed by indentation; more line ends count on their own. */
function afterLineEnd(source: string, at: number, next: string | undefined): number {
  return next === "\n" ? at + 1 : skipSpace(source, at + 1);
}

function skipSpace(source: string, from: number): number {
  let at = from;
  while (source[at] === " " || source[at] === "\t") at++;
  return at;
}
