import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { createLog } from "@/lib/log.ts";
import { forgetDaily } from "@/lib/workspace/events/forget_daily.ts";

const log = createLog({ level: "error", write() {} });

Deno.test("forgetDaily() forgets at once, and again by the clock, one time after the other", async () => {
  const thrice = Promise.withResolvers<void>();
  let count = 0;
  let running = 0;
  const forgetting = forgetDaily(async () => {
    assertEquals(++running, 1);
    await Promise.resolve();
    running--;
    if (++count === 3) thrice.resolve();
    // What goes wrong once is tried again.
    if (count === 1) throw new Error("the database was away");
    return {};
  }, { log, everyMilliseconds: 1 });
  await thrice.promise;
  await forgetting[Symbol.asyncDispose]();
  const ended = count;
  await new Promise((resolve) => setTimeout(resolve));
  assertEquals(count, ended);
});

Deno.test("forgetDaily() stops what goes on, and waits for it", async () => {
  let isEnded = false;
  const forgetting = forgetDaily(async (signal) => {
    const stopped = Promise.withResolvers<void>();
    signal.addEventListener("abort", () => stopped.resolve());
    await stopped.promise;
    isEnded = true;
    signal.throwIfAborted();
    return {};
  }, { log });
  await forgetting[Symbol.asyncDispose]();
  assert(isEnded);
});
