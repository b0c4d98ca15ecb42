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

  /** `closing` aborts when the database closes; `fallback` is the limit where none is given. */
  constructor(
    { signal, timeLimitMilliseconds }: StatementOptions,
    { closing, fallback }: { readonly closing?: AbortSignal; readonly fallback?: number } = {},
  ) {
    this.signal = closing === undefined
      ? this.#controller.signal
      : AbortSignal.any([this.#controller.signal, closing]);
    this.#outer = signal;
    if (signal?.aborted) this.#cancel();
    signal?.addEventListener("abort", this.#cancel);
    const limit = timeLimitMilliseconds ?? fallback;
    if (limit !== undefined) {
      const error = overrun(limit, timeLimitMilliseconds === undefined);
      this.#timer = setTimeout(() => this.#controller.abort(error), limit);
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

function overrun(milliseconds: number, isSetting: boolean): AppError {
  const message = `Cannot finish a statement as it may take at most ${milliseconds} milliseconds`;
  if (!isSetting) return new AppError("TIME_LIMIT", message);
  const remedy = "Let it do less, or raise the setting STATEMENT_TIME_LIMIT_SECONDS";
  return new AppError("TIME_LIMIT", message, {
    problems: [{ severity: "error", code: "TIME_LIMIT", message, place: {}, remedy }],
  });
}
