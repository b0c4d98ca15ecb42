import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { type FollowedBytes, SmallBytes } from "@/lib/ingest/events/small_bytes.ts";

const KILOBYTE = 1024;

/** What so many kilobytes are made of. */
async function* kilobytes(count: number) {
  for (let at = 0; at < count; at++) yield await Promise.resolve(new Uint8Array(KILOBYTE).fill(at));
}

/** Reads to the end; returns how many bytes came. */
async function lengthOf(followed: FollowedBytes): Promise<number> {
  let length = 0;
  for await (const chunk of followed) length += chunk.length;
  return length;
}

Deno.test("FollowedBytes gives what it was read, as often as it is asked", async () => {
  const followed = new SmallBytes().follow(kilobytes(3));
  assertEquals(await lengthOf(followed), 3 * KILOBYTE);
  followed.copy()?.fill(9);
  assertEquals(followed.copy()?.filter((_, at) => at % KILOBYTE === 0), new Uint8Array([0, 1, 2]));
  followed.release();
  assertEquals(followed.copy(), null);
});

Deno.test("FollowedBytes keeps nothing of what is large, and hands on all of it", async () => {
  const followed = new SmallBytes().follow(kilobytes(257));
  assertEquals(await lengthOf(followed), 257 * KILOBYTE);
  assertEquals(followed.copy(), null);
});

Deno.test("SmallBytes keeps 16 MB at most, and takes more as soon as some is released", async () => {
  const small = new SmallBytes();
  // 64 of 256 KB each are 16 MB.
  const kept = Array.from({ length: 64 }, () => small.follow(kilobytes(256)));
  for (const followed of kept) await lengthOf(followed);
  assertEquals(kept.every((followed) => followed.copy() !== null), true);
  const more = small.follow(kilobytes(1));
  assertEquals([await lengthOf(more), more.copy()], [KILOBYTE, null]);
  kept[0].release();
  kept[0].release(); // Once more changes nothing.
  const last = Array.from({ length: 2 }, () => small.follow(kilobytes(256)));
  for (const followed of last) await lengthOf(followed);
  assertEquals(last.map((followed) => followed.copy() !== null), [true, false]);
});
