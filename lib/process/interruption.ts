/**
 * Ends waiting early, again and again, without keeping what was waited for: `Promise.race` with
 * a promise that lasts keeps the value of every race until that promise settles.
 *
 * @module
 */

/** Waits for one thing at a time, and for nothing more once it was interrupted. */
export class Interruption {
  #cause: { readonly error: unknown } | null = null;
  #refuse: (error: unknown) => void = () => {};

  /** Makes the wait that goes on throw, and every later one; only the first error counts. */
  interrupt(error: unknown): void {
    if (this.#cause !== null) return;
    this.#cause = { error };
    this.#refuse(error);
  }

  /** Waits for the work; what becomes of it after an interruption is nobody's concern. */
  async over<Result>(work: Result | PromiseLike<Result>): Promise<Result> {
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    this.#refuse = reject;
    if (this.#cause !== null) reject(this.#cause.error);
    Promise.resolve(work).then(resolve, reject);
    return await promise;
  }
}
