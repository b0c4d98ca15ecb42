/**
 * Lines of rejected rows, packed: a byte for most of them, so that a million take little.
 *
 * @module
 */

/** Packs lines, which come in their order. */
export class PackedLines {
  #bytes = new Uint8Array(1024);
  #length = 0;
  #last = 0;

  add(line: number): void {
    if (this.#length + 8 > this.#bytes.length) {
      const larger = new Uint8Array(2 * this.#bytes.length);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    let step = line - this.#last;
    this.#last = line;
    for (; step >= 128; step = Math.floor(step / 128)) {
      this.#bytes[this.#length++] = step % 128 + 128;
    }
    this.#bytes[this.#length++] = step;
  }

  /** Returns what was packed, for `LineWalk`. */
  take(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }
}

/** Goes through packed lines beside rows whose lines grow. */
export class LineWalk {
  readonly #bytes: Uint8Array;
  #at = 0;
  #line = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#next();
  }

  /** Whether a line is among them; it is no smaller than the one before. */
  has(line: number): boolean {
    while (this.#line < line) this.#next();
    return this.#line === line;
  }

  #next(): void {
    if (this.#at >= this.#bytes.length) {
      this.#line = Infinity;
      return;
    }
    let step = 0;
    let weight = 1;
    for (; this.#bytes[this.#at] >= 128; weight *= 128) {
      step += (this.#bytes[this.#at++] - 128) * weight;
    }
    this.#line += step + this.#bytes[this.#at++] * weight;
  }
}
