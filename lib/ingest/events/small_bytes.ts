/**
 * Keeps what small requests bring until it is judged, so that it is not read from the disk again.
 *
 * @module
 */

/** More of one request is not kept. */
const MOST_OF_ONE = 1 << 18;
/** More of all is not kept at a time. */
const MOST_OF_ALL = 1 << 24;

/** What the requests of a process share. */
export class SmallBytes {
  #kept = 0;

  /** Follows what one request brings. */
  follow(bytes: AsyncIterable<Uint8Array>): FollowedBytes {
    return new FollowedBytes(bytes, (change) => {
      if (this.#kept + change > MOST_OF_ALL) return false;
      this.#kept += change;
      return true;
    });
  }
}

/** Bytes that are read once, and then again where they are few. */
export class FollowedBytes implements AsyncIterable<Uint8Array> {
  readonly #bytes: AsyncIterable<Uint8Array>;
  readonly #reserve: (change: number) => boolean;
  #chunks: Uint8Array[] | null = [];
  #kept = 0;

  /** `reserve` says whether so many more may be kept. */
  constructor(bytes: AsyncIterable<Uint8Array>, reserve: (change: number) => boolean) {
    this.#bytes = bytes;
    this.#reserve = reserve;
  }

  /** Returns all that was read, in bytes of its own; `null` where it is not kept. */
  copy(): Uint8Array<ArrayBuffer> | null {
    if (this.#chunks === null) return null;
    const copy = new Uint8Array(this.#kept);
    let at = 0;
    for (const chunk of this.#chunks) {
      copy.set(chunk, at);
      at += chunk.length;
    }
    return copy;
  }

  /** Forgets what was kept. */
  release(): void {
    this.#reserve(-this.#kept);
    this.#kept = 0;
    this.#chunks = null;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for await (const chunk of this.#bytes) {
      this.#keep(chunk);
      yield chunk;
    }
  }

  #keep(chunk: Uint8Array): void {
    if (this.#chunks === null) return;
    const fits = this.#kept + chunk.length <= MOST_OF_ONE && this.#reserve(chunk.length);
    if (!fits) return this.release();
    this.#chunks.push(chunk);
    this.#kept += chunk.length;
  }
}
