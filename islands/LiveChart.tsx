import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Figure } from "@/lib/chart/block.ts";
import { colourIn, hoverAxisOf } from "@/lib/chart/hover.ts";
import { daysOf, isOverTime, type PeriodRange, withoutNames, zoomTo } from "@/lib/chart/zoom.ts";
import type { drawLive } from "./chart/live_drawing.ts";
import { nearest } from "./chart/nearest.ts";
import { Overlay } from "./chart/Overlay.tsx";
import { Tooltip, wordsOf } from "./chart/Tooltip.tsx";

/** Props reach the browser as plain data; the children are the server's drawings. */
export interface LiveChartProps {
  readonly title: string;
  /** Names that a reader can leave out one by one. */
  readonly names: readonly string[];
  /** What it shows; `null` where that is fetched from the address once it is in view. */
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

/** The widths that the server draws in, and up to where the narrow one is shown. */
const WIDTHS = { wide: 920, narrow: 360 } as const;
const NARROW = "(max-width: 640px)";

const RETRY_MILLISECONDS = 500;

/** The share of its width below which a drawing is made anew, not scaled. */
const SHRUNK = 0.8;

/** Less than this many pixels is a click. */
const BRUSH_PIXELS = 8;

/** What a chart needs to live. */
interface Loaded {
  readonly figure: Figure;
  readonly draw: typeof drawLive;
}

/** Fetches what a chart needs; `null` where it cannot be had: the stored drawing stays. */
async function loadChart(known: Figure | null, address: string | null): Promise<Loaded | null> {
  try {
    const [{ drawLive: draw }, figure] = await Promise.all([
      import("./chart/live_drawing.ts"),
      known ?? fetchFigure(address ?? ""),
    ]);
    return { figure, draw };
  } catch {
    return null;
  }
}

/** A result that was just computed may not be kept yet: it is asked for once more. */
async function fetchFigure(address: string): Promise<Figure> {
  for (let trial = 1;; trial++) {
    const answer = await fetch(address);
    if (answer.ok) return await answer.json();
    await answer.body?.cancel();
    if (trial === 3) throw new Error(`It was answered with ${answer.status}`);
    await new Promise((resolve) => setTimeout(resolve, RETRY_MILLISECONDS));
  }
}

/** A chart that tells its points, zooms, and leaves out what is not wanted; of the server's size. */
export default function LiveChart(props: LiveChartProps) {
  const { title, names, address, setsRange = false, children } = props;
  const colours = useMemo(() => new Map(props.colours), [props.colours]);
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [width, setWidth] = useState<number>(WIDTHS.wide);
  const [range, setRange] = useState<PeriodRange | null>(null);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set<string>());
  const [at, setAt] = useState<number | null>(null);
  const [brush, setBrush] = useState<readonly [number, number] | null>(null);
  const root = useRef<HTMLDivElement>(null);
  const surface = useRef<HTMLDivElement>(null);
  const figure = props.figure ?? loaded?.figure ?? null;

  useEffect(() => {
    const narrow = matchMedia(NARROW);
    const measure = () => {
      const room = root.current?.clientWidth ?? 0;
      // Beside an open panel words would be too small in a drawing of full width.
      const isBeside = root.current?.closest("figure")?.querySelector(".panel[open]") !== null;
      const isTight = isBeside && room > 0 && room < SHRUNK * WIDTHS.wide;
      setWidth(narrow.matches ? WIDTHS.narrow : isTight ? room : WIDTHS.wide);
    };
    const sizes = new ResizeObserver(measure);
    if (root.current !== null) sizes.observe(root.current);
    narrow.addEventListener("change", measure);
    return () => {
      sizes.disconnect();
      narrow.removeEventListener("change", measure);
    };
  }, []);

