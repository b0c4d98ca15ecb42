import { strictEqual as assertIs } from "node:assert/strict";
import { AppError } from "@/lib/errors.ts";
import { createPool } from "@/lib/process/pool.ts";

const ENTRY = new URL("./children/echo.ts", import.meta.url);

Deno.test("createPool() lends an idle child again", async () => {
  await using pool = createPool(ENTRY, { size: 2 });
  const first = await pool.lend((child) => child.call("count"));
  const second = await pool.lend((child) => child.call("count"));
  assertIs(first.header, 1);
  assertIs(second.header, 2);
});

Deno.test("createPool() lends no more children than its size at once", async () => {
  await using pool = createPool(ENTRY, { size: 2 });
  let lent = 0;
  let most = 0;
  await Promise.all(Array.from({ length: 7 }, () =>
    pool.lend(async (child) => {
      most = Math.max(most, ++lent);
      await child.call("echo");
      lent--;
    })));
  assertIs(most, 2);
});

Deno.test("createPool() replaces a child that was killed, and one whose work threw", async (t) => {
  for (const method of ["spin", "refuse"]) {
    await t.step(method, async () => {
      await using pool = createPool(ENTRY, { size: 1 });
      await pool.lend((child) => child.call("count"));
      await pool.lend((child) => child.call(method, {}, { timeLimitMilliseconds: 300 }))
        .catch(() => {});
      const answer = await pool.lend((child) => child.call("count"));
      assertIs(answer.header, 1);
    });
  }
});

Deno.test("createPool() replaces a child that ended while it was idle", async () => {
  await using pool = createPool(ENTRY, { size: 1 });
  const child = await pool.lend((child) => Promise.resolve(child));
  await child.kill();
  assertIs((await pool.lend((child) => child.call("count"))).header, 1);
});

Deno.test("createPool() refuses who waits when the signal aborts, or the pool closes", async () => {
  const pool = createPool(ENTRY, { size: 1 });
  const codeOf = (error: unknown) => error instanceof AppError ? error.code : String(error);
  const busy = pool.lend((child) => child.call("spin")).catch(codeOf);
  const abort = new AbortController();
  const cancelled = pool.lend((child) => child.call("echo"), abort.signal).catch(codeOf);
  const left = pool.lend((child) => child.call("echo")).catch(codeOf);
  abort.abort();
  assertIs(await cancelled, "CANCELLED");
  await pool.close();
  assertIs(await left, "CANCELLED");
  assertIs(await busy, "PROCESS_ENDED");
});

Deno.test("createPool() starts another child once enough wait for one, where it has patience", async () => {
  await using pool = createPool(ENTRY, { size: 2, patience: 3 });
  let lent = 0;
  let most = 0;
  const borrow = () =>
    pool.lend(async (child) => {
      most = Math.max(most, ++lent);
      await child.call("echo");
      lent--;
    });
  // One at work and three that wait are no reason yet, a fifth is.
  await Promise.all(Array.from({ length: 4 }, borrow));
  assertIs(most, 1);
  await Promise.all(Array.from({ length: 5 }, borrow));
  assertIs(most, 2);
});
