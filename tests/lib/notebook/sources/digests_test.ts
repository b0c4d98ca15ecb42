import { strictEqual as assertIs } from "node:assert/strict";
import { FileDigests } from "@/lib/notebook/sources/digests.ts";

const HOUR = 3_600_000;

Deno.test("FileDigests finds the digest of a file while its stamp is the same", () => {
  const digests = new FileDigests();
  const file = { path: "/a.csv", stamp: "3 1 7", changedAt: Date.now() - HOUR };
  assertIs(digests.find(file), null);
  digests.keep(file, "abc");
  assertIs(digests.find(file), "abc");
  assertIs(digests.find({ ...file, stamp: "3 2 7" }), null);
  assertIs(digests.find({ ...file, path: "/b.csv" }), null);
});

Deno.test("FileDigests keeps nothing of a file that was written just now", () => {
  const digests = new FileDigests();
  const file = { path: "/a.csv", stamp: "3 1 7", changedAt: Date.now() };
  digests.keep(file, "abc");
  assertIs(digests.find(file), null);
});

Deno.test("FileDigests forgets the oldest of very many files", () => {
  const digests = new FileDigests();
  const fileAt = (number: number) => ({ path: `/${number}`, stamp: "", changedAt: 0 });
  for (let number = 0; number <= 10_000; number++) digests.keep(fileAt(number), "abc");
  assertIs(digests.find(fileAt(0)), null);
  assertIs(digests.find(fileAt(1)), "abc");
});
