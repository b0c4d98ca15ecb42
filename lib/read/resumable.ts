/**
 * Lets the head of a stream be read several times while it is opened once.
 *
 * @module
 */
import type { ByteSource } from "./formats/format.ts";

/** So much of a stream is kept to be read again. */
const KEPT_BYTES = 1 << 20;

/**
 * A source that opens `source` anew only after more than a megabyte of it was read: a
 * look at the head costs nothing twice. At most one reader reads at a time.
 */
export function resumable(source: ByteSource): ByteSource {
  let kept: Uint8Array[] = [];
  let keptBytes = 0;
  let ended = false;
  let live: AsyncIterator<Uint8Array> | null = null;
  let pulling: Promise<void> | null = null;
  let readers = 0;

  /** Takes one more chunk; a reader that was given up may have asked for it already. */
  function pull(from: AsyncIterator<Uint8Array>): Promise<void> {
    pulling ??= from.next().then(({ value, done }) => {
      if (done) ended = true;
      else {
        kept.push(value);
        keptBytes += value.length;
      }
    }).finally(() => pulling = null);
    return pulling;
  }

  async function forget(): Promise<void> {
    await pulling;
    await live?.return?.();
    live = null;
    kept = [];
    keptBytes = 0;
    ended = false;
  }

  return async function* () {
    const own = ++readers;
    if (keptBytes > KEPT_BYTES) await forget();
    live ??= source()[Symbol.asyncIterator]();
    const from = live;
    for (let index = 0; own === readers; index++) {
      while (index >= kept.length && !ended) await pull(from);
      if (index >= kept.length) return;
      yield kept[index];
      if (keptBytes > KEPT_BYTES && index === kept.length - 1) {
        // From here on nothing is kept, and the next reader opens the source anew.
        kept = [];
        index = -1;
      }
    }
  };
}
