/**
 * Waits for a press to end: a click counts only where it begins and ends on one element, so
 * nothing is replaced in between.
 *
 * @module
 */

/** What is pressed on the page. */
export interface Presses {
  /** Resolves once nothing is held down, and what came of it has been done. */
  released(): Promise<void>;
  close(): void;
}

/** Begins to watch what is pressed. */
export function watchPresses(): Presses {
  let isHeld = false;
  let waiting: (() => void)[] = [];

  const release = () => {
    if (!isHeld) return;
    isHeld = false;
    const told = waiting;
    waiting = [];
    // The click comes after the button is up, in the same task.
    setTimeout(() => told.forEach((tell) => tell()));
  };
  const onPress = (event: PointerEvent) => {
    if (event.isPrimary && event.button === 0) isHeld = true;
  };
  // Where the pointer was let go outside the window.
  const onMove = (event: PointerEvent) => {
    if (event.isPrimary && event.buttons === 0) release();
  };
  // A space presses a button once it is up.
  const onKey = (event: KeyboardEvent) => {
    const target = event.target instanceof Element ? event.target : null;
    if (event.key === " " && target?.matches("button, summary, [type=checkbox]")) isHeld = true;
  };

  addEventListener("pointerdown", onPress, true);
  addEventListener("pointermove", onMove, true);
  addEventListener("pointerup", release, true);
  addEventListener("pointercancel", release, true);
  addEventListener("keydown", onKey, true);
  addEventListener("keyup", release, true);
  addEventListener("blur", release);
  return {
    async released() {
      // Another may have begun by the time that this one is told.
      while (isHeld) await new Promise<void>((resolve) => waiting.push(resolve));
    },
    close() {
      release();
      removeEventListener("pointerdown", onPress, true);
      removeEventListener("pointermove", onMove, true);
      removeEventListener("pointerup", release, true);
      removeEventListener("pointercancel", release, true);
      removeEventListener("keydown", onKey, true);
      removeEventListener("keyup", release, true);
      removeEventListener("blur", release);
    },
  };
}
