/**
 * The drawing of a chart that shows something else than the server drew, and the axes of what is seen.
 *
 * @module
 */
import type { ComponentChildren, RefObject } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { type Axes, parseAxes } from "@/lib/chart/axes.ts";
import type { Figure } from "@/lib/chart/block.ts";
import type { ColourAssignment } from "@/lib/chart/theme.ts";
import type { drawLive } from "./live_drawing.ts";
import { loadDrawing } from "./load.ts";
import { WIDTHS } from "./use_width.ts";

/** What a chart shows of which figure, and where. */
export interface DrawnFigure {
  readonly figure: Figure | null;
  /** The figure, or a part of it. */
  readonly shown: Figure | null;
  readonly isAlive: boolean;
  readonly width: number;
  readonly colours: ColourAssignment;
  readonly surface: RefObject<HTMLDivElement | null>;
  /** The server's drawings. */
  readonly stored: ComponentChildren;
  /** Called where what draws cannot be had. */
  giveUp(): void;
}

/** What is seen of a chart; `drawing` is `null` where that is the server's. */
export interface SeenDrawing {
  readonly drawing: ReturnType<typeof drawLive> | null;
  readonly axes: Axes | null;
}

/** Whether the server drew a chart of this width. */
export function isStoredWidth(width: number): boolean {
  return Object.values(WIDTHS).some((stored) => stored === width);
}

/** Draws what the server did not, once what draws is there. */
export function useDrawing(drawn: DrawnFigure): SeenDrawing {
  const { figure, shown, isAlive, width, colours, surface, stored, giveUp } = drawn;
  const [draw, setDraw] = useState<{ readonly live: typeof drawLive } | null>(null);
  const isStored = isStoredWidth(width);
  // Drawings of before their axes were kept have none.
  const storedAxes = useMemo(
    () => isAlive && isStored ? axesOf(surface.current, width) : null,
    [isAlive, isStored, width, stored],
  );
  const isOther = isAlive && shown !== null && (shown !== figure || storedAxes === null);

  useEffect(() => {
    let isOver = false;
    const load = async () => {
      const live = await loadDrawing();
      if (isOver) return;
      if (live === null) giveUp();
      else setDraw({ live });
    };
    if (isOther && draw === null) load();
    return () => {
      isOver = true;
    };
  }, [isOther, draw]);

  const drawing = useMemo(
    () => isOther && draw !== null ? draw.live(shown, { width, colours }) : null,
    [isOther, draw, shown, width, colours],
  );
  return { drawing, axes: isOther ? drawing?.axes ?? null : storedAxes };
}

/** Returns the axes of the stored drawing of this width. */
function axesOf(surface: HTMLElement | null, width: number): Axes | null {
  const name = width === WIDTHS.narrow ? "narrow" : "wide";
  const drawn = surface?.querySelector<SVGElement>(`.stored .${name} > svg`);
  return parseAxes(drawn?.dataset.axes ?? "");
}
