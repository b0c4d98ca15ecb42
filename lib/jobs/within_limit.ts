/**
 * Work that must end in time.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";

/** Works until it is stopped, or its time is over. @throws AppError TIME_LIMIT */
export async function withinLimit<T>(
  seconds: number,
  stopped: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = new AbortController();
  const timer = setTimeout(() => {
    const rule = `Cannot go on as it must end within ${seconds} seconds`;
    limit.abort(new AppError("TIME_LIMIT", `${rule}: current value is more`));
  }, seconds * 1000);
  try {
    return await work(AbortSignal.any([stopped, limit.signal]));
  } catch (error) {
    throw limit.signal.aborted && !stopped.aborted ? limit.signal.reason : error;
  } finally {
    clearTimeout(timer);
  }
}
