/**
 * The end of the time or of the patience that a statement has.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { StatementOptions } from "./database.ts";

/** Joins a caller's signal and a time limit; dispose of it when the work is done. */
export class Limit implements Disposable {
  /** Aborts with the `AppError` to throw as its reason. */
  readonly signal: AbortSignal;
  readonly #controller = new AbortController();
  readonly #outer: AbortSignal | undefined;
  readonly #timer: ReturnType<typeof setTimeout> | undefined;

  /** `closing` aborts when the database closes. */
  constructor({ signal, timeLimitMilliseconds }: StatementOptions, closing?: AbortSignal) {
    this.signal = closing === undefined
      ? this.#controller.signal
      : AbortSignal.any([this.#controller.signal, closing]);
    this.#outer = signal;
    if (signal?.aborted) this.#cancel();
    signal?.addEventListener("abort", this.#cancel);
    if (timeLimitMilliseconds !== undefined) {
      this.#timer = setTimeout(() =>
        this.#controller.abort(
          new AppError(
            "TIME_LIMIT",
            `Cannot finish a statement as it may take at most ${timeLimitMilliseconds} milliseconds`,
          ),
        ), timeLimitMilliseconds);
    }
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#outer?.removeEventListener("abort", this.#cancel);
  }

  readonly #cancel = (): void =>
    this.#controller.abort(
      new AppError("CANCELLED", "Cannot finish a statement as it was cancelled"),
    );
}
