/**
 * What a reader gets for the right password, so as not to be asked at each page.
 *
 * grant = when it ends, then HMAC-SHA256 of the link and that moment under the stored hash of the
 * password: nobody else can make one, nothing has to be stored, and a new password ends them all.
 *
 * @module
 */
import { createHmac } from "node:crypto";
import { isSameText } from "@/lib/crypto/secret.ts";

/** What a grant is for. */
export interface GrantSubject {
  readonly link: string;
  readonly passwordHash: string;
}

/** Half a day: a reader gives the password once a working day. */
const LIFE_MILLISECONDS = 12 * 60 * 60_000;

/** Makes a grant, as text that a cookie may hold. */
export function makePasswordGrant(subject: GrantSubject, now: Date): string {
  const end = String(now.getTime() + LIFE_MILLISECONDS);
  return `${end}.${sign(subject, end)}`;
}

/** Whether a grant was made for this link and password, and has not ended. */
export function isPasswordGrant(
  subject: GrantSubject,
  { grant, now }: { readonly grant: string; readonly now: Date },
): boolean {
  const [end, signature = ""] = grant.split(".");
  return /^\d{13}$/.test(end) && now.getTime() < Number(end) &&
    isSameText(signature, sign(subject, end));
}

function sign({ link, passwordHash }: GrantSubject, end: string): string {
  return createHmac("sha256", passwordHash).update(JSON.stringify(["link_grant", link, end]))
    .digest("base64url");
}
