/**
 * A pool of children that ends when nobody has used it for a while.
 *
 * @module
 */
import type { Child } from "./child.ts";
import { createPool, notLent, type Pool, type PoolOptions } from "./pool.ts";

/** How a lazy pool runs. */
export interface LazyPoolOptions extends PoolOptions {
  /** So long after the last use its children end, and give their memory back. */
  readonly idleMilliseconds: number;
}

/** Makes a pool that starts when it is first used, and again when it is used after it was idle. */
export function createLazyPool(entry: URL, options: LazyPoolOptions): Pool {
  const { idleMilliseconds, ...rest } = options;
  let pool: Pool | null = null;
  let users = 0;
  let closed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function end(): Promise<void> {
    const ended = pool;
    pool = null;
    await ended?.close();
  }

  async function lend<T>(work: (child: Child) => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (closed) throw notLent();
    clearTimeout(timer);
    users++;
    pool ??= createPool(entry, rest);
    try {
      return await pool.lend(work, signal);
    } finally {
      if (--users === 0 && !closed) {
        timer = setTimeout(end, idleMilliseconds);
        // Nobody waits for it: the program may end before.
        Deno.unrefTimer(timer);
      }
    }
  }

  async function close(): Promise<void> {
    closed = true;
    clearTimeout(timer);
    await end();
  }

  return { lend, close, [Symbol.asyncDispose]: close };
}
