/**
 * Passwords as they are stored: scrypt, with its cost beside it.
 *
 * scrypt of `node:crypto` works on a thread of its own, so the event loop goes on meanwhile.
 * One password is hashed at a time, so that many who knock at once cost 32 MB and not each.
 *
 * Source: OWASP Password Storage Cheat Sheet (N = 2^15, r = 8, p = 3).
 * Cost: about 0.25 s and 32 MB a password.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

interface Cost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

const COST: Cost = { N: 2 ** 15, r: 8, p: 3 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
const MEMORY_BYTES = 64 * 1024 * 1024;

let last: Promise<unknown> = Promise.resolve();

/** Returns what to store of a password; the same password gives another text each time. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, COST);
  return ["scrypt", COST.N, COST.r, COST.p, salt.toString("base64url"), hash.toString("base64url")]
    .join("$");
}

/** Whether a password is the one that was stored. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const [method, N, r, p, salt, hash] = stored.split("$");
  if (method !== "scrypt" || hash === undefined) throw new TypeError("No hash of a password");
  const expected = Buffer.from(hash, "base64url");
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  const found = await derive(password, Buffer.from(salt, "base64url"), cost);
  return timingSafeEqual(expected, found);
}

/** Hashes one password after the other. Accents that look the same are the same. */
async function derive(password: string, salt: Buffer, cost: Cost): Promise<Buffer> {
  const before = last;
  const next = (async () => {
    await before.catch(() => {}); // Whoever asked for that one is told.
    return await new Promise<Buffer>((resolve, reject) => {
      const options = { ...cost, maxmem: MEMORY_BYTES };
      scrypt(password.normalize("NFKC"), salt, HASH_BYTES, options, (error, hash) => {
        if (error === null) resolve(hash);
        else reject(error);
      });
    });
  })();
  last = next;
  return await next;
}
