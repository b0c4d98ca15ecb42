/**
 * What a request shows of who sends it.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
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

/** Refuses what a program shows and nobody knows; does nothing of who shows nothing. @throws AppError NOT_SIGNED_IN */
export function refuseShown(request: Request): void {
  const shown = credentialOf(request);
  switch (shown?.type) {
    case undefined:
    case "session":
      return;
    case "key":
      throw new AppError(
        "NOT_SIGNED_IN",
        "Cannot answer as the key in X-API-Key must be known: it is wrong, revoked or over",
      );
    case "bearer": {
      const message =
        "Cannot answer as the token in Authorization must be known: it is wrong, ended or over";
      const problem = {
        severity: "error",
        code: "NOT_SIGNED_IN",
        message,
        place: { key: "Authorization" },
        remedy: "Send a key as X-API-Key; a token comes from POST /api/auth/login",
      } as const;
      throw new AppError("NOT_SIGNED_IN", message, { problems: [problem] });
    }
  }
}

/** Returns what every question of a request shows the engine: below a link's page, that link. */
export function shownBy(request: Request): Shown | null {
  const [, token = null] = /^\/s\/([^/]+)/.exec(new URL(request.url).pathname) ?? [];
  return token === null ? credentialOf(request) : { type: "link", token };
}
