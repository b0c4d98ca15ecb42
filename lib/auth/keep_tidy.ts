/**
 * Forgets every hour what accounts left behind that is over.
 *
 * @module
 */
import type { Log } from "@/lib/log.ts";
import type { Auth } from "./auth.ts";

const HOUR_MILLISECONDS = 60 * 60_000;

/** Tidies up every hour until it is disposed of. What goes wrong is logged. */
export function keepAuthTidy(
  { tidy }: Pick<Auth, "tidy">,
  { log, everyMilliseconds = HOUR_MILLISECONDS }: {
    readonly log: Log;
    readonly everyMilliseconds?: number;
  },
): AsyncDisposable {
  let last: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    last = last.then(tidy).catch((error) => log.warn("accounts.tidy", { error }));
  }, everyMilliseconds);
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await last;
    },
  };
}
