import { rejects as assertRejects, strictEqual as assertIs } from "node:assert/strict";
import { Interruption } from "@/lib/process/interruption.ts";

Deno.test("over() waits for what is not interrupted", async () => {
  const interruption = new Interruption();
  assertIs(await interruption.over(Promise.resolve(1)), 1);
  assertIs(await interruption.over(2), 2);
  await assertRejects(interruption.over(Promise.reject(new Error("own"))), /own/);
});

Deno.test("interrupt() ends the wait that goes on and all later ones, by the first error", async () => {
  const interruption = new Interruption();
  const waiting = assertRejects(interruption.over(new Promise(() => {})), /first/);
  interruption.interrupt(new Error("first"));
  interruption.interrupt(new Error("second"));
  await waiting;
  await assertRejects(interruption.over(Promise.resolve(1)), /first/);
  await assertRejects(interruption.over(Promise.reject(new Error("own"))), /first/);
});
