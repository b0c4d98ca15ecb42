/**
 * Reads the YAML of a cell's body: one mapping of plain values, with the places
 * of all of them. Anchors, aliases, tags and merge keys are refused, so a small
 * text can't stand for a large value; numbers that a double can't hold, and digits
 * after a leading zero, stay text, so nothing is rounded in silence.
 *
 * Source: YAML 1.2.2, core schema.
 *
 * @module
 */
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  parseDocument,
  type Scalar,
  visit,
  type YAMLError,
} from "yaml";

/** What a body can hold. */
export type YamlValue =
  | string
  | number
  | boolean
  | null
  | readonly YamlValue[]
  | YamlMapping;

/** Keys and their values, in the order of the text. */
export interface YamlMapping {
  readonly [key: string]: YamlValue;
}

/** What is wrong, at an offset in the text that was read. */
export interface Fault {
  readonly offset: number;
  readonly message: string;
  readonly remedy: string | null;
}

/** A text that was read; with any fault, `values` holds what could be read. */
export interface YamlReading {
  /** Never changed: whoever edits parses anew. */
  readonly document: Document.Parsed;
  readonly values: YamlMapping;
  readonly faults: readonly Fault[];
}

const MAX_DEPTH = 50;
const MAX_FAULTS = 20;
const QUOTE_IT =
  'Put the whole text in quotes, or after "|" on lines of its own, so that its signs are no YAML';

const NO_COLON = {
  rule: "a colon and a space must follow a key",
  remedy: 'Write the line as "key: value"',
};

const CUT_RULE = "a comma ends a value within { }";
const CUT_REMEDY = "Put the expression in quotes, or the mapping's keys on lines of their own";

/** Parses a text as a document that may be edited. */
export function parseYaml(text: string): Document.Parsed {
  const document = parseDocument(text, {
    version: "1.2",
    schema: "core",
    merge: false,
    stringKeys: true,
    // Found by `readYaml` in linear time: the parser compares each key with each.
    uniqueKeys: false,
    prettyErrors: false,
    // Silent would also be silent about a second document.
    logLevel: "error",
  });
  visit(document, {
    Scalar(_key, node) {
      const { value, source } = node;
      const isRounded = typeof value === "number" && source !== undefined &&
        !isExact(value, source);
      if (isRounded) node.value = source;
    },
  });
  return document;
}

/** Reads a body. An empty one is an empty mapping. */
export function readYaml(text: string): YamlReading {
  const document = parseYaml(text);
  const faults = document.errors.map((error) => faultOf(error, text));
  if (faults.length > 0) {
    return { document, values: {}, faults: faults.slice(0, MAX_FAULTS) };
  }
  const directive = /^%.*$/m.exec(text);
  if (directive !== null && document.contents !== null && directive.index < startOf(document)) {
    faults.push(fault(directive.index, "a body has no directives", directive[0]));
  }
  const value = document.contents === null ? {} : readNode(document.contents, 0, faults);
  if (isMapping(value)) return { document, values: value, faults: faults.slice(0, MAX_FAULTS) };
  if (faults.length === 0) {
    faults.push({
      offset: startOf(document),
      message: `Cannot read the body as it must be a mapping of keys to values: current value is ${
        JSON.stringify(value).slice(0, 60)
      }`,
      remedy: 'Write lines such as "key: value"',
    });
  }
  return { document, values: {}, faults: faults.slice(0, MAX_FAULTS) };
}

