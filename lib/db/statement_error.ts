/**
 * What goes wrong with a statement, as errors that can be told to people.
 *
 * @module
 */
import postgres from "postgres";
import { AppError, type ErrorCode } from "@/lib/errors.ts";

/** A statement that Postgres refused. Its message holds Postgres' words, never rows. */
export class StatementError extends AppError {
  /** The SQLSTATE, five characters, such as `23505` for a key that exists. */
  readonly state: string;
  /** Where in the statement, counted in characters from 1; `null` where Postgres does not say. */
  readonly position: number | null;

  constructor(code: ErrorCode, message: string, cause: postgres.PostgresError) {
    super(code, message, { cause });
    this.state = cause.code;
    this.position = cause.position === undefined ? null : Number(cause.position);
  }
}

/** SQLSTATEs with a code of their own; all others are DATABASE_ERROR. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  "53100": "DISK_FULL",
  "42501": "NO_RIGHTS",
  "57014": "CANCELLED",
};

/** How postgres.js names the loss of its connection, and the system that of its socket. */
const LOST = new Set([
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "CONNECTION_DESTROYED",
  "ECONNRESET",
  "EPIPE",
  "57P01",
  "57P02",
  "57P03",
]);

/** Whether an error says that the database is gone, not that it refused. */
export function isLost(error: unknown): boolean {
  return error instanceof Error && "code" in error && LOST.has(String(error.code));
}

/** Turns what postgres.js threw into an `AppError`; other errors are left as they are. */
export function statementError(error: unknown): unknown {
  if (error instanceof AppError) return error;
  if (isLost(error)) {
    return new AppError("PROCESS_ENDED", "Cannot finish a statement as the database has ended", {
      cause: error,
    });
  }
  if (!(error instanceof postgres.PostgresError)) return error;
  if (isDiskFull(error)) {
    return new StatementError(
      "DISK_FULL",
      "Cannot store rows as the disk of the database is full",
      error,
    );
  }
  return new StatementError(
    CODES[error.code] ?? "DATABASE_ERROR",
    `Cannot run a statement as the database refuses it: ${error.message}`,
    error,
  );
}

/** PGlite tells a full disk as an input/output error at times. */
function isDiskFull(error: postgres.PostgresError): boolean {
  return error.code === "53100" || /no space left on device/i.test(error.message);
}
