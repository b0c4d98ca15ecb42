import { deepStrictEqual as assertEquals, equal, rejects } from "node:assert/strict";
import { CellLimit } from "@/lib/notebook/run/cell_limit.ts";

const NEVER = new Promise<never>(() => {});

Deno.test("CellLimit hands on what the work gives and throws", async () => {
  const { signal } = new AbortController();
  using limit = new CellLimit(signal, 60_000);
  equal(await limit.over(Promise.resolve(3)), 3);
  await rejects(limit.over(Promise.reject(new Error("broken"))), { message: "broken" });
  equal(limit.signal.aborted, false);
});

Deno.test("CellLimit waits no longer for work that goes on, and tells it to stop", async () => {
  using limit = new CellLimit(new AbortController().signal, 1);
  await rejects(limit.over(NEVER), { code: "TIME_LIMIT" });
  equal(limit.signal.aborted, true);
});

Deno.test("CellLimit stops the work with its run", () => {
  const run = new AbortController();
  using limit = new CellLimit(run.signal, undefined);
  run.abort();
  assertEquals(limit.signal.aborted, true);
});
