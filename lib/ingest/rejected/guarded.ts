/**
 * Texts that no spreadsheet runs, and that come back as they were.
 *
 * A text that begins as a formula does gets an apostrophe, as all our CSV has it. Here a text that
 * begins so behind apostrophes gets one more: whoever takes one away has the text that was.
 *
 * @module
 */

/** What a spreadsheet runs; wide signs are to those of East Asia. */
const FORMULA_SIGNS = "=+\\-@\\t\\r\\n＝＋－＠";
const FORMULA = new RegExp(`^'*[${FORMULA_SIGNS}]`);
const SIGN = new RegExp(`^[${FORMULA_SIGNS}]`);
const NUMBER = /^[+-]?\d+(\.\d+)?$/;

/** Returns a field of CSV with nothing in it that a spreadsheet runs. */
export function guardedField(text: string): string {
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Where in a row of CSV the next character is. */
type State = "start" | "quoted start" | "plain" | "quoted" | "quote";

/** Takes guards away from the cells of CSV in UTF-8, whatever size its chunks have. */
export class Unguarding {
  readonly #delimiter: string;
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  readonly #encoder = new TextEncoder();
  #state: State = "start";
  /** An apostrophe at the start of a cell, of which it is not known what follows. */
  #apostrophes = "";

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  /** Returns what can be said of the next bytes; `isLast` where none follow. */
  take(bytes: Uint8Array, isLast = false): Uint8Array<ArrayBuffer> {
    const text = this.#apostrophes + this.#decoder.decode(bytes, { stream: !isLast });
    this.#apostrophes = "";
    let out = "";
    let kept = 0;
    for (let at = 0; at < text.length; at++) {
      const isStart = this.#state === "start" || this.#state === "quoted start";
      if (isStart && text[at] === "'") {
        let end = at + 1;
        while (text[end] === "'") end++;
        if (end === text.length && !isLast) {
          // One of them may go; the others are alike, however many there are.
          this.#apostrophes = "'";
          return this.#encoder.encode(out + text.slice(kept, -1));
        }
        const next = text[end] ?? "";
        if (SIGN.test(next) && !(this.#state === "start" && this.#ends(next))) {
          out += text.slice(kept, at);
          kept = at + 1;
        }
        this.#state = this.#state === "start" ? "plain" : "quoted";
        at = end - 1;
        continue;
      }
      this.#step(text[at]);
    }
    return this.#encoder.encode(out + text.slice(kept));
  }

  #step(sign: string): void {
    switch (this.#state) {
      case "start":
        if (sign === '"') this.#state = "quoted start";
        else if (!this.#ends(sign)) this.#state = "plain";
        return;
      case "plain":
        if (this.#ends(sign)) this.#state = "start";
        return;
      case "quoted start":
      case "quoted":
        this.#state = sign === '"' ? "quote" : "quoted";
        return;
      case "quote":
        this.#state = sign === '"' ? "quoted" : this.#ends(sign) ? "start" : "plain";
    }
  }

  #ends(sign: string): boolean {
    return sign === this.#delimiter || sign === "\n" || sign === "\r";
  }
}
