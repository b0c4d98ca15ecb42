/**
 * Takes guards from cells of CSV, so that texts come back as they were: one apostrophe from each place
 * where `guardedText` puts one.
 *
 * @module
 */

/** What begins a formula, and what `guardedText` takes for its first sign at the start of a text. */
const SIGN = /^[=+\-@＝＋－＠]/;
const FIRST_SIGN = /^[=+\-@\t\r\n＝＋－＠]/;
/** What begins a part of a text in CSV, whatever sign parts the cells of the file that comes back. */
const PART_ENDS: ReadonlySet<string> = new Set([";", "\t", "|", "\r", "\n"]);

/** Whether the next character is in quotes, or is the one after a quote that may close them. */
type Quotes = "none" | "open" | "closing";

/** What the next character may be the first of. */
type Place = "cell" | "part" | "none";

/** Takes guards away from the cells of CSV in UTF-8, whatever size its chunks have. */
export class Unguarding {
  readonly #delimiter: string;
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  readonly #encoder = new TextEncoder();
  #quotes: Quotes = "none";
  #place: Place = "cell";
  /** An apostrophe where a guard may be, of which it is not known what follows. */
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
      if (text[at] !== "'" || this.#place === "none" || this.#quotes === "closing") {
        this.#step(text[at]);
        continue;
      }
      let end = at + 1;
      while (text[end] === "'") end++;
      if (end === text.length && !isLast) {
        // One of them may go; the others are alike, however many there are.
        this.#apostrophes = "'";
        return this.#encoder.encode(out + text.slice(kept, -1));
      }
      if (this.#isGuarded(text[end] ?? "")) {
        out += text.slice(kept, at);
        kept = at + 1;
      }
      this.#place = "none";
      at = end - 1;
    }
    return this.#encoder.encode(out + text.slice(kept));
  }

  #isGuarded(next: string): boolean {
    if (this.#quotes === "none" && this.#ends(next)) return false;
    return (this.#place === "cell" ? FIRST_SIGN : SIGN).test(next);
  }

  #step(sign: string): void {
    if (this.#quotes === "closing") {
      if (sign === '"') {
        this.#quotes = "open";
        if (this.#place === "cell") this.#place = "none";
        return;
      }
      this.#quotes = "none";
      this.#place = "none";
    }
    if (this.#quotes === "none" && this.#ends(sign)) this.#place = "cell";
    else if (sign === '"' && this.#quotes === "open") this.#quotes = "closing";
    else if (sign === '"' && this.#place === "cell") this.#quotes = "open";
    else if (PART_ENDS.has(sign)) this.#place = "part";
    else if (sign !== '"' || this.#place === "cell") this.#place = "none";
  }

  #ends(sign: string): boolean {
    return sign === this.#delimiter || sign === "\n" || sign === "\r";
  }
}
