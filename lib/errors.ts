/**
 * The one error that Daybook refuses with, and the problems it lists.
 *
 * A message reads `Cannot <act> as <rule>: current value is <value>`, in sentence
 * case, without a full stop. Anything thrown that is no `AppError` is a bug.
 *
 * @module
 */

/** Stable, upper case; part of the interface: never renamed once released. */
export type ErrorCode =
  | "BAD_USAGE"
  | "BAD_SETTING"
  | "BAD_NOTEBOOK"
  | "BAD_PARAMETER"
  | "BAD_EXPRESSION"
  | "BAD_FILE"
  | "EMPTY_FILE"
  | "EMPTY_BODY"
  | "NOT_FOUND"
  | "FILE_NOT_FOUND"
  | "FILE_NOT_ALLOWED"
  | "FILE_TOO_LARGE"
  | "UNSUPPORTED_FORMAT"
  | "DECODE_ERROR"
  | "MISSING_COLUMN"
  | "MISSING_COLUMNS"
  | "BAD_EVENTS"
  | "WRONG_TYPE"
  | "WRONG_STAGE"
  | "TOO_MANY_ROWS"
  | "ANSWER_TOO_LARGE"
  | "CHECK_FAILED"
  | "NOT_GRANTED"
  | "NOT_SIGNED_IN"
  | "TOO_OFTEN"
  | "DATABASE_BUSY"
  | "DATABASE_ERROR"
  | "DATABASE_NEWER"
  | "DISK_FULL"
  | "NO_ROOM"
  | "NO_RIGHTS"
  | "TIME_LIMIT"
  | "TOO_SLOW"
  | "NO_ANSWER"
  | "MODEL_FAILED"
  | "OUTSIDE_FAILED"
  | "PROCESS_ENDED"
  | "INTERNAL_ERROR"
  | "CONFLICT"
  | "CANCELLED";

/** Where a problem is: a file, a cell, a key in it, a position; lines and columns count from 1. */
export interface Place {
  readonly file?: string;
  readonly cell?: string;
  readonly key?: string;
  readonly line?: number;
  readonly column?: number;
}

/** One thing that is wrong, told so that a person can mend it. */
export interface Problem {
  readonly severity: "error" | "warning";
  readonly code: ErrorCode;
  readonly message: string;
  readonly place: Place;
  /** What to do about it; `null` where the message says it. */
  readonly remedy: string | null;
}

/** A refusal: expected, told to the user, never logged as a bug. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly problems: readonly Problem[];
  /** When it is worth another try; `null` where waiting does not help. */
  readonly retryAfterSeconds: number | null;

  constructor(
    code: ErrorCode,
    message: string,
    options: {
      readonly cause?: unknown;
      readonly problems?: readonly Problem[];
      readonly retryAfterSeconds?: number | null;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.problems = options.problems ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
  }
}

/** Returns what is wrong: the problems of a refusal, or the refusal itself as one. */
export function problemsIn({ code, message, problems }: AppError): readonly Problem[] {
  if (problems.length > 0) return problems;
  return [{ severity: "error", code, message, place: {}, remedy: null }];
}

/** Returns each problem once: what is wrong with a key may be told by its form and by the plan. */
export function distinctProblems(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}
