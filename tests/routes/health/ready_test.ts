import { deepStrictEqual as assertEquals, strictEqual as assertIs } from "node:assert/strict";
import type { Readiness } from "@/lib/workspace/seen/contract.ts";
import { openPages } from "@/tests/helpers/site.ts";

/** What is told where the engine says this. */
async function told(ready: () => Promise<Readiness>) {
  const seen = { ready, figures: () => Promise.resolve(""), overdue: () => Promise.resolve(0) };
  const fetchPage = await openPages({ seen }, ["routes/health/ready.ts", "routes/health.ts"]);
  const answer = await fetchPage("/health/ready");
  // Whoever looks whether it runs is answered all the same.
  assertIs((await fetchPage("/health")).status, 200);
  return { status: answer.status, ...await answer.json() };
}

Deno.test("/health/ready tells nobody in particular that work can be done", async () => {
  const ready = { database: true, queue: true, disk: true };
  assertEquals(await told(() => Promise.resolve(ready)), {
    status: "ready",
    engine: true,
    ...ready,
    failed: [],
  });
});

Deno.test("/health/ready names what holds work up, with 503", async () => {
  const ready = { database: false, queue: true, disk: false };
  const answer = await told(() => Promise.resolve(ready));
  assertEquals(answer.failed, ["database", "disk"]);
  assertEquals(await told(() => Promise.reject(new Error("postgres://app:hunter2@db"))), {
    status: "not_ready",
    engine: false,
    failed: ["engine"],
  });
});
