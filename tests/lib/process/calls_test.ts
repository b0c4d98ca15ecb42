import {
  deepStrictEqual as assertEquals,
  rejects as assertRejects,
  strictEqual as assertIs,
} from "node:assert/strict";
import { AppError } from "@/lib/errors.ts";
import { Answers, type Methods } from "@/lib/process/answers.ts";
import { Calls } from "@/lib/process/calls.ts";
import type { Envelope } from "@/lib/process/channel.ts";

/** Two ends without a pipe between: what one posts the other receives later, as JSON. */
function connect(methods: Methods) {
  const said: Envelope["type"][] = [];
  const postTo =
    (receive: (envelope: Envelope, buffers: readonly ArrayBuffer[]) => void) =>
    (envelope: Envelope, buffers: readonly Uint8Array<ArrayBuffer>[]) => {
      said.push(envelope.type);
      const copy = JSON.parse(JSON.stringify(envelope));
      queueMicrotask(() => receive(copy, buffers.map((bytes) => bytes.slice().buffer)));
    };
  const calls: Calls = new Calls(postTo((...given) => answers.receive(...given)));
  const answers: Answers = new Answers(methods, postTo((...given) => calls.receive(...given)));
  return { calls, answers, said };
}

Deno.test("Calls carries a question there and its answer back", async () => {
  const { calls } = connect({
    double: ({ header, buffers }) => ({ header: header * 2, buffers }),
  });
  const { header, buffers } = await calls.open("double", {
    header: 21,
    buffers: [Uint8Array.of(1, 2)],
  }).result;
  assertIs(header, 42);
  assertEquals([...new Uint8Array(buffers[0])], [1, 2]);
});

Deno.test("Calls throws what the method throws", async () => {
  const { calls } = connect({
    refuse: () => Promise.reject(new AppError("BAD_FILE", "Refused")),
    constructor: () => ({}),
  });
  await assertRejects(calls.open("refuse").result, { name: "AppError", code: "BAD_FILE" });
  await assertRejects(calls.open("toString").result, /No method is named "toString"/);
});

Deno.test("Calls exchanges frames both ways until the method returns", async () => {
  const { calls } = connect({
    async echo(_request, { stream }) {
      let count = 0;
      for await (const { header } of stream) {
        await stream.send({ header });
        count++;
      }
      return { header: count };
    },
  });
  const call = calls.open("echo");
  await call.send({ header: "a" });
  await call.send({ header: "b" });
  call.end();
  const heard = [];
  for await (const { header } of call) heard.push(header);
  assertEquals(heard, ["a", "b"]);
  assertIs((await call.result).header, 2);
});

Deno.test("Calls tells the method when nobody listens any more, and only while it runs", async () => {
  const left = Promise.withResolvers<unknown>();
  const { calls } = connect({
    async endless(_request, { stream, signal }) {
      signal.addEventListener("abort", () => left.resolve(signal.reason));
      while (true) await stream.send({ header: 1 });
    },
  });
  for await (const _ of calls.open("endless")) break;
  assertIs((await left.promise as AppError).code, "CANCELLED");
  const other = connect({ quick: () => ({}) });
  const quick = other.calls.open("quick");
  await quick.result;
  quick.stop();
  assertEquals(other.said, ["open", "result"]);
});

Deno.test("fail() ends all calls, and those that are begun later", async () => {
  const { calls } = connect({ wait: () => new Promise(() => {}) });
  const waiting = calls.open("wait");
  const reading = Array.fromAsync(calls.open("wait"));
  calls.fail(new AppError("PROCESS_ENDED", "Gone"));
  for (const promise of [waiting.result, reading, calls.open("wait").result]) {
    await assertRejects(promise, { code: "PROCESS_ENDED" });
  }
});
