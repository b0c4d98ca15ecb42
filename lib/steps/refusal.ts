/**
 * Refusals of a step: at the key of the body that is at fault, and with what was found.
 *
 * @module
 */
import { AppError, type ErrorCode, type Problem, problemsIn } from "@/lib/errors.ts";

/** Refuses one key of a cell's body. */
export function refuseKey(
  code: ErrorCode,
  key: string,
  message: string,
  remedy: string | null = null,
): AppError {
  return new AppError(code, message, {
    problems: [{ severity: "error", code, message, place: { key }, remedy }],
  });
}

/**
 * Returns what `work` returns; an AppError gets the key as the place of its
 * problems, whose lines and columns count within the key's text.
 */
export function atKey<T>(key: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError(error.code, error.message, {
      cause: error,
      problems: problemsIn(error).map((problem) => ({
        ...problem,
        place: { ...problem.place, key },
      })),
    });
  }
}

/** Checks that do not hang on one another, so that all that is wrong with a body is told at once. */
export class Checks {
  readonly #refusals: AppError[] = [];

  /** Returns what `work` returns; `null` where it refuses, which is told by `refusal()`. */
  try<T>(work: () => T): T | null {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.#refusals.push(error);
      return null;
    }
  }

  /** Returns one refusal with the problems of all; `null` where all checks passed. */
  refusal(): AppError | null {
    if (this.#refusals.length === 0) return null;
    const [{ code, message }] = this.#refusals;
    return new AppError(code, message, { problems: this.#refusals.flatMap(problemsIn) });
  }
}

/**
 * A refusal that has something to show: the cell fails and stops those below it,
 * and what it found is told all the same.
 */
export class CellFailure<F> extends AppError {
  readonly facts: F;
  /** How many rejections were kept under the cell's key. */
  readonly rejected: number;

  constructor(
    code: ErrorCode,
    message: string,
    { problems, facts, rejected }: {
      readonly problems: readonly Problem[];
      readonly facts: F;
      readonly rejected: number;
    },
  ) {
    super(code, message, { problems });
    this.facts = facts;
    this.rejected = rejected;
  }
}
