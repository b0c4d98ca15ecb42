import { equal, match, notEqual, rejects } from "node:assert/strict";
import { hashPassword, verifyPassword } from "@/lib/crypto/password.ts";

Deno.test("hashPassword() tells its cost and never gives the same text", async () => {
  const [one, other] = await Promise.all([hashPassword("correct"), hashPassword("correct")]);
  match(one, /^scrypt\$32768\$8\$3\$[\w-]{22}\$[\w-]{43}$/);
  notEqual(one, other);
});

Deno.test("verifyPassword() knows the password, however its accents are written", async () => {
  const stored = await hashPassword("caf\u00e9 au lait");
  equal(await verifyPassword("caf\u00e9 au lait", stored), true);
  equal(await verifyPassword("cafe\u0301 au lait", stored), true);
  equal(await verifyPassword("cafe au lait", stored), false);
});

Deno.test("verifyPassword() verifies what scrypt elsewhere stored", async () => {
  // Source: RFC 7914, section 12: password "password", salt "NaCl", N 1024, r 8, p 16; the
  // first 32 of its 64 bytes, since the last step of scrypt is PBKDF2 with blocks of 32.
  const hash = "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162";
  const base64 = Uint8Array.fromHex(hash).toBase64({ alphabet: "base64url", omitPadding: true });
  equal(await verifyPassword("password", `scrypt$1024$8$16$TmFDbA$${base64}`), true);
});

Deno.test("verifyPassword() throws where nothing was stored", async () => {
  await rejects(verifyPassword("any", "plain"), TypeError);
});
