/**
 * Gathers what strict ingestion refuses: each bad line, as many as are told.
 *
 * @module
 */
import { AppError, type Problem } from "@/lib/errors.ts";
import type { EventRejection } from "./event.ts";

/** So many are told one by one; all are counted. */
export const MOST_TOLD = 1000;

/** The bad values of a request, in the order in which they came. */
export class BadRows {
  count = 0;
  readonly #told: EventRejection[] = [];

  add(rejections: readonly EventRejection[]): void {
    this.count += rejections.length;
    this.#told.push(...rejections.slice(0, MOST_TOLD - this.#told.length));
  }

  /** Takes those of another reading of the same request. */
  merge({ count, told }: BadRows): void {
    this.add(told);
    this.count += count - told.length;
  }

  /** The first of them, in the order in which they came. */
  get told(): readonly EventRejection[] {
    return this.#told;
  }

  /** @throws AppError BAD_EVENTS where there is one; its problems are in the order of lines */
  refuse(): void {
    if (this.count === 0) return;
    const told = this.#told.toSorted((one, other) => one.line - other.line);
    const problems = told.map(({ line, column, reason }): Problem => ({
      severity: "error",
      code: "BAD_EVENTS",
      message: column === null ? reason : `${column}: ${reason}`,
      place: { line, ...(column === null ? {} : { key: column }) },
      remedy: null,
    }));
    throw new AppError(
      "BAD_EVENTS",
      `Cannot take events as all must be good in strict mode: current value is ${this.count} ` +
        `bad ${this.count === 1 ? "value" : "values"}` +
        (this.count > told.length ? `, of which the first ${told.length} are told` : ""),
      { problems },
    );
  }
}
