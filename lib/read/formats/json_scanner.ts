/**
 * Steps through JSON text token by token.
 *
 * @module
 */

/** Thrown where the text at hand ends before the value does. */
export const NEEDS_MORE = new Error("More text is needed");

/** A place that is no JSON, as an offset into the text at hand. */
export class JsonSyntaxError extends Error {
  constructor(readonly reason: string, readonly at: number) {
    super(reason);
  }
}

/** A number, with its fraction and its exponent. */
export const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;

/** A word such as `true`, and such as `-Infinity`, which is no JSON. */
export const WORD = /-?[A-Za-z]+/y;

/**
 * A place in the text at hand. At its end every method throws NEEDS_MORE, or a
 * JsonSyntaxError if the text has ended; that is also for what is no JSON.
 */
export class JsonScanner {
  text = "";
  at = 0;
  ended = false;
  readonly #depthLimit: number;

  constructor(limits: { readonly depth: number }) {
    this.#depthLimit = limits.depth;
  }

  /** Goes to a place; `ended` says that no more text will come. */
  start(text: string, at: number, ended: boolean): void {
    this.text = text;
    this.at = at;
    this.ended = ended;
  }

  /** Checks the value here without keeping it. */
  skip(depth: number): void {
    this.refuseDepth(depth);
    const first = this.text[this.at];
    if (first === '"') {
      this.string();
    } else if (first === "{" || first === "[") {
      const close = first === "{" ? "}" : "]";
      this.at += 1;
      if (this.peek() === close) {
        this.at += 1;
        return;
      }
      do {
        if (first === "{") this.key();
        else this.peek();
        this.skip(depth + 1);
      } while (this.continues(close));
    } else {
      const start = this.at;
      if (
        this.match(NUMBER) === null && !/^(?:true|false|null)$/.test(this.match(WORD)?.[0] ?? "")
      ) {
        this.at = start;
        this.failValue();
      }
    }
  }

  /** Reads a key and its colon, and steps up to the value. */
  key(): string {
    if (this.peek() !== '"') {
      this.fail(`a key in double quotes must stand here, not ${this.#shown()}`);
    }
    const key = this.string();
    if (this.peek() !== ":") this.fail(`a colon must follow the key, not ${this.#shown()}`);
    this.at += 1;
    this.peek();
    return key;
  }

  /** Steps over a comma and answers true, or over the closing sign and answers false. */
  continues(close: string): boolean {
    const next = this.peek();
    if (next !== "," && next !== close) {
      this.fail(`a comma or ${close} must stand here, not ${this.#shown()}`);
    }
    this.at += 1;
    if (next === close) return false;
    if (this.peek() === close) this.fail(`a value must follow the comma, not ${close}`);
    return true;
  }

  /** Reads the text here. */
  string(): string {
    const text = this.text;
    const start = this.at;
    let escaped = false;
    for (let at = start + 1; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 0x22) {
        this.at = at + 1;
        return escaped ? this.#unescape(start) : text.slice(start + 1, at);
      }
      if (code === 0x5c) {
        escaped = true;
        at += 1;
      } else if (code < 0x20) {
        this.at = at;
        this.fail("a text must have its control characters escaped");
      }
    }
    this.at = text.length;
    this.#end("a text must be closed");
  }

  #unescape(start: number): string {
    let value: unknown;
    try {
      value = JSON.parse(this.text.slice(start, this.at));
    } catch {
      value = null;
    }
    if (typeof value === "string" && value.isWellFormed()) return value;
    this.at = start;
    this.fail("a text must have valid escapes");
  }

  /** Steps over blanks and returns the next character. */
  peek(): string {
    const text = this.text;
    for (; this.at < text.length; this.at++) {
      const code = text.charCodeAt(this.at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return text[this.at];
    }
    this.#end("an object or array must be closed");
  }

  /** Steps over what matches a sticky pattern here. */
  match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    const end = match === null ? this.at : pattern.lastIndex;
    // At the end of the text at hand a token may go on, or not have begun to look like one.
    if (!this.ended && end >= this.text.length - 2) throw NEEDS_MORE;
    this.at = end;
    return match;
  }

  /** Refuses objects and arrays too far within one another. */
  refuseDepth(depth: number): void {
    if (depth > this.#depthLimit) {
      this.fail(`objects and arrays must be at most ${this.#depthLimit} deep`);
    }
  }

  #shown(): string {
    if (this.at >= this.text.length) return "the end";
    const shown = this.text.slice(this.at, this.at + 12).split(/[\s,]/)[0];
    return shown === "" ? "a comma" : `"${shown}"`;
  }

  #end(reason: string): never {
    if (this.ended) throw new JsonSyntaxError(reason, this.at);
    throw NEEDS_MORE;
  }

  /** Refuses what stands here for being no value. */
  failValue(): never {
    this.fail(`a value must stand here, not ${this.#shown()}`);
  }

  /** Refuses what stands here. */
  fail(reason: string): never {
    throw new JsonSyntaxError(reason, this.at);
  }
}
