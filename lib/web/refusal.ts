/**
 * Answers to requests that reach no page, as RFC 9457 tells them.
 *
 * @module
 */
import type { ErrorCode } from "@/lib/errors.ts";
import { requestIdOf } from "./request_id.ts";

/** What a request is told that goes no further. */
export interface Refusal {
  readonly status: 403 | 421;
  readonly title: string;
  readonly code: ErrorCode;
  readonly detail: string;
}

/** Answers a request that goes no further: nothing of its address is read. */
export function refuse(
  request: Request,
  { status, title, code, detail }: Refusal,
): Response {
  const request_id = requestIdOf(request);
  const problem = { type: "about:blank", title, status, detail, code, errors: [], request_id };
  return new Response(JSON.stringify(problem), {
    status,
    headers: {
      "Cache-Control": "no-store",
      "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
      "Content-Type": "application/problem+json",
      "X-Content-Type-Options": "nosniff",
      "X-Request-Id": request_id,
    },
  });
}