  useEffect(() => {
    let isOver = false;
    const load = async () => {
      const found = await loadChart(props.figure, address);
      if (!isOver && found !== null) setLoaded(found);
    };
    const seen = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      seen.disconnect();
      load();
    }, { rootMargin: "200px" });
    if (root.current !== null) seen.observe(root.current);
    return () => {
      isOver = true;
      seen.disconnect();
    };
  }, [props.figure, address]);

  const shown = useMemo(
    () =>
      figure === null ? null : withoutNames(
        range !== null && isOverTime(figure) ? zoomTo(figure, range) : figure,
        hidden,
      ),
    [figure, range, hidden],
  );
  const drawing = useMemo(
    () => loaded === null || shown === null ? null : loaded.draw(shown, { width, colours }),
    [loaded, shown, width, colours],
  );
  const axis = figure === null ? "x" : hoverAxisOf(figure);
  const colourOf = (name: string) => colourIn(figure, name, colours);
  const point = drawing === null || at === null ? undefined : drawing.points[at];

  /** Where a pointer is, in pixels of the drawing. */
  function placeOf(event: PointerEvent) {
    const box = surface.current?.getBoundingClientRect();
    const scale = box === undefined || box.width === 0 ? 1 : width / box.width;
    return {
      x: (event.clientX - (box?.left ?? 0)) * scale,
      y: (event.clientY - (box?.top ?? 0)) * scale,
    };
  }

  function onMove(event: PointerEvent) {
    if (drawing === null) return;
    const place = placeOf(event);
    setAt(nearest(drawing.points, place, axis));
    const { left, right } = drawing.inside;
    if (brush !== null) setBrush([brush[0], Math.max(left, Math.min(right, place.x))]);
  }

  function onDown(event: PointerEvent) {
    if (drawing === null || event.button !== 0) return;
    // A tap tells of a point; a drag of a finger scrolls the page.
    if (event.pointerType === "touch") return onMove(event);
    if (figure === null || !isOverTime(figure)) return;
    const { x } = placeOf(event);
    surface.current?.setPointerCapture(event.pointerId);
    setBrush([x, x]);
  }

  function onUp() {
    setBrush(null);
    if (drawing === null || brush === null || Math.abs(brush[1] - brush[0]) < BRUSH_PIXELS) return;
    const [from, to] = [Math.min(...brush), Math.max(...brush)]
      .map((x) => nearest(drawing.points, { x, y: 0 }, "x"));
    if (from !== null && to !== null) zoom(from, to);
  }

  function zoom(from: number, to: number) {
    if (to - from < 1) return;
    const first = range?.from ?? 0;
    setRange({ from: first + from, to: first + to });
    setAt(null);
  }

  function onKey(event: KeyboardEvent) {
    if (drawing === null || event.target !== root.current) return;
    const last = drawing.points.length - 1;
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      setAt(Math.max(0, Math.min(last, (at ?? (step > 0 ? -1 : last + 1)) + step)));
    } else if (event.key === "Home") setAt(0);
    else if (event.key === "End") setAt(last);
    else if (event.key === "Escape" && (at !== null || range !== null)) {
      if (at !== null) setAt(null);
      else setRange(null);
    } else return;
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
    // Nothing at all is no chart.
    if (next.size < names.length) setHidden(next);
    setAt(null);
  }

  return (
    <div
      ref={root}
      class="live-chart"
      data-live={drawing !== null}
      tabIndex={drawing === null ? undefined : 0}
      role="group"
      aria-label={drawing === null ? title : `${title}: arrow keys tell each point`}
      onKeyDown={onKey}
    >
      <div
        ref={surface}
        class="surface"
        onPointerMove={onMove}
        onPointerDown={onDown}
        onPointerUp={onUp}
        onPointerCancel={() => setBrush(null)}
        onPointerLeave={() => brush === null && setAt(null)}
      >
        <div class="stored" hidden={drawing !== null}>{children}</div>
        {drawing !== null && (
          <>
            {/* The serializer of charts escapes every text. */}
            <div dangerouslySetInnerHTML={{ __html: drawing.svg }} />
            <Overlay drawing={drawing} axis={axis} at={at} brush={brush} />
          </>
        )}
        {drawing !== null && point !== undefined && brush === null && (
          <Tooltip
            point={point.point}
            colourOf={colourOf}
            left={point.x / drawing.width}
            top={(point.y ?? drawing.inside.top) / drawing.height}
          />
        )}
      </div>
      <p class="unseen" aria-live="polite">{point === undefined ? "" : wordsOf(point.point)}</p>
      {range !== null && (
        <p class="zoomed">
          {setsRange && <button type="button" onClick={takeRange}>Set as period</button>}
          <button type="button" onClick={() => setRange(null)}>Show all</button>
        </p>
      )}
      {names.length > 0 && (
        <ul class="legend" aria-label="Shown">
          {names.map((name) => (
            <li key={name}>
              <button
                type="button"
                class="quiet"
                disabled={drawing === null}
                aria-pressed={!hidden.has(name)}
                onClick={() => toggle(name)}
              >
                <span class="swatch" style={{ background: colourOf(name) }} />
                {name}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
