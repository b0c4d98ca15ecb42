import { equal, match, notEqual, rejects } from "node:assert/strict";
import { hashArgon2id, verifyArgon2id } from "@/lib/crypto/argon2id.ts";

Deno.test("hashArgon2id() tells its cost and never gives the same text", async () => {
  const [one, other] = await Promise.all([hashArgon2id("correct"), hashArgon2id("correct")]);
  match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  notEqual(one, other);
});

Deno.test("verifyArgon2id() knows the password, however its accents are written", async () => {
  const stored = await hashArgon2id("caf\u00e9 au lait");
  equal(await verifyArgon2id("cafe\u0301 au lait", stored), true);
  for (const wrong of ["cafe au lait", "", "\ud800", "\u0000"]) {
    equal(await verifyArgon2id(wrong, stored), false);
  }
});

Deno.test("verifyArgon2id() verifies what the reference implementation stored", async () => {
  // Source: phc-winner-argon2, src/test.c: version 0x13, t = 2, m = 2^16, p = 1, "somesalt".
  const stored =
    "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
  equal(await verifyArgon2id("password", stored), true);
  equal(await verifyArgon2id("differentpassword", stored), false);
});

Deno.test("verifyArgon2id() throws where no hash of argon2id was stored", async (t) => {
  const cases = [
    "",
    "plain",
    "scrypt$32768$8$3$AAAA$AAAA",
    // So much memory would be taken by whoever can write the table.
    "$argon2id$v=19$m=99999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
    "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA",
  ];
  for (const stored of cases) {
    await t.step(stored.slice(0, 30), () => rejects(verifyArgon2id("password", stored), TypeError));
  }
});

Deno.test("hashArgon2id() answers each of many that ask at once", async () => {
  // More than one thread hashes.
  const passwords = Array.from({ length: 10 }, (_, i) => `password ${i}`);
  const stored = await Promise.all(passwords.map(hashArgon2id));
  const right = await Promise.all(stored.map((hash, i) => verifyArgon2id(passwords[i], hash)));
  equal(right.every((isRight) => isRight), true);
  equal(await verifyArgon2id(passwords[0], stored[9]), false);
});
