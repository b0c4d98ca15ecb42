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
import { JsonScanner, NUMBER, WORD } from "./json_scanner.ts";
import { plainNumber } from "./number.ts";

/** A number that is written, but is none. */
export interface BadNumber {
  readonly column: string;
  readonly token: string;
}

/** Longer integers may not be exact as doubles. */
const SAFE_DIGITS = 15;

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
  readonly #scanner: JsonScanner;

  constructor(limits: { readonly depth: number }) {
    this.#scanner = new JsonScanner(limits);
  }

  /**
   * Parses the value that starts at `at`, and returns where it ends. Throws
   * NEEDS_MORE unless `ended` says that no more text will come, or a JsonSyntaxError.
   */
  parse(text: string, at: number, ended: boolean): number {
    this.#scanner.start(text, at, ended);
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
    return this.#scanner.at;
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
    this.#scanner.start(text, at, ended);
    this.#scanner.skip(1);
    return this.#scanner.at;
  }

  /** Reads the text value that starts at `at`, such as a key, and returns it and its end. */
  readText(text: string, at: number, ended: boolean): { value: string; end: number } {
    this.#scanner.start(text, at, ended);
    const value = this.#scanner.string();
    return { value, end: this.#scanner.at };
  }

  #object(path: string | null, depth: number): void {
    this.#scanner.refuseDepth(depth);
    this.#scanner.at += 1;
    if (this.#scanner.peek() === "}") {
      this.#scanner.at += 1;
      if (path !== null) this.#keep(path, null, 0);
      return;
    }
    while (true) {
      const key = this.#scanner.key();
      this.#value(path === null ? key : `${path}.${key}`, depth + 1);
      if (!this.#scanner.continues("}")) return;
    }
  }

  /** An array at the top is a row whose columns are numbered. */
  #positions(): void {
    this.#scanner.at += 1;
    if (this.#scanner.peek() === "]") {
      this.#scanner.at += 1;
      return;
    }
    for (let position = 1;; position++) {
      this.#scanner.peek();
      this.#value(`column_${position}`, 2);
      if (!this.#scanner.continues("]")) return;
    }
  }

  #value(path: string, depth: number): void {
    const first = this.#scanner.text.charCodeAt(this.#scanner.at);
    if (first === 0x22) {
      this.#keep(path, this.#scanner.string(), TOKEN.text);
    } else if (first === 0x7b) {
      this.#object(path, depth);
    } else if (first === 0x5b) {
      const start = this.#scanner.at;
      this.#scanner.skip(depth);
      const raw = this.#scanner.text.slice(start, this.#scanner.at);
      this.#keep(path, raw.replace(BLANKS_OUTSIDE_TEXT, "$1"), TOKEN.nested);
    } else if (first === 0x2d || (first >= 0x30 && first <= 0x39)) {
      this.#number(path);
    } else {
      this.#word(path);
    }
  }

  #number(path: string): void {
    const start = this.#scanner.at;
    const match = this.#scanner.match(NUMBER);
    if (match === null) return this.#word(path);
    const isInteger = match[1] === undefined && match[2] === undefined;
    if (isInteger) {
      const long = this.#scanner.at - start > SAFE_DIGITS;
      return this.#keep(path, match[0], long ? TOKEN.longInteger : TOKEN.integer);
    }
    if (Number.isFinite(Number(match[0]))) {
      return this.#keep(path, plainNumber(match[0]), TOKEN.decimal);
    }
    this.badNumbers.push({ column: path, token: match[0] });
    this.#keep(path, null, 0);
  }

  #word(path: string): void {
    const start = this.#scanner.at;
    const word = this.#scanner.match(WORD)?.[0];
    if (word === "true" || word === "false") return this.#keep(path, word, TOKEN.boolean);
    if (word === "null") return this.#keep(path, null, 0);
    if (word !== undefined && /^(?:NaN|-?Infinity)$/.test(word)) {
      this.badNumbers.push({ column: path, token: word });
      return this.#keep(path, null, 0);
    }
    this.#scanner.at = start;
    this.#scanner.failValue();
  }

  #keep(path: string, value: string | null, token: number): void {
    const index = this.columns.indexOf(path);
    if (this.values[index] !== undefined) this.repeatedKeys += 1;
    this.values[index] = value;
    this.#tokens[index] = token;
  }
}
