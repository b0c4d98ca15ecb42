import { equal, match, notEqual } from "node:assert/strict";
import { hashSecret, isSameText, newSecret } from "@/lib/crypto/secret.ts";

Deno.test("newSecret() gives 256 bits that an address may hold, and never the same", () => {
  const secrets = Array.from({ length: 100 }, newSecret);
  // 32 bytes at 6 bits a character are 42.7 characters.
  for (const secret of secrets) match(secret, /^[A-Za-z0-9_-]{43}$/);
  equal(new Set(secrets).size, 100);
});

Deno.test("hashSecret() gives the SHA-256", () => {
  // Source: FIPS 180-2, appendix B.1.
  equal(
    hashSecret("abc"),
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
  notEqual(hashSecret("abc"), hashSecret("abd"));
});

Deno.test("isSameText() compares texts of any length", () => {
  equal(isSameText("abc", "abc"), true);
  equal(isSameText("abc", "abd"), false);
  equal(isSameText("abc", "abcd"), false);
  equal(isSameText("", ""), true);
});
