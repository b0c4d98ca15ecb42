/**
 * Posts JSON to a model and reads a bounded answer in a bounded time. No redirect is followed: the key
 * would go along.
 *
 * @module
 */
import type { FailureReason, Reply } from "./model.ts";

/** A summary has a thousandth of it. */
const MAX_ANSWER_BYTES = 1_000_000;

/** What a server may ask us to wait; a longer wait is no reason to hold a run up. */
const LONGEST_WAIT_SECONDS = 3600;

/** Where and what to post. */
export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly timeLimitMilliseconds: number;
}

type Failed = Extract<Reply, { readonly type: "failed" }>;

/** Returns the answer's JSON, or why there is none. */
export async function postJson(
  { url, headers, body, timeLimitMilliseconds }: Post,
  signal: AbortSignal,
): Promise<{ readonly type: "json"; readonly value: unknown } | Failed> {
  const limit = AbortSignal.timeout(timeLimitMilliseconds);
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(body),
      redirect: "manual",
      signal: AbortSignal.any([signal, limit]),
    });
    if (!response.ok) {
      await response.body?.cancel();
      return failed(reasonOf(response.status), response);
    }
    const text = await readBounded(response);
    return text === null ? failed("answer too large") : { type: "json", value: JSON.parse(text) };
  } catch (error) {
    // What was thrown may hold the URL, and is told to nobody.
    if (signal.aborted) return failed("cancelled");
    if (limit.aborted) return failed("time limit");
    return failed(error instanceof SyntaxError ? "answer unreadable" : "network");
  }
}

/** Returns a failure; of a status that says how long to wait, with that. */
export function failed(reason: FailureReason, response: Response | null = null): Failed {
  const wait = response?.headers.get("retry-after") ?? "";
  const seconds = /^\d{1,9}$/.test(wait) ? Number(wait) : null;
  return {
    type: "failed",
    reason,
    status: response?.status ?? null,
    retryAfterMilliseconds: seconds === null
      ? null
      : 1000 * Math.min(seconds, LONGEST_WAIT_SECONDS),
  };
}

function reasonOf(status: number): FailureReason {
  if (status === 429) return "too much to do";
  if (status >= 500) return "server error";
  return status >= 300 && status < 400 ? "redirected" : "refused";
}

async function readBounded(response: Response): Promise<string | null> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    // Leaving the loop cancels the rest.
    if (bytes > MAX_ANSWER_BYTES) return null;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
