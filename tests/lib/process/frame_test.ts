import { deepStrictEqual as assertEquals, rejects as assertRejects } from "node:assert/strict";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { bytesOf, type RawFrame, readFrames, writeFrame } from "@/lib/process/frame.ts";

/** Writes frames to bytes. */
async function write(frames: readonly RawFrame[]): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (const frame of frames) {
    await writeFrame((bytes) => {
      parts.push(bytes.slice());
      return Promise.resolve();
    }, frame);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** Reads frames from bytes that come at most so many at a time, in buffers that move. */
async function read(bytes: Uint8Array, most: number): Promise<RawFrame[]> {
  let position = 0;
  return await Array.fromAsync(readFrames((view) => {
    if (position === bytes.byteLength) return Promise.resolve(null);
    const part = bytes.subarray(position, position + Math.min(most, view.byteLength));
    position += part.byteLength;
    const { byteOffset } = view;
    const moved = new Uint8Array(view.buffer.transfer(), byteOffset, part.byteLength);
    moved.set(part);
    return Promise.resolve(moved);
  }));
}

/** Tells large frames apart in a few characters: the difference of megabytes takes minutes. */
function digests(frames: readonly RawFrame[]): string[][] {
  return frames.map(({ text, buffers }) => [
    text,
    ...buffers.map((bytes) => createHash("sha256").update(bytes).digest("hex")),
  ]);
}

const anyFrame = fc.record({
  text: fc.string({ unit: "binary", maxLength: 100 }),
  buffers: fc.array(
    fc.oneof(
      fc.uint8Array({ maxLength: 100 }),
      fc.nat(200_000).map((length) => new Uint8Array(length).fill(length)),
    ).map((bytes) => new Uint8Array(bytes)),
    { maxLength: 4 },
  ),
});

Deno.test("readFrames() reads what writeFrame() wrote, however the pipe cuts it", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyFrame, { maxLength: 4 }),
      fc.constantFrom(1000, 65_535, 65_536, 1_000_000),
      async (frames, most) =>
        assertEquals(digests(await read(await write(frames), most)), digests(frames)),
    ),
    { numRuns: 50 },
  );
});

Deno.test("readFrames() reads byte by byte", async () => {
  const frames = [{ text: "é", buffers: [Uint8Array.of(1, 2, 3)] }, { text: "", buffers: [] }];
  assertEquals(await read(await write(frames), 1), frames);
});

Deno.test("readFrames() refuses bytes that are no frames", async (t) => {
  const whole = await write([{ text: "{}", buffers: [Uint8Array.of(1, 2, 3)] }]);
  const cases: [string, Uint8Array][] = [
    ["a frame without its end", whole.subarray(0, -1)],
    ["only the start of the lengths", whole.subarray(0, 3)],
    ["text", new TextEncoder().encode("printed by a library\n")],
    ["a header of 4 GB", bytesOf(Uint32Array.of(2 ** 32 - 1, 0))],
    ["four billion buffers", bytesOf(Uint32Array.of(0, 2 ** 32 - 1))],
    ["a buffer of 4 GB", bytesOf(Uint32Array.of(0, 1, 2 ** 32 - 1))],
  ];
  for (const [name, bytes] of cases) {
    await t.step(name, () => assertRejects(read(bytes, 1000), RangeError));
  }
});
