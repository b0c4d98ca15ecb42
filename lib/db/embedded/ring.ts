/**
 * A ring of bytes in shared memory: one thread writes without blocking, another reads and
 * sleeps while there is nothing. Imports nothing, since both threads of the child use it.
 *
 * @module
 */

const HEAD_BYTES = 16;

/** Places in the head, counted in bytes modulo 2^32. */
const WRITTEN = 0;
const READ = 1;

/** The memory of a ring; `bytes` is a power of two. */
export function createRing(bytes: number): SharedArrayBuffer {
  return new SharedArrayBuffer(HEAD_BYTES + bytes);
}

/** The end that writes; there is one of a ring. */
export class RingWriter {
  readonly #head: Uint32Array;
  readonly #signals: Int32Array;
  readonly #bytes: Uint8Array;
  #written = 0;

  constructor(memory: SharedArrayBuffer) {
    this.#head = new Uint32Array(memory, 0, 2);
    this.#signals = new Int32Array(memory, 0, 2);
    this.#bytes = new Uint8Array(memory, HEAD_BYTES);
  }

  /** Writes all bytes; resolves when the last of them is in the ring. */
  async write(bytes: Uint8Array): Promise<void> {
    const size = this.#bytes.length;
    for (let done = 0; done < bytes.length;) {
      const read = Atomics.load(this.#head, READ);
      const free = size - ((this.#written - read) >>> 0);
      if (free === 0) {
        await Atomics.waitAsync(this.#signals, READ, read | 0).value;
        continue;
      }
      const start = this.#written % size;
      const part = bytes.subarray(done, done + Math.min(free, size - start));
      this.#bytes.set(part, start);
      done += part.length;
      this.#written = (this.#written + part.length) >>> 0;
      Atomics.store(this.#head, WRITTEN, this.#written);
      Atomics.notify(this.#signals, WRITTEN);
    }
  }
}

/** The end that reads; there is one of a ring. */
export class RingReader {
  readonly #head: Uint32Array;
  readonly #signals: Int32Array;
  readonly #bytes: Uint8Array;
  #read = 0;

  constructor(memory: SharedArrayBuffer) {
    this.#head = new Uint32Array(memory, 0, 2);
    this.#signals = new Int32Array(memory, 0, 2);
    this.#bytes = new Uint8Array(memory, HEAD_BYTES);
  }

  /** Copies from 1 to `target.length` bytes; sleeps until there is one. */
  readInto(target: Uint8Array): number {
    const size = this.#bytes.length;
    let written = Atomics.load(this.#head, WRITTEN);
    while (written === this.#read) {
      Atomics.wait(this.#signals, WRITTEN, written | 0);
      written = Atomics.load(this.#head, WRITTEN);
    }
    const start = this.#read % size;
    const length = Math.min((written - this.#read) >>> 0, target.length, size - start);
    target.set(this.#bytes.subarray(start, start + length));
    this.#read = (this.#read + length) >>> 0;
    Atomics.store(this.#head, READ, this.#read);
    Atomics.notify(this.#signals, READ);
    return length;
  }
}
