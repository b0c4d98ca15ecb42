import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { placePoints } from "@/lib/chart/axes.ts";
import type { Figure } from "@/lib/chart/block.ts";
import { colourIn, hoverAxisOf } from "@/lib/chart/hover.ts";
import { daysOf, isOverTime, type PeriodRange, withoutNames, zoomTo } from "@/lib/chart/zoom.ts";
import { Legend } from "./chart/Legend.tsx";
import { nearest } from "./chart/nearest.ts";
import { nextPoint } from "./chart/next_point.ts";
import { Overlay } from "./chart/Overlay.tsx";
import { Tooltip, wordsOf } from "./chart/Tooltip.tsx";
import { isStoredWidth, useDrawing } from "./chart/use_drawing.ts";
import { useElsewhere } from "./chart/use_elsewhere.ts";
import { useFigure } from "./chart/use_figure.ts";
import { useWidth } from "./chart/use_width.ts";

/** Props reach the browser as plain data; the children are the server's drawings. */
export interface LiveChartProps {
  readonly title: string;
  /** Names that a reader can leave out one by one, each with the colour it is drawn in. */
  readonly names: readonly (readonly [name: string, colour: string])[];
  /** What it shows; `null` where that is fetched from the address once somebody points at it. */
  readonly figure: Figure | null;
  readonly address: string | null;
  /** The colour of each name on this page. */
  readonly colours: readonly (readonly [name: string, position: number])[];
  /**
   * Whether a chosen range can be taken as the page's period: then the chart dispatches
   * `daybook:range`, with `{ from, to }` as days in its detail.
   */
  readonly setsRange?: boolean;
  readonly children?: ComponentChildren;
}

/** Less than this many pixels is a click. */
const BRUSH_PIXELS = 8;

const NO_NAMES: ReadonlySet<string> = new Set<string>();

interface Place {
  readonly x: number;
  readonly y: number;
}

/** A chart that tells its points, zooms, and leaves out what is not wanted; of the server's size. */
export default function LiveChart(props: LiveChartProps) {
  const { title, names, address, setsRange = false, children } = props;
  const colours = useMemo(() => new Map(props.colours), [props.colours]);
  const root = useRef<HTMLDivElement>(null);
  const surface = useRef<HTMLDivElement>(null);
  const width = useWidth(root);
  /** Whether scripts run, and whether anybody has asked anything of the chart. */
  const [isAlive, setAlive] = useState(false);
  const [isWanted, setWanted] = useState(false);
  const [range, setRange] = useState<PeriodRange | null>(null);
  const [hidden, setHidden] = useState(NO_NAMES);
  /** Where the pointer is, in shares of the surface; and the point that keys have chosen. */
  const [pointer, setPointer] = useState<Place | null>(null);
  const [chosen, setChosen] = useState<number | null>(null);
  const [brush, setBrush] = useState<readonly [number, number] | null>(null);
  const figure = useFigure(props.figure, address, isWanted || !isStoredWidth(width));

  useEffect(() => setAlive(true), []);
  useElsewhere(root, pointer !== null, leave);

  const shown = useMemo(
    () =>
      figure === null ? null : withoutNames(
        range !== null && isOverTime(figure) ? zoomTo(figure, range) : figure,
        hidden,
      ),
    [figure, range, hidden],
  );
  const { drawing, axes } = useDrawing({
    figure,
    shown,
    isAlive,
    width,
    colours,
    surface,
    stored: children,
    giveUp: () => {
      setRange(null);
      setHidden(NO_NAMES);
    },
  });
  const points = useMemo(
    () => shown === null || axes === null ? [] : placePoints(shown, axes),
    [shown, axes],
  );
  const axis = figure === null ? "x" : hoverAxisOf(figure);
  const colourOf = (name: string) => colourIn(figure, name, colours);
  const pointed = pointer === null || axes === null
    ? null
    : nearest(points, { x: pointer.x * axes.width, y: pointer.y * axes.height }, axis);
  // Keys may have chosen before the points were there.
  const at = chosen === null ? pointed : Math.min(chosen, points.length - 1);
  const place = at === null ? null : points[at] ?? null;

  /** Where a pointer is, as shares of the drawing's width and height. */
  function placeOf(event: PointerEvent): Place {
    const box = surface.current?.getBoundingClientRect();
    if (box === undefined || box.width === 0) return { x: 0, y: 0 };
    return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
  }

  function point(event: PointerEvent): Place {
    const place = placeOf(event);
    setWanted(true);
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
    if (from !== null && to !== null) zoom(from, to);
  }

  /** A finger has begun to scroll the page. */
  function cancel() {
    setBrush(null);
    leave();
  }

  function leave() {
    setPointer(null);
    setChosen(null);
  }

  function zoom(from: number, to: number) {
    if (to - from < 1) return;
    const first = range?.from ?? 0;
    setRange({ from: first + from, to: first + to });
    leave();
  }

  function onKey(event: KeyboardEvent) {
    if (event.target !== root.current) return;
    const last = points.length === 0 ? Infinity : points.length - 1;
    const next = nextPoint(event.key, at, last);
    if (next !== null) setChosen(next);
    else if (event.key === "Escape" && at !== null) leave();
    else if (event.key === "Escape" && range !== null) setRange(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function takeRange() {
    if (range === null || figure === null || !isOverTime(figure)) return;
    const detail = daysOf(figure, range);
    root.current?.dispatchEvent(new CustomEvent("daybook:range", { bubbles: true, detail }));
  }

  function toggle(name: string) {
    const next = new Set(hidden);
    if (!next.delete(name)) next.add(name);
    setWanted(true);
    // Nothing at all is no chart.
    if (next.size < names.length) setHidden(next);
    leave();
  }

  return (
    <div
      ref={root}
      class="live-chart"
      data-live={isAlive}
      tabIndex={isAlive ? 0 : undefined}
      role="group"
      aria-label={isAlive ? `${title}: arrow keys tell each point` : title}
      onFocus={() => setWanted(true)}
      onKeyDown={onKey}
    >
      <div
        ref={surface}
        class="surface"
        onPointerEnter={() => setWanted(true)}
        onPointerMove={onMove}
        onPointerDown={onDown}
        onPointerUp={onUp}
        onPointerCancel={cancel}
        // A finger that is lifted leaves what it asked for to be read.
        onPointerLeave={(event) => event.pointerType !== "touch" && brush === null && leave()}
      >
        <div class="stored" hidden={drawing !== null}>{children}</div>
        {/* The serializer of charts escapes every text. */}
        {drawing !== null && <div dangerouslySetInnerHTML={{ __html: drawing.svg }} />}
        {axes !== null && <Overlay axes={axes} axis={axis} place={place} brush={brush} />}
        {axes !== null && place !== null && brush === null && (
          <Tooltip
            point={place.point}
            colourOf={colourOf}
            left={place.x / axes.width}
            top={(place.y ?? axes.top) / axes.height}
          />
        )}
      </div>
      <p class="unseen" aria-live="polite">{place === null ? "" : wordsOf(place.point)}</p>
      {range !== null && (
        <p class="zoomed">
          {setsRange && <button type="button" onClick={takeRange}>Set as period</button>}
          <button type="button" onClick={() => setRange(null)}>Show all</button>
        </p>
      )}
      {names.length > 0 && (
        <Legend names={names} hidden={hidden} disabled={!isAlive} toggle={toggle} />
      )}
    </div>
  );
}
