/**
 * What a link is, in words.
 *
 * @module
 */
import type { LinkEntry } from "@/lib/workspace/links/contract.ts";

/** How a link stands. */
export type LinkState = "open" | "stopped" | "ended" | "revoked";

/** Tells whether a link still leads anywhere. */
export function linkState({ revokedAt, expiresAt, maker }: LinkEntry, now: Date): LinkState {
  if (revokedAt !== null) return "revoked";
  if (expiresAt !== null && Date.parse(expiresAt) <= now.getTime()) return "ended";
  return maker?.mayShare === false ? "stopped" : "open";
}

/** Says what a link lets its reader do, and which figures it shows. */
export function linkWords({ verb, mode }: Pick<LinkEntry, "verb" | "mode">): string {
  if (mode === "frozen") return "See the figures as they were then";
  return verb === "view" ? "See the newest figures" : "See the newest figures, and set parameters";
}
