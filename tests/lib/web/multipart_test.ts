import { deepStrictEqual as assertEquals, rejects } from "node:assert/strict";
import { partsOf } from "@/lib/web/multipart.ts";

const ADDRESS = "http://127.0.0.1/data";

interface Read {
  readonly name: string;
  readonly fileName: string | null;
  readonly text: string;
}

/** Sends a body in pieces of so many bytes. */
function inPieces(body: Uint8Array, size: number): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= body.length) return controller.close();
      controller.enqueue(body.slice(at, at + size));
      at += size;
    },
  });
}

async function read(request: Request): Promise<Read[]> {
  const found: Read[] = [];
  for await (const { name, fileName, bytes } of partsOf(request)) {
    const decoder = new TextDecoder();
    let text = "";
    for await (const piece of bytes) text += decoder.decode(piece, { stream: true });
    found.push({ name, fileName, text });
  }
  return found;
}

Deno.test("partsOf() reads the fields of a form however it is cut", async (t) => {
  const form = new FormData();
  form.set("do", "upload");
  form.append("file", new File(["a,b\r\n--x\r\n1,2\r\n\r\n"], 'say "hi".csv'));
  form.append("file", new File([""], "leer.csv"));
  const whole = new Request(ADDRESS, { method: "POST", body: form });
  const type = whole.headers.get("Content-Type") ?? "";
  const body = await whole.bytes();
  for (const size of [1, 2, 7, 64, 100_000]) {
    await t.step(`${size} bytes at a time`, async () => {
      const request = new Request(ADDRESS, {
        method: "POST",
        headers: { "Content-Type": type },
        body: inPieces(body, size),
      });
      assertEquals(await read(request), [
        { name: "do", fileName: null, text: "upload" },
        { name: "file", fileName: 'say "hi".csv', text: "a,b\r\n--x\r\n1,2\r\n\r\n" },
        { name: "file", fileName: "leer.csv", text: "" },
      ]);
    });
  }
});

Deno.test("partsOf() passes over what nobody reads", async () => {
  const form = new FormData();
  form.set("a", "x".repeat(100_000));
  form.set("b", "2");
  const names: string[] = [];
  for await (const { name } of partsOf(new Request(ADDRESS, { method: "POST", body: form }))) {
    names.push(name);
  }
  assertEquals(names, ["a", "b"]);
});

Deno.test("partsOf() refuses what is no form, or breaks off", async () => {
  const post = (type: string, body: string) =>
    new Request(ADDRESS, { method: "POST", headers: { "Content-Type": type }, body });
  await rejects(read(post("text/plain", "x")), { code: "BAD_USAGE" });
  await rejects(read(post("multipart/form-data; boundary=x", "--x\r\n")), { code: "BAD_USAGE" });
  const cut = '--x\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\nhalf';
  await rejects(read(post("multipart/form-data; boundary=x", cut)), { code: "BAD_USAGE" });
});
