/**
 * Writes canonical CSV (see format.ts) into chunks of bytes.
 *
 * @module
 */

/** Text is encoded when this many characters are waiting. */
const CHUNK_CHARACTERS = 128 * 1024;

const NEEDS_QUOTES = /[",\n\r]|^[\s\uFEFF]|\s$/;

const encoder = new TextEncoder();

/** Returns the field's CSV text; `null` becomes an unquoted nothing. */
export function fieldText(value: string | null): string {
  if (value === null) return "";
  if (value === "") return '""';
  return NEEDS_QUOTES.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** Gathers rows and hands them out as chunks of bytes. */
export class CanonicalWriter {
  #waiting = "";

  constructor(names: readonly string[]) {
    this.#waiting = ["line", ...names.map(headerText)].join(",") + "\n";
  }

  /** Adds a row; absent values are `null`. */
  row(line: number, values: readonly (string | null)[]): void {
    let text = String(line);
    for (let i = 0; i < values.length; i++) text += "," + fieldText(values[i]);
    this.#waiting += text + "\n";
  }

  /** Adds a row whose fields are CSV text already, without the line and the line end. */
  rawRow(line: number, fields: string): void {
    this.#waiting += `${line},${fields}\n`;
  }

  /** Whether a chunk is worth taking. */
  get full(): boolean {
    return this.#waiting.length >= CHUNK_CHARACTERS;
  }

  /** Takes what is waiting; may be empty. */
  take(): Uint8Array {
    const bytes = encoder.encode(this.#waiting);
    this.#waiting = "";
    return bytes;
  }
}

/** A name is always text, an empty one too. */
function headerText(name: string): string {
  return fieldText(name);
}
