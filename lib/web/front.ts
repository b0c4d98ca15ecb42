/**
 * What is looked at before a request reaches any page: which host it is for, whether it came by TLS,
 * which other site's script sent it, and how slowly its body comes.
 *
 * @module
 */
import { isIP } from "node:net";
import { AnswerLimit, type AnswerTimes } from "./answer_limit.ts";
import type { RequestInfo } from "./define.ts";
import { isOwnHost, refuseOtherHost } from "./own_host.ts";
import { refuse } from "./refusal.ts";
import { type SlowBodyOptions, withPatience } from "./slow_body.ts";

/** How requests have to come. */
export interface FrontRules {
  /** Names beside those of this machine, in small letters, without port. */
  readonly trustedHosts: readonly string[];
  /** Addresses whose `X-Forwarded-…` is believed. */
  readonly trustedProxies: readonly string[];
  readonly forceHttps: boolean;
  /** Origins whose scripts may ask what programs ask. */
  readonly allowedOrigins: readonly string[];
}

/** Answers a request that may go on. */
export type Answer = (request: Request, info: RequestInfo) => Promise<Response>;

const HSTS = "max-age=31536000; includeSubDomains";
const CORS_METHODS = "GET, POST, PUT, PATCH, DELETE";
const CORS_HEADERS = "Authorization, Content-Type, If-None-Match, X-API-Key, X-Request-Id";
const CORS_EXPOSED = "Content-Disposition, ETag, Retry-After, X-Request-Id";
const CORS_SECONDS = 600;

/** Returns what stands before the pages. */
export function createFront(
  rules: FrontRules,
  { times, patience = {} }: {
    readonly times: AnswerTimes;
    /** How slowly bodies may come; left out for what holds in earnest. */
    readonly patience?: Omit<SlowBodyOptions, "heard">;
  },
): (request: Request, info: RequestInfo, answer: Answer) => Promise<Response> {
  const { trustedHosts, trustedProxies, forceHttps, allowedOrigins } = rules;

  return async (sent, { remoteAddress: peer }, answer) => {
    const host = sent.headers.get("Host") ?? "";
    const name = host.replace(/:\d{1,5}$/, "").toLowerCase();
    if (!trustedHosts.includes(name)) {
      const refused = refuseOtherHost(sent);
      if (refused !== null) return refused;
    }
    const isProxied = trustedProxies.includes(peer);
    const isSecure = isProxied && sent.headers.get("X-Forwarded-Proto") === "https";
    if (forceHttps && !isSecure && !isOwnHost(host)) return toHttps(sent, host);
    const origin = sent.headers.get("Origin");
    const isAllowed = origin !== null && allowedOrigins.includes(origin) && isForPrograms(sent);
    if (isAllowed && isPreflight(sent)) return allow(new Response(null, { status: 204 }), origin);
    const remoteAddress = isProxied ? clientOf(sent, trustedProxies) ?? peer : peer;
    const limit = new AnswerLimit(times);
    const request = fit(sent, { isSecure, slow: { ...patience, heard: () => limit.heard() } });
    const answered = await answer(request, { remoteAddress, limit });
    if (!isAllowed && !(forceHttps && isSecure)) return answered;
    const response = new Response(answered.body, answered);
    if (forceHttps && isSecure) response.headers.set("Strict-Transport-Security", HSTS);
    return isAllowed ? allow(response, origin) : response;
  };
}

/** Leads who only reads to https; what was sent in the open is not taken. */
function toHttps(request: Request, host: string): Response {
  if (!["GET", "HEAD"].includes(request.method)) {
    return refuse(request, {
      status: 403,
      title: "Not allowed",
      code: "BAD_USAGE",
      detail: "Cannot take what was sent as it must come by https",
    });
  }
  const { pathname, search } = new URL(request.url);
  const Location = `https://${host.replace(/:\d{1,5}$/, "")}${pathname}${search}`;
  return new Response(null, { status: 308, headers: { Location, "Cache-Control": "no-store" } });
}

/**
 * Returns the last address in the list of forwarders that is no proxy of ours; `null` where it is no
 * address. What stands before it is the client's own word.
 */
function clientOf(request: Request, proxies: readonly string[]): string | null {
  const passed = (request.headers.get("X-Forwarded-For") ?? "").split(",")
    .map((one) => withoutPort(one.trim()));
  const last = passed.findLast((one) => !proxies.includes(one)) ?? "";
  return isIP(last) === 0 ? null : last;
}

function withoutPort(address: string): string {
  const found = /^(?:\[(.*)\]|([\d.]+))(?::\d{1,5})?$/.exec(address);
  return found?.[1] ?? found?.[2] ?? address;
}

function isForPrograms(request: Request): boolean {
  const { pathname } = new URL(request.url);
  return pathname.startsWith("/api/") || pathname === "/openapi.json";
}

function isPreflight({ method, headers }: Request): boolean {
  return method === "OPTIONS" && headers.has("Access-Control-Request-Method");
}

/** Lets a script of another site read an answer; its cookies are none of its business. */
function allow(response: Response, origin: string): Response {
  const { headers } = response;
  headers.set("Access-Control-Allow-Origin", origin);
  headers.set("Access-Control-Allow-Methods", CORS_METHODS);
  headers.set("Access-Control-Allow-Headers", CORS_HEADERS);
  headers.set("Access-Control-Expose-Headers", CORS_EXPOSED);
  headers.set("Access-Control-Max-Age", String(CORS_SECONDS));
  headers.set("Cross-Origin-Resource-Policy", "cross-origin");
  headers.append("Vary", "Origin");
  return response;
}

/** Returns a request under the address that was asked for, whose body may not be endlessly slow. */
function fit(
  sent: Request,
  { isSecure, slow }: { readonly isSecure: boolean; readonly slow: SlowBodyOptions },
): Request {
  if (!isSecure && sent.body === null) return sent;
  const url = isSecure ? sent.url.replace(/^http:/, "https:") : sent.url;
  const { method, headers, signal } = sent;
  const body = sent.body === null ? null : withPatience(sent.body, slow);
  return new Request(url, { method, headers, signal, body, redirect: "manual" });
}
