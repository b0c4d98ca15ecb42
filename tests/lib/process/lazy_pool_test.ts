import { rejects as assertRejects, strictEqual as assertIs } from "node:assert/strict";
import { createLazyPool } from "@/lib/process/lazy_pool.ts";

const ENTRY = new URL("./children/echo.ts", import.meta.url);

Deno.test("createLazyPool() keeps a child that is used again soon", async () => {
  await using pool = createLazyPool(ENTRY, { size: 1, idleMilliseconds: 600_000 });
  assertIs((await pool.lend((child) => child.call("count"))).header, 1);
  assertIs((await pool.lend((child) => child.call("count"))).header, 2);
});

Deno.test("createLazyPool() ends children that nobody uses, and starts others", async () => {
  await using pool = createLazyPool(ENTRY, { size: 1, idleMilliseconds: 0 });
  const child = await pool.lend((child) => Promise.resolve(child));
  await child.exited;
  assertIs((await pool.lend((child) => child.call("count"))).header, 1);
});

Deno.test("createLazyPool() ends its children when it is closed", async () => {
  const pool = createLazyPool(ENTRY, { size: 1, idleMilliseconds: 600_000 });
  const child = await pool.lend((child) => Promise.resolve(child));
  await pool.close();
  await child.exited;
});

Deno.test("createLazyPool() lends nothing once it is closed, and starts nothing again", async () => {
  const pool = createLazyPool(ENTRY, { size: 1, idleMilliseconds: 600_000 });
  await pool.close();
  await assertRejects(pool.lend((child) => child.call("count")), { code: "CANCELLED" });
});
