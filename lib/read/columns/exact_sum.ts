/**
 * Adds up decimals without error.
 *
 * Whole numbers are added as doubles, one sum a scale, and moved to a BigInt before a
 * double could lose a unit; so a sum is exact whatever its size and order.
 *
 * @module
 */

const SAFE = 2 ** 52;
const SCALES = 24;
/** A double holds whole numbers of so many digits, or of one less and a sign. */
const EXACT_DIGITS = 15;

/** A sum of decimals. */
export class ExactSum {
  readonly #parts = new Float64Array(SCALES);
  #whole = 0n;
  #scale = 0;
  /** Decimals of the longest value: parts that come to nothing have some too. */
  #longest = 0;

  /** Adds `scaled` / 10^scale; `scaled` is a whole number below 2^53, `scale` below 24. */
  add(scaled: number, scale: number): void {
    if (scale > this.#longest) this.#longest = scale;
    const sum = this.#parts[scale] + scaled;
    if (sum < SAFE && sum > -SAFE && scaled < SAFE && scaled > -SAFE) {
      this.#parts[scale] = sum;
      return;
    }
    this.#move(this.#parts[scale], scale);
    this.#parts[scale] = 0;
    this.#move(scaled, scale);
  }

  /** Adds plain decimal text of any length. */
  addText(text: string): void {
    const point = text.indexOf(".");
    const scale = point < 0 ? 0 : text.length - point - 1;
    const digits = point < 0 ? text : text.slice(0, point) + text.slice(point + 1);
    if (digits.length <= EXACT_DIGITS) this.add(Number(digits), scale);
    else this.#addBig(BigInt(digits), scale);
  }

  /** The sum as plain decimal text, with as many decimals as the longest value. */
  toText(): string {
    this.#flush();
    const negative = this.#whole < 0n;
    const digits = String(negative ? -this.#whole : this.#whole).padStart(this.#scale + 1, "0");
    const at = digits.length - this.#scale;
    const text = this.#scale === 0 ? digits : `${digits.slice(0, at)}.${digits.slice(at)}`;
    return negative ? `-${text}` : text;
  }

  /** The sum as the nearest double. */
  toNumber(): number {
    return Number(this.toText());
  }

  #flush(): void {
    this.#addBig(0n, this.#longest);
    for (let scale = 0; scale < SCALES; scale++) {
      if (this.#parts[scale] !== 0) this.#move(this.#parts[scale], scale);
      this.#parts[scale] = 0;
    }
  }

  #move(scaled: number, scale: number): void {
    this.#addBig(BigInt(scaled), scale);
  }

  #addBig(value: bigint, scale: number): void {
    if (scale > this.#scale) {
      this.#whole *= 10n ** BigInt(scale - this.#scale);
      this.#scale = scale;
    }
    this.#whole += value * 10n ** BigInt(this.#scale - scale);
  }
}
