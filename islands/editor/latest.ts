/**
 * Asks for the newest only: a question waits until typing pauses, and an older one that is
 * still under way is given up.
 *
 * @module
 */

/** Runs a task after a pause; a newer one takes the place of what waits or runs. */
export interface Latest {
  run(task: (signal: AbortSignal) => Promise<void>): void;
  /** Gives up what waits or runs. */
  stop(): void;
}

/** Makes one; `onError` hears of what failed, but not of what was given up. */
export function createLatest(
  pauseMilliseconds: number,
  onError: (error: unknown) => void,
): Latest {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: AbortController | null = null;
  const stop = () => {
    clearTimeout(timer);
    running?.abort();
    running = null;
  };
  return {
    stop,
    run(task) {
      stop();
      const controller = new AbortController();
      running = controller;
      timer = setTimeout(() => {
        task(controller.signal).catch((error) => {
          if (!controller.signal.aborted) onError(error);
        });
      }, pauseMilliseconds);
    },
  };
}
