/**
 * Asks a server of the open internet: the address that was checked is the one that is connected to, so that a
 * name cannot mean another one meanwhile; each redirect is checked anew.
 *
 * @module
 */
import { request as requestPlain } from "node:http";
import type { IncomingMessage } from "node:http";
import { request as requestSecure } from "node:https";
import { checkTarget, portOf, type Refusal, type Surroundings } from "./target.ts";

/** What is asked. A POST follows no redirect: what it carries is for one receiver. */
export type OutsideRequest =
  & {
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly timeLimitMilliseconds: number;
    readonly maxBytes: number;
    /** Certificates of authorities to trust rather than the system's. */
    readonly authorities?: string;
  }
  & (
    | { readonly method: "POST"; readonly body: Uint8Array }
    | { readonly method: "GET"; readonly redirects: number }
  );

/** What came of it. */
export type OutsideReply =
  | { readonly type: "answered"; readonly status: number; readonly body: Uint8Array }
  | { readonly type: "refused"; readonly reason: Refusal | "redirected" }
  | {
    readonly type: "failed";
    readonly reason: "network" | "time limit" | "cancelled" | "answer too large";
  };

/** Asks, and returns the answer whole; nothing is thrown for what the other side does. */
export async function requestOutside(
  request: OutsideRequest,
  surroundings: Surroundings,
  signal: AbortSignal,
): Promise<OutsideReply> {
  const limit = AbortSignal.timeout(request.timeLimitMilliseconds);
  const ended = AbortSignal.any([signal, limit]);
  let url = request.url;
  let left = request.method === "GET" ? request.redirects : 0;
  try {
    for (;;) {
      const target = await untilEnded(checkTarget(url, surroundings), ended);
      if (target.type === "refused") return target;
      const answer = await askOnce(target, request, ended);
      if (answer.type === "too large") return { type: "failed", reason: "answer too large" };
      const { status, location, body } = answer;
      if (status < 300 || status >= 400) return { type: "answered", status, body };
      if (location === null || left-- === 0) return { type: "refused", reason: "redirected" };
      url = URL.parse(location, target.url)?.href ?? "";
    }
  } catch {
    // What was thrown may hold the URL, whose path may be a secret.
    if (signal.aborted) return { type: "failed", reason: "cancelled" };
    return { type: "failed", reason: limit.aborted ? "time limit" : "network" };
  }
}

type Answer =
  | {
    readonly type: "whole";
    readonly status: number;
    readonly location: string | null;
    readonly body: Uint8Array;
  }
  | { readonly type: "too large" };

function askOnce(
  { url, address }: { readonly url: URL; readonly address: string },
  request: OutsideRequest,
  signal: AbortSignal,
): Promise<Answer> {
  const isSecure = url.protocol === "https:";
  const body = request.method === "POST" ? request.body : null;
  return new Promise((resolve, reject) => {
    const sent = (isSecure ? requestSecure : requestPlain)({
      host: address,
      port: portOf(url),
      path: url.pathname + url.search,
      method: request.method,
      headers: {
        ...request.headers,
        host: url.host,
        connection: "close",
        ...(body === null ? {} : { "content-length": String(body.byteLength) }),
      },
      agent: false,
      signal,
      // The certificate must be of the name, not of the address.
      ...(isSecure ? { servername: url.hostname, ca: request.authorities } : {}),
    });
    sent.on("error", reject);
    sent.on("response", (response) => {
      readAnswer(response, request.maxBytes).then((answer) => {
        sent.destroy();
        resolve(answer);
      }, reject);
    });
    sent.end(body ?? undefined);
  });
}

async function readAnswer(response: IncomingMessage, maxBytes: number): Promise<Answer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) return { type: "too large" };
    chunks.push(chunk);
  }
  const body = new Uint8Array(bytes);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.byteLength;
  }
  return {
    type: "whole",
    status: response.statusCode ?? 0,
    location: response.headers.location ?? null,
    body,
  };
}

/** Resolving a name takes no signal. */
function untilEnded<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const end = () => reject(signal.reason);
  if (signal.aborted) end();
  else signal.addEventListener("abort", end, { once: true });
  return Promise.race([promise, ended]).finally(() => signal.removeEventListener("abort", end));
}
