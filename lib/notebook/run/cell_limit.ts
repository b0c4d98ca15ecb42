/**
 * The end of the time that a cell has, whatever it is doing.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { Interruption } from "@/lib/process/interruption.ts";

/** Joins a run's signal and the time limit of a cell; dispose of it when the cell has ended. */
export class CellLimit implements Disposable {
  /** Aborts when the cell is to stop, for either reason. */
  readonly signal: AbortSignal;
  readonly #overrun = new AbortController();
  readonly #timer: ReturnType<typeof setTimeout> | undefined;

  /** Absent milliseconds are no limit. */
  constructor(signal: AbortSignal, milliseconds: number | undefined) {
    this.signal = AbortSignal.any([signal, this.#overrun.signal]);
    if (milliseconds === undefined) return;
    this.#timer = setTimeout(() => this.#overrun.abort(overrun(milliseconds)), milliseconds);
  }

  /**
   * Waits for a cell's work, but not for what goes on though it was told to stop.
   *
   * @throws AppError TIME_LIMIT, and what the work throws before that
   */
  async over<Result>(work: Promise<Result>): Promise<Result> {
    const { signal } = this.#overrun;
    const interruption = new Interruption();
    const stop = () => interruption.interrupt(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    try {
      return await interruption.over(work);
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}

function overrun(milliseconds: number): AppError {
  const seconds = (milliseconds / 1000).toLocaleString("en");
  const message = `Cannot go on with a cell as it may take at most ${seconds} seconds`;
  const remedy = "Let it do less, such as fewer series or a longer grain, or raise the setting " +
    "CELL_TIME_LIMIT_SECONDS";
  return new AppError("TIME_LIMIT", message, {
    problems: [{ severity: "error", code: "TIME_LIMIT", message, place: {}, remedy }],
  });
}
