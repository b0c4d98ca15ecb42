import {
  deepStrictEqual as assertEquals,
  match as assertMatch,
  ok as assert,
  rejects as assertRejects,
  strictEqual as assertIs,
} from "node:assert/strict";
import { AppError } from "@/lib/errors.ts";
import { startChild } from "@/lib/process/child.ts";
import { assertWithin } from "@/tests/helpers/timing.ts";

const ENTRY = new URL("./children/echo.ts", import.meta.url);

/** Returns the error that a promise rejects with. */
async function errorOf(promise: Promise<unknown>): Promise<Error> {
  return await promise.then(() => Promise.reject(new Error("It did not throw")), (error) => error);
}

/** Returns the code of the refusal that a promise rejects with. */
async function codeOf(promise: Promise<unknown>): Promise<string | null> {
  const error = await errorOf(promise);
  return error instanceof AppError ? error.code : null;
}

Deno.test("startChild() carries headers and buffers there and back", async () => {
  await using child = startChild(ENTRY);
  const whole = Float64Array.of(1.5, NaN, -0, Infinity);
  const part = new Uint8Array([9, 8, 7, 6, 5]).subarray(1, 4);
  const large = new Uint32Array(1_000_000).map((_, i) => i);
  const header = { text: "é\u{1F600}", list: [1, null, true], nested: { a: {} } };
  const answer = await child.call("echo", {
    header,
    buffers: [whole, part, new ArrayBuffer(0), large, part],
  });
  assertEquals(answer.header, header);
  assertEquals(new Float64Array(answer.buffers[0]), whole);
  assertEquals([...new Uint8Array(answer.buffers[1])], [8, 7, 6]);
  assertIs(answer.buffers[2].byteLength, 0);
  assertEquals(new Uint32Array(answer.buffers[3]), large);
  assertEquals([...new Uint8Array(answer.buffers[4])], [8, 7, 6]);
});

Deno.test("startChild() answers calls side by side, each with its own answer", async () => {
  await using child = startChild(ENTRY);
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, header) => child.call("echo", { header })),
  );
  assertEquals(answers.map(({ header }) => header), Array.from({ length: 100 }, (_, i) => i));
});

Deno.test("startChild() is not disturbed by what the child prints", async () => {
  await using child = startChild(ENTRY);
  await child.call("print");
  assertIs((await child.call("echo", { header: "still here" })).header, "still here");
});

Deno.test("startChild() lets a child import late what its code names", async () => {
  await using child = startChild(ENTRY);
  assertEquals((await child.call("import_late")).header, ["imported late", 2]);
});

Deno.test("call() throws the AppError that the method threw", async () => {
  await using child = startChild(ENTRY);
  const error = await errorOf(child.call("refuse"));
  assert(error instanceof AppError);
  assertIs(error.code, "BAD_FILE");
  assertIs(error.message, "Cannot read a file as it must be a test");
  assertEquals(error.problems, [{
    severity: "error",
    code: "BAD_FILE",
    message: "Wrong",
    place: { file: "orders.csv", line: 3 },
    remedy: null,
  }]);
});

Deno.test("call() throws a bug with the child's stack as its cause", async (t) => {
  await using child = startChild(ENTRY);
  const cases = [
    ["fail", /a bug/, /TypeError.*echo\.ts/s],
    ["none of its methods", /No method is named "none of its methods"/, /serve\.ts/],
    ["exit", /must not exit/, /echo\.ts/],
    ["exit_through_node", /must not exit/, /echo\.ts/],
  ] as const;
  for (const [method, message, stack] of cases) {
    await t.step(method, async () => {
      const error = await errorOf(child.call(method));
      assert(!(error instanceof AppError));
      assertMatch(error.message, message);
      assertMatch(String(error.cause), stack);
    });
  }
});

Deno.test("call() throws PROCESS_ENDED when the child ends", async (t) => {
  await t.step("by an error that nobody waits for", async () => {
    await using child = startChild(ENTRY);
    const error = await errorOf(child.call("fail_later"));
    assert(error instanceof AppError);
    assertIs(error.code, "PROCESS_ENDED");
    assertMatch(String(error.cause), /a bug that nobody waits for/);
  });
  for (const method of ["fill_memory", "fill_buffers"]) {
    await t.step(`as it holds too much memory: ${method}`, async () => {
      await using child = startChild(ENTRY, { memoryMegabytes: 200 });
      await assertRejects(child.call(method), {
        code: "PROCESS_ENDED",
        message: 'Cannot go on as the process of "echo.ts" may hold at most 200 MB of memory',
      });
    });
  }
  await t.step("as it was killed", async () => {
    await using child = startChild(ENTRY);
    const code = codeOf(child.call("spin"));
    await child.kill();
    assertIs(await code, "PROCESS_ENDED");
  });
  await t.step("as it had ended before", async () => {
    await using child = startChild(ENTRY);
    await child.kill();
    assertIs(await codeOf(child.call("echo")), "PROCESS_ENDED");
  });
  await t.step("as its file is missing", async () => {
    await using child = startChild(new URL("./children/missing.ts", import.meta.url));
    const error = await errorOf(child.call("echo"));
    assert(error instanceof AppError);
    assertIs(error.code, "PROCESS_ENDED");
    assertMatch(String(error.cause), /missing\.ts/);
  });
});

