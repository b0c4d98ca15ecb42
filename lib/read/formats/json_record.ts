/**
 * Parses one JSON value into the fields of a row.
 *
 * Objects within objects become columns with dots in their names, arrays become
 * their JSON text, and numbers keep every digit they were written with, which
 * `JSON.parse` would round. Keys are plain text, `__proto__` too.
 *
 * Cost: O(characters). A value that runs beyond the text at hand is parsed
 * again from its start when more has come.
 *
 * @module
 */
import { JsonColumns, TOKEN } from "./json_columns.ts";
import { plainNumber } from "./number.ts";

/** Thrown where the text at hand ends before the value does. */
export const NEEDS_MORE = new Error("More text is needed");

/** A place that is no JSON, as an offset into the text at hand. */
export class JsonSyntaxError extends Error {
  constructor(readonly reason: string, readonly at: number) {
    super(reason);
  }
}

/** A number that is written, but is none. */
export interface BadNumber {
  readonly column: string;
  readonly token: string;
}

/** Longer integers may not fit 64 bits. */
const SAFE_DIGITS = 18;

const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const WORD = /-?[A-Za-z]+/y;
const BLANKS_OUTSIDE_TEXT = /("(?:[^"\\]|\\.)*")|\s+/g;

/** Parses records one after the other; what it found is overwritten by the next. */
export class RecordParser {
  readonly columns = new JsonColumns();
  /** By column; a column that the record lacks is absent or `undefined`. */
  values: (string | null | undefined)[] = [];
  kind: "object" | "array" | "scalar" = "object";
  badNumbers: BadNumber[] = [];
  /** Keys that stood twice in the record; the last value was kept. */
  repeatedKeys = 0;
  #tokens: (number | undefined)[] = [];
  #acceptedColumns = 0;
  #text = "";
  #at = 0;
  #ended = false;
  readonly #depthLimit: number;

  constructor(limits: { readonly depth: number }) {
    this.#depthLimit = limits.depth;
  }

  /**
   * Parses the value that starts at `at`, and returns where it ends. Throws
   * NEEDS_MORE unless `ended` says that no more text will come, or a JsonSyntaxError.
   */
  parse(text: string, at: number, ended: boolean): number {
    this.#start(text, at, ended);
    this.values = [];
    this.badNumbers = [];
    this.#tokens = [];
    this.repeatedKeys = 0;
    const first = text[at];
    if (first === "{") {
      this.kind = "object";
      this.#object(null, 1);
    } else if (first === "[") {
      this.kind = "array";
      this.#positions();
    } else {
      this.kind = "scalar";
      this.#value("value", 1);
    }
    return this.#at;
  }

  /** Counts the record's columns and tokens in. */
  accept(): void {
    this.columns.note(this.#tokens);
    this.#acceptedColumns = this.columns.names.length;
  }

  /** Forgets the columns that only this record has. */
  forget(): void {
    this.columns.keepFirst(this.#acceptedColumns);
  }

  /** Checks the value that starts at `at` without keeping it, and returns where it ends. */
  skip(text: string, at: number, ended: boolean): number {
    this.#start(text, at, ended);
    this.#skip(1);
    return this.#at;
  }

  /** Reads the text value that starts at `at`, such as a key, and returns it and its end. */
  readText(text: string, at: number, ended: boolean): { value: string; end: number } {
    this.#start(text, at, ended);
    const value = this.#string();
    return { value, end: this.#at };
  }

  #start(text: string, at: number, ended: boolean): void {
    this.#text = text;
    this.#at = at;
    this.#ended = ended;
  }

  #object(path: string | null, depth: number): void {
    this.#refuseDepth(depth);
    this.#at += 1;
    if (this.#peek() === "}") {
      this.#at += 1;
      if (path !== null) this.#keep(path, null, 0);
      return;
    }
    while (true) {
      const key = this.#key();
      this.#value(path === null ? key : `${path}.${key}`, depth + 1);
      if (!this.#continues("}")) return;
    }
  }

  /** An array at the top is a row whose columns are numbered. */
  #positions(): void {
    this.#at += 1;
    if (this.#peek() === "]") {
      this.#at += 1;
      return;
    }
    for (let position = 1;; position++) {
      this.#peek();
      this.#value(`column_${position}`, 2);
      if (!this.#continues("]")) return;
    }
  }

  #value(path: string, depth: number): void {
    const first = this.#text.charCodeAt(this.#at);
    if (first === 0x22) {
      this.#keep(path, this.#string(), TOKEN.text);
    } else if (first === 0x7b) {
      this.#object(path, depth);
    } else if (first === 0x5b) {
      const start = this.#at;
      this.#skip(depth);
      const raw = this.#text.slice(start, this.#at);
      this.#keep(path, raw.replace(BLANKS_OUTSIDE_TEXT, "$1"), TOKEN.nested);
    } else if (first === 0x2d || (first >= 0x30 && first <= 0x39)) {
      this.#number(path);
    } else {
      this.#word(path);
    }
  }

  #number(path: string): void {
    const start = this.#at;
    const match = this.#match(NUMBER);
    if (match === null) return this.#word(path);
    const isInteger = match[1] === undefined && match[2] === undefined;
    if (isInteger) {
      const long = this.#at - start > SAFE_DIGITS;
      return this.#keep(path, match[0], long ? TOKEN.longInteger : TOKEN.integer);
    }
    if (Number.isFinite(Number(match[0]))) {
      return this.#keep(path, plainNumber(match[0]), TOKEN.decimal);
    }
    this.badNumbers.push({ column: path, token: match[0] });
    this.#keep(path, null, 0);
  }

