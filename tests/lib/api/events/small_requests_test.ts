import { deepStrictEqual as assertEquals, rejects as assertRejects } from "node:assert/strict";
import { type BodyBytes, SmallRequests } from "@/lib/api/events/small_requests.ts";

const BYTES = new TextEncoder().encode("time,value\n");

/** Who sends so many bytes; of unknown length where that is `null`. */
function sender(length: number | null = BYTES.length, signal = new AbortController().signal) {
  const headers = new Headers(length === null ? {} : { "Content-Length": String(length) });
  return { headers, signal };
}

async function textOf(bytes: BodyBytes): Promise<string> {
  return await new Response(ReadableStream.from(bytes)).text();
}

async function* body() {
  yield await Promise.resolve(BYTES);
}

/** Fills all turns with work that goes on; returns what ends it. */
function busy(requests: SmallRequests): () => Promise<void> {
  const end = Promise.withResolvers<void>();
  const all = Array.from(
    { length: 16 },
    () => requests.hand(sender(), body(), () => end.promise),
  );
  return async () => {
    end.resolve();
    await Promise.all(all);
  };
}

Deno.test("SmallRequests hands on sixteen at a time, all of their bytes", async () => {
  const requests = new SmallRequests(16);
  let [running, most] = [0, 0];
  const work = async (bytes: BodyBytes) => {
    most = Math.max(most, ++running);
    const text = await textOf(bytes);
    running--;
    return text;
  };
  const texts = await Promise.all(
    Array.from({ length: 100 }, () => requests.hand(sender(), body(), work)),
  );
  assertEquals(new Set(texts), new Set(["time,value\n"]));
  assertEquals(most <= 16, true, `${most}`);
});

Deno.test("SmallRequests lets nobody wait for a slow sender", async () => {
  const requests = new SmallRequests(16);
  const waiting = Array.from({ length: 16 }, () => {
    const { readable, writable } = new TransformStream<
      Uint8Array<ArrayBuffer>,
      Uint8Array<ArrayBuffer>
    >();
    return { answer: requests.hand(sender(), readable, textOf), writer: writable.getWriter() };
  });
  assertEquals(await requests.hand(sender(), body(), textOf), "time,value\n");
  for (const { answer, writer } of waiting) {
    await writer.write(BYTES);
    await writer.close();
    assertEquals(await answer, "time,value\n");
  }
});

Deno.test("SmallRequests hands on what is large, or of unknown length, as it comes", async () => {
  const requests = new SmallRequests(16);
  const end = busy(requests);
  assertEquals(await requests.hand(sender(300_000), body(), textOf), "time,value\n");
  assertEquals(await requests.hand(sender(null), body(), textOf), "time,value\n");
  await end();
});

Deno.test("SmallRequests does nothing for whoever left before its turn", async () => {
  const requests = new SmallRequests(16);
  const end = busy(requests);
  const left = new AbortController();
  const waiting = requests.hand(sender(BYTES.length, left.signal), body(), textOf);
  left.abort(new Error("left"));
  await end();
  await assertRejects(waiting, { message: "left" });
});
