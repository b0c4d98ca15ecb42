/**
 * Forgets what was received long ago, by the clock: whether or not anything else comes.
 *
 * @module
 */
import type { Log, LogFields } from "@/lib/log.ts";
import { doJob } from "@/lib/seen/job.ts";

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;

/** Forgets at once, and then every day, until it is disposed of. What goes wrong is in the log. */
export function forgetDaily(
  forget: (signal: AbortSignal) => Promise<LogFields>,
  { log, everyMilliseconds = DAY_MILLISECONDS }: {
    readonly log: Log;
    readonly everyMilliseconds?: number;
  },
): AsyncDisposable {
  const stop = new AbortController();
  const { signal } = stop;
  const once = () => doJob("forget_received", () => forget(signal), { log, signal });
  let last = once();
  const timer = setInterval(() => {
    last = last.then(once);
  }, everyMilliseconds);
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      stop.abort();
      await last;
    },
  };
}
