/**
 * Waits for a child that reads, but not for ever.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { Child } from "@/lib/process/child.ts";

/** A reader that has bytes and says nothing for so long is stuck. */
export const STALL_MILLISECONDS = 120_000;

/** Kills a child that is stuck. */
export class Watch {
  readonly #child: Child;
  readonly #isExcused: () => boolean;
  readonly #milliseconds: number;

  constructor(child: Child, isExcused: () => boolean, milliseconds: number) {
    this.#child = child;
    this.#isExcused = isExcused;
    this.#milliseconds = milliseconds;
  }

  /** Waits, but not for ever. @throws TIME_LIMIT */
  async over<T>(work: Promise<T>): Promise<T> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stalled = new Promise<never>((_, reject) => {
      const look = () => {
        if (this.#isExcused()) {
          timer = setTimeout(look, this.#milliseconds);
          return;
        }
        this.#child.kill();
        reject(
          new AppError(
            "TIME_LIMIT",
            `Cannot go on reading as the reader must say something every ` +
              `${this.#milliseconds} milliseconds: current value is nothing`,
          ),
        );
      };
      timer = setTimeout(look, this.#milliseconds);
    });
    try {
      return await Promise.race([work, stalled]);
    } finally {
      clearTimeout(timer);
    }
  }
}
