import type { Axes, PlacedPoint } from "@/lib/chart/axes.ts";
import type { HoverAxis } from "@/lib/chart/hover.ts";
import { COLOURS } from "@/lib/chart/theme.ts";

interface OverlayProps {
  readonly axes: Axes;
  readonly axis: HoverAxis;
  /** The point that is told of. */
  readonly place: PlacedPoint | null;
  /** Both ends of what is being chosen, in pixels of the drawing. */
  readonly brush: readonly [number, number] | null;
}

/** What moves over a chart: a line through the point that is told of, and what is being chosen. */
export function Overlay({ axes, axis, place, brush }: OverlayProps) {
  const { width, height, left, right, top, bottom } = axes;
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
      {place !== null && axis === "x" && (
        <line x1={place.x} x2={place.x} y1={top} y2={bottom} stroke={COLOURS.faint} />
      )}
      {place !== null && axis === "y" && place.y !== null && (
        <line x1={left} x2={right} y1={place.y} y2={place.y} stroke={COLOURS.faint} />
      )}
      {place !== null && place.y !== null && axis !== "y" && (
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
