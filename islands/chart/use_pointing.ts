import type { RefObject } from "preact";
import { useState } from "preact/hooks";
import type { Axes, PlacedPoint } from "@/lib/chart/axes.ts";
import type { Figure } from "@/lib/chart/block.ts";
import { hoverAxisOf } from "@/lib/chart/hover.ts";
import { isOverTime } from "@/lib/chart/zoom.ts";
import { nearest } from "./nearest.ts";
import { nextPoint } from "./next_point.ts";
import { useElsewhere } from "./use_elsewhere.ts";

/** Less than this many pixels is a click. */
const BRUSH_PIXELS = 8;

/** What is pointed at, and what may be done with it. */
export interface PointingAsked {
  readonly root: RefObject<HTMLElement | null>;
  /** What the drawing is in. */
  readonly surface: RefObject<HTMLElement | null>;
  readonly figure: Figure | null;
  /** `null` before the drawing is known. */
  readonly axes: Axes | null;
  readonly points: readonly PlacedPoint[];
  /** Somebody has asked something of the chart. */
  readonly onWanted: () => void;
  /** A span of points was drawn over, from one to a later one. */
  readonly onSpan: (from: number, to: number) => void;
  /** Escape was pressed where nothing is pointed at; returns whether that did anything. */
  readonly onEscape: () => boolean;
}

/** Where a pointer is, as shares of the drawing's width and height. */
interface Place {
  readonly x: number;
  readonly y: number;
}

/** Follows a pointer and keys over the points of a chart. */
export function usePointing(asked: PointingAsked) {
  const { root, surface, figure, axes, points, onWanted } = asked;
  /** Where the pointer is; and the point that keys have chosen. */
  const [pointer, setPointer] = useState<Place | null>(null);
  const [chosen, setChosen] = useState<number | null>(null);
  const [brush, setBrush] = useState<readonly [number, number] | null>(null);
  const axis = figure === null ? "x" : hoverAxisOf(figure);
  const pointed = pointer === null || axes === null
    ? null
    : nearest(points, { x: pointer.x * axes.width, y: pointer.y * axes.height }, axis);
  // Keys may have chosen before the points were there.
  const at = chosen === null ? pointed : Math.min(chosen, points.length - 1);
  useElsewhere(root, pointer !== null, leave);

  function leave() {
    setPointer(null);
    setChosen(null);
  }

  function point(event: PointerEvent): Place {
    const place = placeIn(surface.current, event);
    onWanted();
    setPointer(place);
    setChosen(null);
    return place;
  }

  function onMove(event: PointerEvent) {
    const { x } = point(event);
    if (axes === null || brush === null) return;
    setBrush([brush[0], Math.max(axes.left, Math.min(axes.right, x * axes.width))]);
  }

  function onDown(event: PointerEvent) {
    const { x } = point(event);
    // A tap tells of a point; a drag of a finger scrolls the page.
    if (event.button !== 0 || event.pointerType === "touch") return;
    if (axes === null || figure === null || !isOverTime(figure)) return;
    surface.current?.setPointerCapture(event.pointerId);
    setBrush([x * axes.width, x * axes.width]);
  }

  function onUp() {
    setBrush(null);
    if (brush === null || Math.abs(brush[1] - brush[0]) < BRUSH_PIXELS) return;
    const [from, to] = [Math.min(...brush), Math.max(...brush)]
      .map((x) => nearest(points, { x, y: 0 }, "x"));
    if (from === null || to === null || to - from < 1) return;
    asked.onSpan(from, to);
    leave();
  }

  /** A finger has begun to scroll the page. */
  function onCancel() {
    setBrush(null);
    leave();
  }

  function onLeave(event: PointerEvent) {
    // A finger that is lifted leaves what it asked for to be read.
    if (event.pointerType !== "touch" && brush === null) leave();
  }

  function onKey(event: KeyboardEvent) {
    if (event.target !== root.current) return;
    const last = points.length === 0 ? Infinity : points.length - 1;
    const next = nextPoint(event.key, at, last);
    if (next !== null) setChosen(next);
    else if (event.key !== "Escape") return;
    else if (at !== null) leave();
    else if (!asked.onEscape()) return;
    event.preventDefault();
    event.stopPropagation();
  }

  return {
    axis,
    brush,
    /** The point that is told; `null` for none. */
    place: at === null ? null : points[at] ?? null,
    leave,
    onKey,
    /** Of the surface. */
    handlers: {
      onPointerEnter: onWanted,
      onPointerMove: onMove,
      onPointerDown: onDown,
      onPointerUp: onUp,
      onPointerCancel: onCancel,
      onPointerLeave: onLeave,
    },
  };
}

function placeIn(surface: HTMLElement | null, { clientX, clientY }: PointerEvent): Place {
  const box = surface?.getBoundingClientRect();
  if (box === undefined || box.width === 0) return { x: 0, y: 0 };
  return { x: (clientX - box.left) / box.width, y: (clientY - box.top) / box.height };
}
