/**
 * A few children of one kind, lent to one borrower at a time.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { type Child, startChild } from "./child.ts";
import type { ChildOptions } from "./spawn.ts";

/** What a pool starts its children with. */
export interface PoolOptions extends ChildOptions {
  /** At most so many children run at once; they start when first needed. */
  readonly size: number;
  /**
   * Borrowers that wait for each child that runs before another one starts, as starting one costs more
   * than a short wait; 0 where it is left out.
   */
  readonly patience?: number;
}

/** Lends children. */
export interface Pool extends AsyncDisposable {
  /**
   * Does work with a child of its own, once one is free. A child whose work threw is never lent
   * again, as what failed in it may have left anything behind.
   *
   * @throws AppError `CANCELLED` when the signal aborts while all children are lent, and what
   * the work throws. A signal for the work itself is to be given to the child's methods.
   */
  lend<T>(work: (child: Child) => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Kills the children; who waits for one is refused with `CANCELLED`. */
  close(): Promise<void>;
}

interface Waiting {
  readonly admit: () => void;
  readonly refuse: (error: AppError) => void;
}

/** Makes a pool of children that run this entry. */
export function createPool(entry: URL, { size, patience = 0, ...options }: PoolOptions): Pool {
  const children = new Set<Child>();
  const idle: Child[] = [];
  const waiting = new Set<Waiting>();
  let lent = 0;
  /** How many may run by now. */
  let open = Math.min(size, 1);
  let closed = false;

  function takeChild(): Child {
    const known = idle.pop();
    if (known !== undefined) return known;
    const child = startChild(entry, options);
    children.add(child);
    child.exited.then(() => {
      children.delete(child);
      const index = idle.indexOf(child);
      if (index >= 0) idle.splice(index, 1);
    });
    return child;
  }

  /** Waits for one of the `size` places; whoever gets one must `leave` it. */
  async function enter(signal?: AbortSignal): Promise<void> {
    if (signal?.aborted || closed) throw notLent();
    if (lent >= open && open < size && waiting.size >= patience * open) open++;
    if (lent < open) return void lent++;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const place = { admit: resolve, refuse: reject };
    const refuse = () => {
      waiting.delete(place);
      reject(notLent());
    };
    waiting.add(place);
    signal?.addEventListener("abort", refuse);
    await promise.finally(() => signal?.removeEventListener("abort", refuse));
  }

  /** Hands the place on at once, so that nobody comes between. */
  function leave(): void {
    const [next] = waiting;
    if (next === undefined) return void lent--;
    waiting.delete(next);
    next.admit();
  }

  async function lend<T>(work: (child: Child) => Promise<T>, signal?: AbortSignal): Promise<T> {
    await enter(signal);
    const child = takeChild();
    try {
      const result = await work(child);
      if (children.has(child)) idle.push(child);
      return result;
    } catch (error) {
      child.kill();
      throw error;
    } finally {
      leave();
    }
  }

  async function close(): Promise<void> {
    closed = true;
    for (const { refuse } of waiting) refuse(notLent());
    waiting.clear();
    await Promise.all([...children].map((child) => child.kill()));
  }

  return { lend, close, [Symbol.asyncDispose]: close };
}

/** What is told to those who wait in vain. */
export function notLent(): AppError {
  return new AppError("CANCELLED", "Cannot wait for a child process as the work was cancelled");
}
