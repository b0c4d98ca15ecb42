/**
 * Presses outside of a part of the page.
 *
 * @module
 */
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/** Calls `leave` where somebody presses elsewhere, while it is `watched`. */
export function useElsewhere(
  root: RefObject<HTMLElement | null>,
  watched: boolean,
  leave: () => void,
): void {
  useEffect(() => {
    if (!watched) return;
    const elsewhere = ({ target }: PointerEvent) => {
      if (target instanceof Node && root.current?.contains(target)) return;
      leave();
    };
    addEventListener("pointerdown", elsewhere);
    return () => removeEventListener("pointerdown", elsewhere);
  }, [watched]);
}
