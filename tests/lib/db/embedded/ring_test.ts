import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { createRing, RingReader, RingWriter } from "@/lib/db/embedded/ring.ts";

Deno.test("RingReader gives what RingWriter wrote, around its end too", async () => {
  const memory = createRing(8);
  const writer = new RingWriter(memory);
  const reader = new RingReader(memory);
  const got: number[] = [];
  for (let round = 0; round < 10; round++) {
    await writer.write(Uint8Array.of(round, round + 1, round + 2, round + 3, round + 4));
    const target = new Uint8Array(16);
    while (got.length < 5 * (round + 1)) {
      got.push(...target.subarray(0, reader.readInto(target)));
    }
  }
  assertEquals(got, Array.from({ length: 50 }, (_, n) => Math.floor(n / 5) + n % 5));
});

Deno.test("RingWriter.write() waits until there is room", async () => {
  const memory = createRing(4);
  const writer = new RingWriter(memory);
  const reader = new RingReader(memory);
  const written = writer.write(Uint8Array.of(1, 2, 3, 4, 5, 6));
  const target = new Uint8Array(4);
  assertEquals(reader.readInto(target), 4);
  await written;
  assertEquals(reader.readInto(target), 2);
  assertEquals([...target], [5, 6, 3, 4]);
});
