/**
 * Tokens that say something for a while and are signed: JWT in form, HMAC-SHA256.
 *
 * Nothing of a token's header is obeyed. It must be, byte for byte, one that we write: so there is
 * no `none`, no other method and no key that the token brings along. The signature is compared
 * as text, so that one token has one spelling.
 *
 * Source: RFC 7515, RFC 7519, RFC 8725 (section 3.1: the verifier chooses the method).
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import { AppError } from "@/lib/errors.ts";
import { isSameText } from "./secret.ts";

/** A key with the name that tokens carry, so that keys can be changed while tokens live. */
export interface SigningKey {
  readonly id: string;
  /** At least 32 bytes, random. */
  readonly bytes: Uint8Array;
}

/** What a token says: about whom, within what, and when it holds, in seconds since 1970. */
export interface Claims {
  readonly subject: string;
  readonly family: string;
  readonly notBefore: number;
  readonly expires: number;
}

/** What became of a token that was shown. */
export type Verified =
  | { readonly type: "valid"; readonly claims: Claims }
  | { readonly type: "invalid" }
  | { readonly type: "expired" };

/** Signs and verifies. */
export interface TokenSigner {
  sign(claims: Claims): string;
  verify(token: string, now: Date): Verified;
}

const LEAST_KEY_BYTES = 32;
const MOST_CHARACTERS = 2000;

/**
 * Makes a signer. The first key signs, all verify.
 *
 * @throws AppError BAD_SETTING where a key is short, or a name is used twice.
 */
export function createTokenSigner(
  keys: readonly [SigningKey, ...SigningKey[]],
  audience: string,
): TokenSigner {
  const short = keys.find(({ bytes }) => bytes.byteLength < LEAST_KEY_BYTES);
  if (short !== undefined) {
    throw new AppError(
      "BAD_SETTING",
      `Cannot sign tokens as a key must have at least ${LEAST_KEY_BYTES} bytes: ` +
        `current value has ${short.bytes.byteLength}`,
    );
  }
  const byHeader = new Map(keys.map((key) => [headerOf(key), key]));
  if (byHeader.size < keys.length) {
    throw new AppError("BAD_SETTING", "Cannot sign tokens as each key must have its own name");
  }
  const [first] = keys;
  return {
    sign({ subject, family, notBefore, expires }) {
      const body = encode({
        aud: audience,
        sub: subject,
        fam: family,
        nbf: notBefore,
        exp: expires,
      });
      const signed = `${headerOf(first)}.${body}`;
      return `${signed}.${signatureOf(signed, first)}`;
    },

    verify(token, now) {
      if (token.length > MOST_CHARACTERS) return { type: "invalid" };
      const [header, body, signature, ...rest] = token.split(".");
      const key = byHeader.get(header);
      if (key === undefined || signature === undefined || rest.length > 0) {
        return { type: "invalid" };
      }
      if (!isSameText(signature, signatureOf(`${header}.${body}`, key))) return { type: "invalid" };
      const claims = readClaims(body, audience);
      const seconds = now.getTime() / 1000;
      if (claims === null || seconds < claims.notBefore) return { type: "invalid" };
      return seconds < claims.expires ? { type: "valid", claims } : { type: "expired" };
    },
  };
}

function headerOf({ id }: SigningKey): string {
  return encode({ alg: "HS256", typ: "JWT", kid: id });
}

function signatureOf(signed: string, { bytes }: SigningKey): string {
  return createHmac("sha256", bytes).update(signed).digest("base64url");
}

function encode(value: Readonly<Record<string, string | number>>): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

/** Reads what is known to be signed; `null` where it was signed for something else. */
function readClaims(body: string, audience: string): Claims | null {
  const { aud, sub, fam, nbf, exp } = parseObject(body);
  if (aud !== audience || typeof sub !== "string" || typeof fam !== "string") return null;
  if (typeof nbf !== "number" || typeof exp !== "number") return null;
  return { subject: sub, family: fam, notBefore: nbf, expires: exp };
}

function parseObject(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(body, "base64url").toString());
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