Deno.test("call() kills a busy child within 200 ms when its signal aborts", async () => {
  await assertWithin(200, async () => {
    await using child = startChild(ENTRY);
    const abort = new AbortController();
    const channel = child.open("spin", {}, { signal: abort.signal });
    await channel[Symbol.asyncIterator]().next();
    const started = performance.now();
    abort.abort();
    assertIs(await codeOf(channel.result), "CANCELLED");
    await child.exited;
    return performance.now() - started;
  });
});

Deno.test("call() is cancelled by a signal that has aborted before", async () => {
  await using child = startChild(ENTRY);
  const spinning = child.call("spin", {}, { signal: AbortSignal.abort() });
  assertIs(await codeOf(spinning), "CANCELLED");
  await child.exited;
});

Deno.test("call() leaves the child alone when its signal aborts afterwards", async () => {
  await using child = startChild(ENTRY);
  const abort = new AbortController();
  await child.call("echo", {}, { signal: abort.signal, timeLimitMilliseconds: 60_000 });
  abort.abort();
  await child.call("echo");
});

Deno.test("call() kills a child that overruns its time limit", async () => {
  await assertWithin(400, async () => {
    await using child = startChild(ENTRY);
    await child.call("echo");
    const started = performance.now();
    const spinning = child.call("spin", {}, { timeLimitMilliseconds: 100 });
    assertIs(await codeOf(spinning), "TIME_LIMIT");
    await child.exited;
    const milliseconds = performance.now() - started;
    assert(milliseconds >= 99, String(milliseconds));
    return milliseconds;
  });
});

Deno.test("open() carries frames both ways while the method runs", async () => {
  await using child = startChild(ENTRY);
  const channel = child.open("stream");
  const seen: number[] = [];
  const reading = (async () => {
    for await (const { header, buffers } of channel) {
      assertIs(new Uint8Array(buffers[0]).at(-1), header % 256);
      seen.push(header);
    }
  })();
  // 40 MB: five times what may be under way.
  for (let i = 0; i < 400; i++) {
    await channel.send({ header: i, buffers: [new Uint8Array(100_000).fill(i)] });
  }
  channel.end();
  await reading;
  assertEquals(seen, Array.from({ length: 400 }, (_, i) => i));
  assertIs((await channel.result).header, 400);
});

Deno.test("send() waits while the child is 8 MB behind", async () => {
  await using child = startChild(ENTRY);
  const channel = child.open("hold");
  let sent = 0;
  const sending = (async () => {
    for (; sent < 20; sent++) await channel.send({ buffers: [new ArrayBuffer(2 ** 20)] });
    channel.end();
  })();
  await child.call("echo");
  // Eight frames of a megabyte fill the window; the ninth waits.
  assertIs(sent, 8);
  await child.call("release");
  await sending;
  assertIs((await channel.result).header, 20);
});

Deno.test("send() of a child waits while the parent is 8 MB behind", async () => {
  await using child = startChild(ENTRY);
  const channel = child.open("flood", { header: 20 });
  await child.call("echo");
  assertIs((await child.call("flooded")).header, 8);
  let received = 0;
  for await (const { header } of channel) assertIs(header, received++);
  assertIs(received, 20);
  assertIs((await channel.result).header, "all sent");
});

Deno.test("send() drops what a method that has returned would not read", async () => {
  await using child = startChild(ENTRY);
  const channel = child.open("return_early");
  for (let i = 0; i < 20; i++) await channel.send({ buffers: [new ArrayBuffer(2 ** 20)] });
  assertIs((await channel.result).header, "returned");
});

Deno.test("open() tells the method when the reader leaves, and the child lives on", async () => {
  await using child = startChild(ENTRY);
  const channel = child.open("until_stopped");
  for await (const { header } of channel) {
    assertIs(header, "running");
    break;
  }
  await channel.result;
  // The method has set the count to 100.
  assertIs((await child.call("count")).header, 101);
});

Deno.test("open() throws what the method threw at who reads its frames", async () => {
  await using child = startChild(ENTRY);
  const channel = child.open("refuse");
  const reading = (async () => {
    for await (const _frame of channel);
  })();
  assertIs(await codeOf(reading), "BAD_FILE");
});
