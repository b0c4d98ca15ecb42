import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { placePoints } from "@/lib/chart/axes.ts";
import type { Figure } from "@/lib/chart/block.ts";
import { colourIn } from "@/lib/chart/hover.ts";
import { daysOf, isOverTime, type PeriodRange, withoutNames, zoomTo } from "@/lib/chart/zoom.ts";
import { Legend } from "./chart/Legend.tsx";
import { Overlay } from "./chart/Overlay.tsx";
import { Tooltip, wordsOf } from "./chart/Tooltip.tsx";
import { isStoredWidth, useDrawing } from "./chart/use_drawing.ts";
import { useFigure } from "./chart/use_figure.ts";
import { usePointing } from "./chart/use_pointing.ts";
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

const NO_NAMES: ReadonlySet<string> = new Set<string>();

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
  const figure = useFigure(props.figure, address, isWanted || !isStoredWidth(width));

  useEffect(() => setAlive(true), []);

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
  const { axis, brush, place, leave, onKey, handlers } = usePointing({
    root,
    surface,
    figure,
    axes,
    points,
    onWanted: () => setWanted(true),
    onSpan: (from, to) => {
      const first = range?.from ?? 0;
      setRange({ from: first + from, to: first + to });
    },
    onEscape: () => {
      setRange(null);
      return range !== null;
    },
  });
  const colourOf = (name: string) => colourIn(figure, name, colours);

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
      <div ref={surface} class="surface" {...handlers}>
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
