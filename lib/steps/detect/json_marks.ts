/**
 * How many values a JSON text has at the most, counted as it is read: what is taken from strangers may be
 * refused before anything of it is made into objects, which take many times the memory of their text.
 *
 * @module
 */

/** Opening braces and brackets, commas, colons: no value comes without one but the whole. */
const MARKS: ReadonlySet<number> = new Set([..."{[,:"].map((letter) => letter.charCodeAt(0)));
const QUOTE = 34;
const BACKSLASH = 92;

/** Counts the marks that part values from each other, outside of strings. */
export class JsonMarks {
  #count = 0;
  #inString = false;
  #isEscaped = false;

  /** Adds what comes next of a text in UTF-8, and returns how many marks there were so far. */
  add(bytes: Uint8Array): number {
    for (const byte of bytes) {
      if (this.#isEscaped) this.#isEscaped = false;
      else if (byte === QUOTE) this.#inString = !this.#inString;
      else if (this.#inString) this.#isEscaped = byte === BACKSLASH;
      else if (MARKS.has(byte)) this.#count++;
    }
    return this.#count;
  }
}
