/**
 * The end of what one answer may bring into memory.
 *
 * postgres.js keeps each message, and all rows of a statement, in memory, and has no limit to set. So
 * what has come is counted where it arrives, and a connection that brings too much is dropped: a
 * server would first send the rest of the row at hand, which may be a gigabyte, and hear a stop then.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";

/** What an answer may have where nobody said how much; in memory it takes some times that. */
export const DEFAULT_ANSWER_BYTES = 256_000_000;

/** How often is looked: some 20 MB may come meanwhile. */
const LOOK_MILLISECONDS = 20;

/** Where an answer comes from, as connection.ts has it. */
interface Wire {
  readonly received: number;
  drop(): void;
}

/** Watches the answer of one statement; dispose of it when the statement has ended. */
export class AnswerLimit implements Disposable {
  readonly #wire: Wire;
  readonly #bytes: number;
  readonly #start: number;
  readonly #timer: ReturnType<typeof setInterval>;
  #exceeded: AppError | null = null;

  constructor(wire: Wire, bytes: number) {
    this.#wire = wire;
    this.#bytes = bytes;
    this.#start = wire.received;
    this.#timer = setInterval(() => this.#look(), LOOK_MILLISECONDS);
  }

  /** What to throw, once the connection was dropped; `null` before. */
  get exceeded(): AppError | null {
    return this.#exceeded;
  }

  /** @throws AppError ANSWER_TOO_LARGE where all has come before anybody looked */
  check(): void {
    if (this.#isOver()) throw this.#exceeded = tooLarge(this.#bytes);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #isOver(): boolean {
    return this.#wire.received - this.#start > this.#bytes;
  }

  #look(): void {
    if (this.#exceeded !== null || !this.#isOver()) return;
    this.#exceeded = tooLarge(this.#bytes);
    this.#wire.drop();
  }
}

function tooLarge(bytes: number): AppError {
  const message = `Cannot read more than ${bytes / 1_000_000} MB at once`;
  const remedy = "Read fewer rows or columns, or the beginning of long texts, " +
    "such as left(text, 1000)";
  return new AppError("ANSWER_TOO_LARGE", message, {
    problems: [{ severity: "error", code: "ANSWER_TOO_LARGE", message, place: {}, remedy }],
  });
}
