import { COLOURS } from "@/lib/chart/theme.ts";
import type { HoverAxis } from "@/lib/chart/hover.ts";
import type { LiveDrawing } from "./live_drawing.ts";

interface OverlayProps {
  readonly drawing: LiveDrawing;
  readonly axis: HoverAxis;
  /** The point that is told of. */
  readonly at: number | null;
  /** Both ends of what is being chosen, in pixels of the drawing. */
  readonly brush: readonly [number, number] | null;
}

/** What moves over a chart: a line through the point that is told of, and what is being chosen. */
export function Overlay({ drawing, axis, at, brush }: OverlayProps) {
  const { width, height, inside: { left, right, top, bottom }, points } = drawing;
  const place = at === null ? undefined : points[at];
  return (
    <svg class="overlay" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {brush !== null && (
        <rect
          x={Math.min(...brush)}
          y={top}
          width={Math.abs(brush[1] - brush[0])}
          height={bottom - top}
          fill={COLOURS.accent}
          fill-opacity="0.14"
        />
      )}
      {place !== undefined && axis === "x" && (
        <line x1={place.x} x2={place.x} y1={top} y2={bottom} stroke={COLOURS.faint} />
      )}
      {place !== undefined && axis === "y" && place.y !== null && (
        <line x1={left} x2={right} y1={place.y} y2={place.y} stroke={COLOURS.faint} />
      )}
      {place !== undefined && place.y !== null && axis !== "y" && (
        <circle
          cx={place.x}
          cy={place.y}
          r="4.5"
          fill={COLOURS.paper}
          stroke={COLOURS.ink}
          stroke-width="1.75"
        />
      )}
    </svg>
  );
}
