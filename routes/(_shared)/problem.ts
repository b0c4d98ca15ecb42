/**
 * How a refusal is told over HTTP: the only file that knows which status a code has.
 *
 * @module
 */
import { type Context, HttpError } from "@daybook/web";
import { AppError, type ErrorCode, type Problem } from "@/lib/errors.ts";
import type { Log } from "@/lib/log.ts";
import { toldMethod } from "@/lib/seen/request_figures.ts";
import type { State } from "./define.ts";

const STATUSES: Readonly<Record<ErrorCode, number>> = {
  BAD_USAGE: 400,
  BAD_SETTING: 500,
  BAD_NOTEBOOK: 422,
  BAD_PARAMETER: 422,
  BAD_EXPRESSION: 422,
  BAD_FILE: 422,
  EMPTY_FILE: 422,
  EMPTY_BODY: 400,
  NOT_FOUND: 404,
  FILE_NOT_FOUND: 404,
  FILE_NOT_ALLOWED: 403,
  FILE_TOO_LARGE: 413,
  UNSUPPORTED_FORMAT: 415,
  DECODE_ERROR: 400,
  MISSING_COLUMN: 422,
  MISSING_COLUMNS: 400,
  BAD_EVENTS: 400,
  WRONG_TYPE: 422,
  WRONG_STAGE: 422,
  TOO_MANY_ROWS: 422,
  ANSWER_TOO_LARGE: 422,
  CHECK_FAILED: 422,
  NOT_GRANTED: 403,
  NOT_SIGNED_IN: 401,
  TOO_OFTEN: 429,
  DATABASE_BUSY: 503,
  DATABASE_ERROR: 500,
  DATABASE_NEWER: 500,
  DISK_FULL: 507,
  NO_ROOM: 507,
  NO_RIGHTS: 500,
  TIME_LIMIT: 504,
  TOO_SLOW: 408,
  NO_ANSWER: 503,
  MODEL_FAILED: 502,
  OUTSIDE_FAILED: 502,
  PROCESS_ENDED: 503,
  INTERNAL_ERROR: 500,
  CONFLICT: 409,
  CANCELLED: 409,
};

const STATUS_TITLES: Readonly<Record<number, string>> = {
  400: "This cannot be answered",
  401: "Sign in first",
  403: "Not allowed",
  404: "Not found",
  405: "Not to be had this way",
  408: "Too slow",
  409: "Changed or stopped meanwhile",
  413: "Too large",
  429: "Too many at once",
  503: "Not now",
  507: "No room",
};

/** An error as RFC 9457 tells it. */
export interface ProblemDetails {
  readonly type: "about:blank";
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ErrorCode;
  readonly errors: readonly ErrorDetails[];
  /** Names the request in the log. */
  readonly request_id: string;
}

/** One thing that is wrong with what was sent. */
export interface ErrorDetails {
  /** The parameter, the field, or the cell and its key; `null` where it is none of these. */
  readonly path: string | null;
  /** From 1; `null` where what was sent has no lines. */
  readonly line: number | null;
  readonly message: string;
  /** What to do about it; `null` where the message says it. */
  readonly remedy: string | null;
}

/** Returns what to tell of an error: a refusal as it is, of anything else only that it happened. */
export function problemOf(error: unknown, requestId: string): ProblemDetails {
  if (error instanceof AppError) {
    const { code, message, problems } = error;
    const errors = problems.map(detailsOf);
    return problem(STATUSES[code], { code, detail: message, errors, request_id: requestId });
  }
  if (error instanceof HttpError) {
    const code = error.status === 404 ? "NOT_FOUND" : "BAD_USAGE";
    const detail = error.status === 404
      ? "There is nothing at this address"
      : "This address does not take what was sent";
    return problem(error.status, { code, detail, errors: [], request_id: requestId });
  }
  const detail = "Internal server error";
  return problem(500, { code: "INTERNAL_ERROR", detail, errors: [], request_id: requestId });
}

/** Returns the status of an error. */
export function statusOf(error: unknown): number {
  return problemOf(error, "").status;
}

/**
 * Returns what writes errors into the log, by the id that pages tell: refusals are none. Bugs of this
 * process go to the audit log too; those of the engine are there.
 */
export function errorLog(log: Log) {
  return (error: unknown, { state, req, route, info }: Context<State>): void => {
    if (statusOf(error) < 500) return;
    // Not the path, which may hold a link's token.
    log.error("web.error", {
      request: state.requestId,
      method: toldMethod(req.method),
      route,
      error,
    });
    if (error instanceof AppError || error instanceof HttpError) return;
    const fault = { request: state.requestId, address: info.remoteAddress };
    // The bug is told whatever becomes of this.
    Promise.try(() => state.workspace.access.noteFault(fault)).catch(() => {});
  };
}

/** Returns what a client is told of an error beside its status: when to try again. */
export function problemHeaders(error: unknown): Readonly<Record<string, string>> {
  const seconds = error instanceof AppError ? error.retryAfterSeconds : null;
  return seconds === null ? {} : { "Retry-After": String(seconds) };
}

/** Answers a program with an error. */
export function problemResponse(
  details: ProblemDetails,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(JSON.stringify(details), {
    status: details.status,
    headers: { ...headers, "Content-Type": "application/problem+json" },
  });
}

function detailsOf({ message, place, remedy }: Problem): ErrorDetails {
  const { file, cell, key, line = null } = place;
  const path = [cell, key].filter((part) => part !== undefined).join(".");
  return { path: path || (file ?? null), line, message, remedy };
}

function problem(
  status: number,
  told: Pick<ProblemDetails, "code" | "detail" | "errors" | "request_id">,
): ProblemDetails {
  const title = STATUS_TITLES[status] ??
    (status < 500 ? "This cannot be done as asked" : "Something went wrong");
  return { type: "about:blank", title, status, ...told };
}
