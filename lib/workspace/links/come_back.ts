/**
 * Which revoked links can be brought back.
 *
 * @module
 */
import type { LinkEntry } from "./contract.ts";

/** A revoked link can be brought back for so long. */
export const COMES_BACK_MILLISECONDS = 24 * 60 * 60_000;

/** Whether a link was revoked, and can be brought back. */
export function comesBack(
  { revokedAt, expiresAt }: Pick<LinkEntry, "revokedAt" | "expiresAt">,
  now: Date,
): boolean {
  if (revokedAt === null) return false;
  return Date.parse(revokedAt) + COMES_BACK_MILLISECONDS > now.getTime() &&
    (expiresAt === null || Date.parse(expiresAt) > now.getTime());
}
