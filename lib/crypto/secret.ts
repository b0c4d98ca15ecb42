/**
 * Secrets that are handed out once and stored as a hash.
 *
 * @module
 */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** Too much for anyone to try all, so that a plain hash of it is safe to store. */
const SECRET_BYTES = 32;

/** Returns a new secret of 256 random bits, as 43 characters that an address may hold. */
export function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString("base64url");
}

/** Returns the SHA-256 of a secret, hexadecimal. */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** Whether two texts are the same, in a time that does not tell how far they are. */
export function isSameText(one: string, other: string): boolean {
  return timingSafeEqual(
    createHash("sha256").update(one).digest(),
    createHash("sha256").update(other).digest(),
  );
}
