/**
 * For whom work is done: the request, the run or the job, also in what it calls and awaits.
 *
 * Every line of the log tells it, without each function on the way handing it on.
 *
 * @module
 */
import { AsyncLocalStorage } from "node:async_hooks";

/** What is known of whom the work is for. */
export interface About {
  /** The id of the request that asked, as its answer tells it. */
  readonly request?: string;
  readonly run?: string;
  readonly job?: string;
  /** What comes due by the clock, and which try of it this is, from 1. */
  readonly schedule?: string;
  readonly attempt?: number;
}

const storage = new AsyncLocalStorage<About>();

/** Returns for whom the work is that goes on; nothing where nobody said. */
export function about(): About {
  return storage.getStore() ?? {};
}

/** Does work for somebody, beside whom it was for already. */
export function withAbout<Result>(added: About, work: () => Result): Result {
  return storage.run({ ...about(), ...added }, work);
}
