import { deepStrictEqual, equal, throws } from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import fc from "fast-check";
import { createTokenSigner, type SigningKey } from "@/lib/crypto/signed_token.ts";
import { AppError } from "@/lib/errors.ts";

const KEY: SigningKey = { id: "one", bytes: new Uint8Array(32).fill(7) };
const OTHER: SigningKey = { id: "two", bytes: new Uint8Array(32).fill(8) };
const CLAIMS = { subject: "a", family: "f", notBefore: 1000, expires: 2800 };
const NOW = new Date(1_500_000);
const INVALID = { type: "invalid" };

const signer = createTokenSigner([KEY], "access");
const token = signer.sign(CLAIMS);
const [header, body, signature] = token.split(".");

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function signed(head: unknown, claims: unknown, bytes = KEY.bytes, method = "sha256"): string {
  const text = `${encode(head)}.${encode(claims)}`;
  return `${text}.${createHmac(method, bytes).update(text).digest("base64url")}`;
}

const HEAD = { alg: "HS256", typ: "JWT", kid: "one" };
const SAID = { aud: "access", sub: "a", fam: "f", nbf: 1000, exp: 2800 };

Deno.test("verify() takes what sign() signed, from its first second to its last", () => {
  equal(token, signed(HEAD, SAID));
  deepStrictEqual(signer.verify(token, NOW), { type: "valid", claims: CLAIMS });
  equal(signer.verify(token, new Date(999_999)).type, "invalid");
  equal(signer.verify(token, new Date(1_000_000)).type, "valid");
  equal(signer.verify(token, new Date(2_799_999)).type, "valid");
  equal(signer.verify(token, new Date(2_800_000)).type, "expired");
});

Deno.test("verify() refuses forged tokens", async (t) => {
  const cases: readonly (readonly [string, string])[] = [
    ["nothing", ""],
    ["no parts", "token"],
    ["alg none without signature", `${encode({ alg: "none", typ: "JWT", kid: "one" })}.${body}.`],
    [
      "alg none that keeps the signature",
      `${encode({ ...HEAD, alg: "none" })}.${body}.${signature}`,
    ],
    ["alg None in other letters", `${encode({ ...HEAD, alg: "NoNe" })}.${body}.`],
    ["no signature", `${header}.${body}.`],
    ["two parts", `${header}.${body}`],
    ["four parts", `${token}.x`],
    ["five parts, as an encrypted one has", `${token}.x.y`],
    [
      "another method that is rightly signed",
      signed({ ...HEAD, alg: "HS512" }, SAID, KEY.bytes, "sha512"),
    ],
    ["RS256 with our key as its public key", signed({ ...HEAD, alg: "RS256" }, SAID)],
    ["another key", signed(HEAD, SAID, OTHER.bytes)],
    ["an empty key", signed(HEAD, SAID, new Uint8Array(0))],
    ["a key that it brings along", signed({ ...HEAD, jwk: { kty: "oct", k: "BwcH" } }, SAID)],
    [
      "a name of a key that climbs",
      signed({ ...HEAD, kid: "../../dev/null" }, SAID, new Uint8Array(0)),
    ],
    ["an unknown key", signed({ ...HEAD, kid: "two" }, SAID, OTHER.bytes)],
    ["another subject", `${header}.${encode({ ...SAID, sub: "b" })}.${signature}`],
    ["a later end", `${header}.${encode({ ...SAID, exp: 9e9 })}.${signature}`],
    ["for something else", signed(HEAD, { ...SAID, aud: "refresh" })],
    ["without an end", signed(HEAD, { ...SAID, exp: undefined })],
    ["an end that is a text", signed(HEAD, { ...SAID, exp: "9999999999" })],
    ["nothing said", signed(HEAD, null)],
    ["padded", `${token}=`],
    ["with a space", ` ${token}`],
    ["too long", `${token}${"A".repeat(10_000)}`],
  ];
  for (const [name, forged] of cases) {
    await t.step(name, () => deepStrictEqual(signer.verify(forged, NOW), INVALID));
  }
});

Deno.test("verify() refuses a token with any one character changed", () => {
  const characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.= ";
  fc.assert(fc.property(
    fc.nat(token.length - 1),
    fc.constantFrom(...characters),
    (at, character) => {
      fc.pre(token[at] !== character);
      const changed = token.slice(0, at) + character + token.slice(at + 1);
      deepStrictEqual(signer.verify(changed, NOW), INVALID);
    },
  ));
});

Deno.test("verify() never throws, whatever it is shown", () => {
  fc.assert(fc.property(fc.string(), (text) => {
    deepStrictEqual(signer.verify(text, NOW), INVALID);
    deepStrictEqual(signer.verify(`${header}.${text}.${text}`, NOW), INVALID);
  }));
});

Deno.test("createTokenSigner() signs with the first key and verifies with all", () => {
  const turned = createTokenSigner([OTHER, KEY], "access");
  equal(turned.verify(token, NOW).type, "valid");
  equal(signer.verify(turned.sign(CLAIMS), NOW).type, "invalid");
});

Deno.test("createTokenSigner() refuses short keys and one name for two", () => {
  const short = { id: "short", bytes: new Uint8Array(31) };
  const refused = (error: unknown) => error instanceof AppError && error.code === "BAD_SETTING";
  throws(() => createTokenSigner([KEY, short], "access"), refused);
  throws(() => createTokenSigner([KEY, { ...OTHER, id: "one" }], "access"), refused);
});
