/**
 * Work that nobody waits for, but that has to be done before the workspace closes.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { Log } from "@/lib/log.ts";

/** Does such work. */
export class Background {
  readonly #log: Log;
  readonly #begun = new Set<Promise<void>>();

  constructor(log: Log) {
    this.#log = log;
  }

  /** Begins the work; what goes wrong is logged. */
  begin(what: string, work: () => Promise<unknown>): void {
    const done = work().then(() => {}, (error) => {
      const isCancelled = error instanceof AppError && error.code === "CANCELLED";
      if (!isCancelled) this.#log.error("background.error", { what, error });
    }).finally(() => this.#begun.delete(done));
    this.#begun.add(done);
  }

  /** Resolves when all is done. */
  async settled(): Promise<void> {
    while (this.#begun.size > 0) await Promise.all(this.#begun);
  }
}
