/**
 * Has files be kept by many at a time, and removed by nobody meanwhile.
 *
 * @module
 */

/** Who keeps files and who removes them. */
export class Keeping {
  readonly #keeps = new Set<Promise<unknown>>();
  #removal: Promise<unknown> | null = null;

  /** Does what keeps a file; waits while files are removed. */
  async keep<T>(work: () => Promise<T>): Promise<T> {
    while (this.#removal !== null) await this.#removal.catch(() => {});
    const keep = work();
    this.#keeps.add(keep);
    try {
      return await keep;
    } finally {
      this.#keeps.delete(keep);
    }
  }

  /** Does what removes files, once all that are being kept are. */
  async remove(work: () => Promise<void>): Promise<void> {
    while (this.#removal !== null) await this.#removal.catch(() => {});
    const removal = Promise.allSettled(this.#keeps).then(work);
    this.#removal = removal;
    try {
      await removal;
    } finally {
      this.#removal = null;
    }
  }
}
