/**
 * Waits for something that comes by itself, such as the end of a run or a letter.
 *
 * @module
 */

/** A test that waits for longer has failed; a busy machine takes a small part of this. */
const LIMIT_MILLISECONDS = 90_000;
const PAUSE_MILLISECONDS = 20;

/** Asks until it is told something, and returns that. @throws Error where it waits for too long */
export async function until<T>(ask: () => Promise<T | null>): Promise<T> {
  const end = performance.now() + LIMIT_MILLISECONDS;
  for (;;) {
    const told = await ask();
    if (told !== null) return told;
    if (performance.now() > end) throw new Error(`It did not come: ${ask}`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLISECONDS));
  }
}