/** Whether a value is a mapping. */
export function isMapping(value: YamlValue | undefined): value is YamlMapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readNode(node: unknown, depth: number, faults: Fault[]): YamlValue {
  if (!isNode(node)) return null;
  const offset = node.range?.[0] ?? 0;
  if (isAlias(node)) {
    faults.push(fault(offset, "an alias is not allowed", `*${node.source}`, "Write it out"));
    return null;
  }
  if (node.anchor !== undefined) {
    faults.push(fault(offset, "an anchor is not allowed", `&${node.anchor}`, "Remove it"));
  }
  if (node.tag !== undefined) {
    faults.push(fault(offset, "a tag is not allowed", node.tag, "Remove it"));
  }
  if (depth > MAX_DEPTH) {
    faults.push(fault(offset, `values are nested at most ${MAX_DEPTH} deep`, `${depth}`));
    return null;
  }
  if (isScalar(node)) {
    const value = scalarValue(node);
    if (typeof value === "string" && !isKept(value)) faults.push(lostFault(offset, value));
    return value;
  }
  if (isSeq(node)) return node.items.map((item) => readNode(item, depth + 1, faults));
  const mapping: Record<string, YamlValue> = {};
  if (!isMap(node)) return mapping;
  for (const pair of node.items) {
    const key = isScalar(pair.key) ? String(pair.key.value) : "";
    const keyOffset = isScalar(pair.key) ? pair.key.range?.[0] ?? offset : offset;
    if (Object.hasOwn(mapping, key)) {
      faults.push(fault(keyOffset, "a key stands once in its mapping", JSON.stringify(key)));
    } else if (!isKept(key)) {
      faults.push(lostFault(keyOffset, key));
    } else if (key === "__proto__") {
      faults.push(fault(keyOffset, "this key is not allowed", JSON.stringify(key)));
    } else {
      mapping[key] = readNode(pair.value, depth + 1, faults);
      const isCut = node.flow === true && mapping[key] === null && /[()]/.test(key);
      if (isCut) faults.push(fault(keyOffset, CUT_RULE, JSON.stringify(key), CUT_REMEDY));
    }
  }
  return mapping;
}

function scalarValue({ value }: Scalar): YamlValue {
  const isPlain = typeof value === "string" || typeof value === "number" ||
    typeof value === "boolean";
  return isPlain ? value : null;
}

/** Whether a text survives being stored: no database keeps a NUL or half of a character. */
function isKept(text: string): boolean {
  return !text.includes("\0") && text.isWellFormed();
}

function lostFault(offset: number, text: string): Fault {
  const value = JSON.stringify(text.slice(0, 60));
  return fault(offset, "a text must have whole characters, and no NUL", value, "Take it out");
}

function isExact(value: number, source: string): boolean {
  if (!Number.isFinite(value)) return false;
  if (/^[-+]?0\d/.test(source)) return false;
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return false;
  const digits = source.replace(/e.*$/i, "").replace(/^[-+]?0*\.?0*|[-+.]/g, "");
  // More digits than 15 are exact where they are what the number is written as.
  return digits.length <= 15 || Number.isInteger(value) || String(value) === source;
}

function startOf(document: Document.Parsed): number {
  return document.contents?.range?.[0] ?? 0;
}

function fault(offset: number, rule: string, value: string, remedy: string | null = null): Fault {
  return { offset, message: `Cannot read the body as ${rule}: current value is ${value}`, remedy };
}

/** Tells a fault of the parser in our words where an author meets it often. */
function faultOf(error: YAMLError, text: string): Fault {
  const offset = Math.min(error.pos[0], Math.max(0, text.length - 1));
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const line = text.slice(start).split("\n", 1)[0].trim().slice(0, 60);
  const { rule, remedy } = wordsOf(error, line);
  return {
    offset,
    message: `Cannot read the body as YAML (${rule}): current value is ${JSON.stringify(line)}`,
    remedy,
  };
}

/** Says in words of the notebook what the parser says in its own. */
function wordsOf(error: YAMLError, line: string): { rule: string; remedy: string | null } {
  const rule = error.message.split("\n", 1)[0];
  switch (error.code) {
    case "MULTILINE_IMPLICIT_KEY":
    case "MISSING_CHAR":
      return /^[\w ]+(:\S.*)?$/.test(line) ? NO_COLON : { rule, remedy: QUOTE_IT };
    case "BLOCK_AS_IMPLICIT_KEY":
      return { rule: 'a text that holds ": " must be in quotes', remedy: QUOTE_IT };
    case "UNEXPECTED_TOKEN":
    case "BAD_SCALAR_START":
      return { rule, remedy: QUOTE_IT };
    case "BAD_INDENT":
      return rule.startsWith("Flow")
        ? { rule: "what [ or { opens must be closed", remedy: "Close it with ] or }" }
        : { rule, remedy: "Begin the line below the first letter of the key above it" };
    case "TAB_AS_INDENT":
      return { rule, remedy: "Indent with spaces" };
    case "MULTIPLE_DOCS":
      return { rule, remedy: 'Remove the line "---"' };
    case "NON_STRING_KEY":
      return { rule, remedy: "Use a plain text as the key" };
    default:
      return { rule, remedy: null };
  }
}
