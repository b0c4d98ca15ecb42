/**
 * The canonical form of a cell's body: keys in the order of the kind's schema,
 * mappings in block style, short lists of names on one line, texts of several lines
 * after "|". Comments stay with what they stand at.
 *
 * @module
 */
import {
  type Document,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  type Scalar,
  visit,
  type YAMLSeq,
} from "yaml";
import type { z } from "zod";
import { keysAt, type Path } from "@/lib/steps/schema.ts";
import { COMMON_KEYS } from "@/lib/notebook/model.ts";
import { parseYaml } from "./yaml.ts";

/** A list that is longer in letters is written one item a line. */
const MAX_INLINE = 60;

/** The canonical form is that of itself; comments may need a second pass to come to rest. */
const MAX_PASSES = 4;

/** Words and numbers that need no care within a list on one line. */
const SIMPLE = /^[\w.+-]+$/;

/** Writes a document that was parsed by `parseYaml`; the document is changed by this. */
export function writeBody(document: Document.Parsed, schema: z.ZodType | null): string {
  let text = writeOnce(document, schema);
  for (let pass = 1; pass < MAX_PASSES; pass++) {
    const again = writeOnce(parseYaml(text), schema);
    if (again === text) return text;
    text = again;
  }
  return text;
}

function writeOnce(document: Document.Parsed, schema: z.ZodType | null): string {
  if (schema !== null) orderKeys(document.contents, schema, []);
  chooseStyles(document);
  const isEmpty = isMap(document.contents) && document.contents.items.length === 0;
  if (document.contents === null || isEmpty) return commentsOf(document);
  const text = document.toString({
    lineWidth: 0,
    flowCollectionPadding: false,
    nullStr: "",
  });
  return text.endsWith("\n") ? text : `${text}\n`;
}

function orderKeys(node: unknown, schema: z.ZodType, path: Path): void {
  if (isSeq(node)) {
    node.items.forEach((item, i) => orderKeys(item, schema, [...path, i]));
    return;
  }
  if (!isMap(node)) return;
  const known = keysAt(schema, path);
  const order: readonly string[] = path.length === 0 ? [...COMMON_KEYS, ...known] : known;
  const rank = (pair: Pair) => {
    const found = order.indexOf(keyOf(pair));
    return found === -1 ? order.length : found;
  };
  node.items.sort((left, right) => rank(left) - rank(right));
  for (const pair of node.items) orderKeys(pair.value, schema, [...path, keyOf(pair)]);
}

function keyOf(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : "";
}

function chooseStyles(document: Document.Parsed): void {
  visit(document, {
    Seq(_key, node) {
      node.flow = isInline(node);
    },
    Map(_key, node) {
      node.flow = node.items.length === 0;
    },
    Scalar(key, node) {
      if (node.value === null) node.source = undefined;
      if (typeof node.value !== "string") return;
      node.type = key === "key" ? undefined : styleOf(node.value);
    },
  });
}

/** A block can't begin with space, nor tell lines of nothing but spaces. */
function styleOf(text: string): Scalar.Type | undefined {
  if (!text.includes("\n")) return undefined;
  return /^\s/.test(text) || /^[ \t]+$/m.test(text) ? "QUOTE_DOUBLE" : "BLOCK_LITERAL";
}

function isInline(node: YAMLSeq): boolean {
  let length = 0;
  for (const item of node.items) {
    if (isCollection(item) || !isScalar(item)) return false;
    if (item.comment || item.commentBefore || item.spaceBefore) return false;
    const text = String(item.value);
    if (item.value === null || !SIMPLE.test(text)) return false;
    length += text.length + 2;
  }
  return length <= MAX_INLINE && !node.comment;
}

/** What is left of a body without keys. */
function commentsOf(document: Document.Parsed): string {
  const comments = [
    document.commentBefore,
    document.contents?.commentBefore,
    document.contents?.comment,
    document.comment,
  ].filter((comment) => typeof comment === "string");
  return comments.map((comment) => comment.replace(/^(?!$)/gm, "#") + "\n").join("");
}
