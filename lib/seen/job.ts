/**
 * Work that nobody asked for just now: it begins by a clock, and the log tells how it went.
 *
 * @module
 */
import type { Log, LogFields } from "@/lib/log.ts";
import { withAbout } from "./about.ts";

/** How a job ended. */
export type JobEnd =
  | { readonly type: "done" }
  | { readonly type: "failed"; readonly error: unknown }
  /** The signal has aborted. */
  | { readonly type: "cancelled" };

/**
 * Does a job; what it returns is told with `job.completed`. Never throws: what goes wrong is told
 * with `job.error`, unless the signal has aborted.
 */
export async function doJob(
  name: string,
  work: () => Promise<LogFields>,
  { log, signal }: { readonly log: Log; readonly signal: AbortSignal },
): Promise<JobEnd> {
  const start = performance.now();
  const milliseconds = () => Math.round(performance.now() - start);
  return await withAbout({ job: name }, async () => {
    log.info("job.start", { job: name });
    try {
      log.info("job.completed", { ...await work(), job: name, milliseconds: milliseconds() });
      return { type: "done" };
    } catch (error) {
      if (signal.aborted) {
        log.info("job.cancelled", { job: name, milliseconds: milliseconds() });
        return { type: "cancelled" };
      }
      log.error("job.error", { job: name, milliseconds: milliseconds(), error });
      return { type: "failed", error };
    }
  });
}
