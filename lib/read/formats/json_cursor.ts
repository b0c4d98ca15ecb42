/**
 * A place in JSON text that is still arriving.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { JsonSyntaxError, NEEDS_MORE } from "./json_scanner.ts";

/** What has been read is let go when it is this long. */
const LET_GO_CHARACTERS = 32 * 1024;

/** Holds the text from the current place on, and counts lines. */
export class JsonCursor {
  text = "";
  at = 0;
  ended = false;
  #line = 1;
  #lineStart = 0;
  #counted = 0;
  readonly #chunks: AsyncIterator<string>;
  readonly #limitCharacters: number;

  constructor(chunks: AsyncIterable<string>, limits: { readonly recordCharacters: number }) {
    this.#chunks = chunks[Symbol.asyncIterator]();
    this.#limitCharacters = limits.recordCharacters;
  }

  /** Stops reading before the end. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  /** The line of the current place, from 1. */
  get line(): number {
    this.#count(this.at);
    return this.#line;
  }

  /** Returns the next character that is no blank if it is at hand, else "". */
  blanksThenCharacter(): string {
    const { text } = this;
    for (; this.at < text.length; this.at++) {
      const code = text.charCodeAt(this.at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return text[this.at];
    }
    return "";
  }

  /** Returns the next character that is no blank, or "" at the end of the text. */
  async next(): Promise<string> {
    let character = this.blanksThenCharacter();
    while (character === "" && !this.ended) {
      await this.fill(1);
      character = this.blanksThenCharacter();
    }
    return character;
  }

  /** Runs a parser on the text at hand, again with more until it does not need more. */
  async take<Result>(parse: () => Result): Promise<Result> {
    for (let wanted = 1024;; wanted = (this.text.length - this.at) * 2) {
      try {
        return parse();
      } catch (error) {
        if (error !== NEEDS_MORE) throw error;
        await this.fill(wanted);
      }
    }
  }

  /** Reads on until this many characters are at hand, or the text ends. */
  async fill(wanted: number): Promise<void> {
    if (this.at > LET_GO_CHARACTERS) this.#letGo();
    const parts = [this.text.slice(this.at)];
    let length = parts[0].length;
    const before = this.text.slice(0, this.at);
    const target = Math.max(wanted, length + 1);
    while (length < target && !this.ended) {
      const { done, value } = await this.#chunks.next();
      if (done) {
        this.ended = true;
      } else {
        parts.push(value);
        length += value.length;
      }
    }
    if (length > this.#limitCharacters + target) this.#refuseLength();
    if (this.text.length - this.at > this.#limitCharacters) this.#refuseLength();
    this.text = before + parts.join("");
  }

  /** Turns a syntax error into a refusal that names line and column. */
  refusal(error: JsonSyntaxError, records: number): AppError {
    this.#count(error.at);
    const place = { line: this.#line, column: error.at - this.#lineStart + 1 };
    const message = `Cannot read the JSON as ${error.reason}: ` +
      `current value is at line ${place.line}, column ${place.column}, after ${records} records`;
    return new AppError("BAD_FILE", message, {
      cause: error,
      problems: [{ severity: "error", code: "BAD_FILE", message, place, remedy: null }],
    });
  }

  #count(until: number): void {
    const { text } = this;
    for (
      let feed = text.indexOf("\n", this.#counted);
      feed >= 0 && feed < until;
      feed = text.indexOf("\n", feed + 1)
    ) {
      this.#line += 1;
      this.#lineStart = feed + 1;
    }
    this.#counted = Math.max(this.#counted, until);
  }

  #letGo(): void {
    this.#count(this.at);
    this.text = this.text.slice(this.at);
    this.#lineStart -= this.at;
    this.#counted = 0;
    this.at = 0;
  }

  #refuseLength(): never {
    throw new AppError(
      "FILE_TOO_LARGE",
      `Cannot read the JSON as one record must fit ${this.#limitCharacters} characters: ` +
        `current value is longer, from line ${this.line} on`,
    );
  }
}
