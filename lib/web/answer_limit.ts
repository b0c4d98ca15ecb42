/**
 * How long a request may wait for its answer to begin.
 *
 * Time counts from the last of its body that came, as that has a patience of its own (slow_body.ts);
 * an answer that has begun may take as long as it likes.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";

/** The limits of a site, in milliseconds. */
export interface AnswerTimes {
  readonly answerMilliseconds: number;
  /** For what is known to take long. */
  readonly longMilliseconds: number;
}

/** The limit of one request. */
export class AnswerLimit {
  readonly #times: AnswerTimes;
  readonly #now: () => number;
  readonly #stopped = new AbortController();
  #milliseconds: number;
  #since: number;

  constructor(times: AnswerTimes, now: () => number = () => performance.now()) {
    this.#times = times;
    this.#now = now;
    this.#since = now();
    this.#milliseconds = times.answerMilliseconds;
  }

  /** Aborts when nobody waits any more for what is done. */
  get signal(): AbortSignal {
    return this.#stopped.signal;
  }

  /** Something of the body came. */
  heard(): void {
    this.#since = this.#now();
  }

  /** What was asked for is known to take long. */
  allowLong(): void {
    this.#milliseconds = this.#times.longMilliseconds;
  }

  /** Returns the answer where it begins in time. @throws AppError NO_ANSWER */
  async within(work: Promise<Response>): Promise<Response> {
    const late = Promise.withResolvers<never>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const watch = () => {
      const left = this.#since + this.#milliseconds - this.#now();
      if (left > 0) timer = setTimeout(watch, left);
      else late.reject(this.#giveUp(work));
    };
    timer = setTimeout(watch, Math.min(this.#milliseconds, this.#times.answerMilliseconds));
    try {
      return await Promise.race([work, late.promise]);
    } finally {
      clearTimeout(timer);
    }
  }

  #giveUp(work: Promise<Response>): AppError {
    const seconds = this.#milliseconds / 1000;
    const error = new AppError(
      "NO_ANSWER",
      `Cannot answer in time as it may take ${seconds} s: what was asked for may still be done`,
    );
    this.#stopped.abort(error);
    // Nobody reads what comes now.
    work.then(({ body }) => body?.cancel()).catch(() => {});
    return error;
  }
}
