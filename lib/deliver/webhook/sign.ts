/**
 * Signs webhooks, so that who gets one knows whose it is, that nobody changed it, and when it was sent.
 *
 * signature = HMAC-SHA256 of the id, the time in seconds since 1970 and the body, joined by points. The time is
 * signed too, so that a webhook that somebody kept is old when it is sent again.
 *
 * Source: Standard Webhooks, https://www.standardwebhooks.com, "Signature scheme".
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";

/** What is signed. */
export interface Signed {
  readonly id: string;
  readonly at: Date;
  readonly body: Uint8Array;
}

/** Returns the headers that say who sent a webhook and when. */
export function signWebhook(
  { id, at, body }: Signed,
  secret: Uint8Array,
): Readonly<Record<string, string>> {
  const seconds = String(Math.floor(at.getTime() / 1000));
  const signature = createHmac("sha256", Buffer.from(secret))
    .update(`${id}.${seconds}.`).update(Buffer.from(body)).digest("base64");
  return {
    "webhook-id": id,
    "webhook-timestamp": seconds,
    "webhook-signature": `v1,${signature}`,
  };
}
