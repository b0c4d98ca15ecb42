/**
 * A body that may not come endlessly slowly.
 *
 * Who sends has 30 seconds of patience. Waiting uses it up, and every byte gives 2 ms of it back: one
 * may be silent for half a minute, and sends 500 bytes a second or more on the average. A large file
 * that makes progress takes as long as it likes.
 *
 * Source: Apache's mod_reqtimeout, which takes `MinRate=500` for bodies.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";

/** What reading takes besides the body. */
export interface SlowBodyOptions {
  /** Hears that something came, or that it is all there. */
  readonly heard: () => void;
  readonly patienceMilliseconds?: number;
  readonly now?: () => number;
}

const PATIENCE_MILLISECONDS = 30_000;
const BYTE_MILLISECONDS = 2;

/** Returns the same bytes; it fails by an AppError: TOO_SLOW when patience is used up, CANCELLED when its sender left. */
export function withPatience(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  { heard, patienceMilliseconds = PATIENCE_MILLISECONDS, now = () => performance.now() }:
    SlowBodyOptions,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const reader = body.getReader();
  let left = patienceMilliseconds;

  /** Reads what comes next. @throws AppError TOO_SLOW */
  async function read() {
    const start = now();
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => late.reject(tooSlow()), left);
    try {
      const next = await Promise.race([reader.read().catch(refuseLeft), late.promise]);
      left -= now() - start;
      if (left <= 0 && !next.done) throw tooSlow();
      const bytes = next.value?.byteLength ?? 0;
      left = Math.min(patienceMilliseconds, left + bytes * BYTE_MILLISECONDS);
      heard();
      return next;
    } finally {
      clearTimeout(timer);
    }
  }

  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await read();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        reader.cancel(error).catch(() => {});
        controller.error(error);
      }
    },
    cancel: (reason) => reader.cancel(reason),
  }, { highWaterMark: 0 });
}

/** Nothing is wrong with us where a connection ends before its body. @throws AppError CANCELLED */
function refuseLeft(cause: unknown): never {
  const message = "Cannot read what is sent to its end as whoever sends it must stay: they left";
  throw new AppError("CANCELLED", message, { cause });
}

function tooSlow(): AppError {
  const message = "Cannot wait any longer for what is sent as it must come at 500 bytes a second";
  return new AppError("TOO_SLOW", message);
}
