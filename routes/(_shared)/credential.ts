/**
 * What a request shows of who sends it.
 *
 * @module
 */
import type { Credential } from "@/lib/workspace/access/contract.ts";
import type { Shown } from "@/lib/workspace/access/showing.ts";
import { sessionOf } from "./cookie.ts";

/** No token or key of ours is longer. */
const MOST_CHARACTERS = 2000;

/**
 * Returns what a request shows, or `null`. A program's header goes before a cookie, which browsers
 * send by themselves.
 */
export function credentialOf(request: Request): Credential | null {
  const key = request.headers.get("X-API-Key");
  if (key !== null) return { type: "key", key: key.slice(0, MOST_CHARACTERS) };
  const [, token = null] = /^Bearer +(\S+)$/i.exec(request.headers.get("Authorization") ?? "") ??
    [];
  if (token !== null) return { type: "bearer", token: token.slice(0, MOST_CHARACTERS) };
  const session = sessionOf(request);
  return session === null ? null : { type: "session", session };
}

/** Returns what every question of a request shows the engine: below a link's page, that link. */
export function shownBy(request: Request): Shown | null {
  const [, token = null] = /^\/s\/([^/]+)/.exec(new URL(request.url).pathname) ?? [];
  return token === null ? credentialOf(request) : { type: "link", token };
}
