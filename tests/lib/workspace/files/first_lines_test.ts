import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { firstLines } from "@/lib/workspace/files/first_lines.ts";

const CSV = { format: "csv", encoding: "utf-8" };

function streamOf(text: string): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new Blob([text]).stream();
}

Deno.test("firstLines() shows lines as they stand in the file", async (t) => {
  await t.step("plain", async () => {
    assertEquals(await firstLines(streamOf("\uFEFFa,b\r\n1,2\r\n"), CSV), ["a,b", "1,2"]);
  });
  await t.step("packed", async () => {
    const packed = streamOf("a,b\n1,2\n").pipeThrough(new CompressionStream("gzip"));
    assertEquals(await firstLines(packed, CSV), ["a,b", "1,2"]);
  });
  await t.step("in another encoding", async () => {
    const bytes = new Blob([Uint8Array.of(0x47, 0x72, 0xf6, 0xdf, 0x65)]).stream();
    assertEquals(await firstLines(bytes, { ...CSV, encoding: "windows-1252" }), ["Größe"]);
  });
  await t.step("many and long", async () => {
    const lines = await firstLines(streamOf(`${"x".repeat(1000)}\n`.repeat(100)), CSV);
    assertEquals([lines.length, lines[0].length], [25, 401]);
  });
  await t.step("without lines", async () => {
    assertEquals(await firstLines(streamOf("PK"), { ...CSV, format: "xlsx" }), []);
  });
});
