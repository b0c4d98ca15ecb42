/**
 * Tells which key of a cell's body a refused expression stood at.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";

/**
 * Returns what `work` returns; an AppError gets the key as the place of its
 * problems, whose lines and columns count within the key's text.
 */
export function atKey<T>(key: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code, message } = error;
    const problems = error.problems.length > 0
      ? error.problems
      : [{ severity: "error" as const, code, message, place: {}, remedy: null }];
    throw new AppError(code, message, {
      cause: error,
      problems: problems.map((problem) => ({ ...problem, place: { ...problem.place, key } })),
    });
  }
}