  #word(path: string): void {
    const start = this.#at;
    const word = this.#match(WORD)?.[0];
    if (word === "true" || word === "false") return this.#keep(path, word, TOKEN.boolean);
    if (word === "null") return this.#keep(path, null, 0);
    if (word !== undefined && /^(?:NaN|-?Infinity)$/.test(word)) {
      this.badNumbers.push({ column: path, token: word });
      return this.#keep(path, null, 0);
    }
    this.#at = start;
    this.#fail(`a value must stand here, not ${this.#shown()}`);
  }

  #keep(path: string, value: string | null, token: number): void {
    const index = this.columns.indexOf(path);
    if (this.values[index] !== undefined) this.repeatedKeys += 1;
    this.values[index] = value;
    this.#tokens[index] = token;
  }

  #skip(depth: number): void {
    this.#refuseDepth(depth);
    const first = this.#text[this.#at];
    if (first === '"') {
      this.#string();
    } else if (first === "{" || first === "[") {
      const close = first === "{" ? "}" : "]";
      this.#at += 1;
      if (this.#peek() === close) {
        this.#at += 1;
        return;
      }
      do {
        if (first === "{") this.#key();
        else this.#peek();
        this.#skip(depth + 1);
      } while (this.#continues(close));
    } else {
      const start = this.#at;
      if (
        this.#match(NUMBER) === null && !/^(?:true|false|null)$/.test(this.#match(WORD)?.[0] ?? "")
      ) {
        this.#at = start;
        this.#fail(`a value must stand here, not ${this.#shown()}`);
      }
    }
  }

  #key(): string {
    if (this.#peek() !== '"') {
      this.#fail(`a key in double quotes must stand here, not ${this.#shown()}`);
    }
    const key = this.#string();
    if (this.#peek() !== ":") this.#fail(`a colon must follow the key, not ${this.#shown()}`);
    this.#at += 1;
    this.#peek();
    return key;
  }

  /** Steps over a comma and answers true, or over the closing sign and answers false. */
  #continues(close: string): boolean {
    const next = this.#peek();
    if (next !== "," && next !== close) {
      this.#fail(`a comma or ${close} must stand here, not ${this.#shown()}`);
    }
    this.#at += 1;
    if (next === close) return false;
    if (this.#peek() === close) this.#fail(`a value must follow the comma, not ${close}`);
    return true;
  }

  #string(): string {
    const text = this.#text;
    const start = this.#at;
    let escaped = false;
    for (let at = start + 1; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 0x22) {
        this.#at = at + 1;
        return escaped ? this.#unescape(start) : text.slice(start + 1, at);
      }
      if (code === 0x5c) {
        escaped = true;
        at += 1;
      } else if (code < 0x20) {
        this.#at = at;
        this.#fail("a text must have its control characters escaped");
      }
    }
    this.#at = text.length;
    this.#end("a text must be closed");
  }

  #unescape(start: number): string {
    let value: unknown;
    try {
      value = JSON.parse(this.#text.slice(start, this.#at));
    } catch {
      value = null;
    }
    if (typeof value === "string" && value.isWellFormed()) return value;
    this.#at = start;
    this.#fail("a text must have valid escapes");
  }

  /** Steps over blanks and returns the next character. */
  #peek(): string {
    const text = this.#text;
    for (; this.#at < text.length; this.#at++) {
      const code = text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return text[this.#at];
    }
    this.#end("an object or array must be closed");
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    const end = match === null ? this.#at : pattern.lastIndex;
    // At the end of the text at hand a token may go on, or not have begun to look like one.
    if (!this.#ended && end >= this.#text.length - 2) throw NEEDS_MORE;
    this.#at = end;
    return match;
  }

  #refuseDepth(depth: number): void {
    if (depth > this.#depthLimit) {
      this.#fail(`objects and arrays must be at most ${this.#depthLimit} deep`);
    }
  }

  #shown(): string {
    if (this.#at >= this.#text.length) return "the end";
    const shown = this.#text.slice(this.#at, this.#at + 12).split(/[\s,]/)[0];
    return shown === "" ? "a comma" : `"${shown}"`;
  }

  #end(reason: string): never {
    if (this.#ended) throw new JsonSyntaxError(reason, this.#at);
    throw NEEDS_MORE;
  }

  #fail(reason: string): never {
    throw new JsonSyntaxError(reason, this.#at);
  }
}
