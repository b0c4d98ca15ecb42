import { deepStrictEqual as assertEquals, rejects } from "node:assert/strict";
import { toldBy } from "@/lib/workspace/files/told_by.ts";

Deno.test("toldBy() tells each step, and ends with the work", async () => {
  const steps = toldBy<number>(async (tell) => {
    tell(1);
    await Promise.resolve();
    tell(2);
  });
  assertEquals(await Array.fromAsync(steps), [1, 2]);
});

Deno.test("toldBy() ends the work as soon as nobody listens", async () => {
  const ended = Promise.withResolvers<string>();
  const steps = toldBy<string>(async (tell, signal) => {
    tell("begun");
    await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
    tell("nobody hears this");
    ended.resolve("ended");
  });
  for await (const step of steps) {
    assertEquals(step, "begun");
    break;
  }
  assertEquals(await ended.promise, "ended");
});

Deno.test("toldBy() throws what the work throws", async () => {
  const steps = toldBy<number>(async (tell) => {
    await Promise.resolve();
    tell(1);
    throw new Error("broken");
  });
  const iterator = steps[Symbol.asyncIterator]();
  assertEquals(await iterator.next(), { done: false, value: 1 });
  await rejects(iterator.next(), { message: "broken" });
});
