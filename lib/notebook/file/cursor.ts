/**
 * What stands at a place in a body, however unfinished its YAML is.
 *
 * @module
 */
import { type Document, isMap, isNode, isScalar, isSeq, type Scalar } from "yaml";
import type { Path } from "@/lib/steps/schema.ts";
import { isMapping, parseYaml, type YamlMapping, type YamlValue } from "./yaml.ts";

/** The place of a cursor. */
export interface Cursor {
  /** The path of the value that the cursor is in, or of the key. */
  readonly path: Path;
  /** A word on a line of its own may become a key or be a value. */
  readonly role: "key" | "value" | "either";
  /** The key's or value's own text from its first letter to the cursor, quotes left out. */
  readonly before: string;
  readonly quoted: boolean;
  /** Whether a colon follows the word. */
  readonly hasColon: boolean;
  /** Whether the word is within square brackets or behind a dash. */
  readonly inList: boolean;
  /** What could be read of the body, the unfinished word left out. */
  readonly values: YamlMapping;
}

/** A sign for private use: no text that people write holds it. */
const MARK = "\uE000";

/** Returns what is at an offset, or `null` within a comment and where nothing can stand. */
export function cursorAt(text: string, offset: number): Cursor | null {
  const first = readMarked(text, offset, "");
  if (first === null) return null;
  const hasColon = /^[\w -]*:/.test(text.slice(offset));
  // With a colon a key does not run on into the line below.
  const withColon = first.role === "key" && !hasColon ? readMarked(text, offset, ":") : null;
  const found = withColon?.role === "key" ? withColon : first;
  const { node, path, inList } = found;
  const start = node.range?.[0] ?? offset;
  const quoted = node.type === "QUOTE_DOUBLE" || node.type === "QUOTE_SINGLE";
  const before = text.slice(start + (quoted ? 1 : 0), offset);
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const isFirst = /^\s*(?:- +)*$/.test(text.slice(lineStart, start));
  const isOneWord = !quoted && /^[\w-]*$/.test(before);
  return {
    path,
    role: found.role === "value" && isFirst && isOneWord ? "either" : found.role,
    before,
    quoted,
    hasColon,
    inList,
    values: valuesOf(found),
  };
}

function readMarked(text: string, offset: number, colon: string): Marked | null {
  const [word] = /^[\w-]*/.exec(text.slice(offset)) ?? [""];
  const rest = text.slice(offset + word.length);
  const { contents } = parseYaml(text.slice(0, offset) + MARK + word + colon + rest);
  const found = findMark(contents, []);
  return found === null ? null : { ...found, contents };
}

interface Marked extends Found {
  readonly contents: Document.Parsed["contents"];
}

interface Found {
  readonly node: Scalar;
  readonly path: Path;
  readonly role: "key" | "value";
  readonly inList: boolean;
}

function findMark(node: unknown, path: Path, inList = false): Found | null {
  if (isScalar(node)) {
    return holdsMark(node) ? { node, path, role: "value", inList } : null;
  }
  if (isSeq(node)) {
    for (const [i, item] of node.items.entries()) {
      const found = findMark(item, [...path, i], true);
      if (found !== null) return found;
    }
  }
  if (!isMap(node)) return null;
  for (const { key, value } of node.items) {
    if (!isScalar(key)) continue;
    if (holdsMark(key)) {
      const name = String(key.value).replace(MARK, "");
      return { node: key, path: [...path, name], role: "key", inList: false };
    }
    const found = findMark(value, [...path, String(key.value)]);
    if (found !== null) return found;
  }
  return null;
}

function holdsMark({ value }: Scalar): boolean {
  return typeof value === "string" && value.includes(MARK);
}

function valuesOf({ contents, node }: Marked): YamlMapping {
  const read = (one: unknown): YamlValue => {
    if (!isNode(one) || one === node) return null;
    if (isSeq(one)) return one.items.map(read);
    if (!isMap(one)) return isScalar(one) ? plain(one.value) : null;
    const pairs = one.items.filter(({ key }) => isScalar(key) && key !== node);
    return Object.fromEntries(
      pairs.map(({ key, value }) => [isScalar(key) ? String(key.value) : "", read(value)]),
    );
  };
  const values = read(contents);
  return isMapping(values) ? values : {};
}

function plain(value: unknown): YamlValue {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? value
    : null;
}

/** A key or a value with its place; `end` is after its last letter. */
export interface Word {
  readonly path: Path;
  readonly role: "key" | "value";
  readonly from: number;
  readonly to: number;
}

/** Returns the smallest key or plain value around an offset, or `null`. */
export function wordAt(text: string, offset: number): Word | null {
  const find = (node: unknown, path: Path, role: Word["role"]): Word | null => {
    if (isScalar(node)) {
      const [from, to] = node.range ?? [0, -1];
      return offset >= from && offset <= to ? { path, role, from, to } : null;
    }
    if (isSeq(node)) {
      for (const [i, item] of node.items.entries()) {
        const found = find(item, [...path, i], "value");
        if (found !== null) return found;
      }
    }
    if (!isMap(node)) return null;
    for (const { key, value } of node.items) {
      const inner = [...path, isScalar(key) ? String(key.value) : ""];
      const found = find(key, inner, "key") ?? find(value, inner, "value");
      if (found !== null) return found;
    }
    return null;
  };
  return find(parseYaml(text).contents, [], "value");
}
