/**
 * The width that a chart is drawn in.
 *
 * @module
 */
import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";

/** The widths that the server draws in. */
export const WIDTHS = { wide: 920, half: 448, narrow: 360 } as const;

/** Up to where the narrow drawing is shown. */
const NARROW = "(max-width: 640px)";

/** The share of its width below which a drawing is made anew, not scaled. */
const SHRUNK = 0.8;

/** Returns one of the server's widths, or that of the element where a panel is open beside it. */
export function useWidth(root: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState<number>(WIDTHS.wide);
  useEffect(() => {
    const narrow = matchMedia(NARROW);
    const measure = () => {
      const room = root.current?.clientWidth ?? 0;
      // Beside an open panel words would be too small in a drawing of full width.
      const isBeside = root.current?.closest("figure")?.querySelector(".panel[open]") !== null;
      const isTight = isBeside && room > 0 && room < SHRUNK * WIDTHS.wide;
      const isHalf = root.current?.closest(".halves") !== null;
      const own = isHalf ? WIDTHS.half : WIDTHS.wide;
      setWidth(narrow.matches ? WIDTHS.narrow : isTight ? room : own);
    };
    const sizes = new ResizeObserver(measure);
    if (root.current !== null) sizes.observe(root.current);
    narrow.addEventListener("change", measure);
    return () => {
      sizes.disconnect();
      narrow.removeEventListener("change", measure);
    };
  }, []);
  return width;
}
