/**
 * Draws small multiples: a panel for each name, all on one scale, which stands on the left alone.
 *
 * @module
 */
import type { Markish } from "@observablehq/plot";
import { header, headerRows, type KeyItem, shorten, textWidth } from "@/lib/chart/axis/labels.ts";
import { type Panels, panelsOf } from "@/lib/chart/axis/panels.ts";
import { axisTitle, tickText } from "@/lib/chart/axis/ticks.ts";
import { startOf } from "@/lib/chart/axis/time.ts";
import { clockTicks } from "@/lib/chart/axis/clock_ticks.ts";
import type { MultiplesBlock } from "@/lib/chart/block.ts";
import { COLOURS, seriesColour } from "@/lib/chart/theme.ts";
import { type Canvas, type DrawOptions, isNarrow, type Picture } from "./canvas.ts";
import { mostPoints, thin, thinnedWords } from "./thin.ts";

/** Pixels of a panel from top to bottom, its name among them. */
const PANEL_HEIGHT = 144;

/** Letters of a name at the most. */
const NAME_LETTERS = { wide: 32, narrow: 18 } as const;

/** Ticks of time below a panel at the most. */
const TIME_TICKS = { wide: 3, narrow: 2 } as const;

/** A point or an end of a line, in units of panels. */
interface Place {
  readonly x: number;
  readonly y: number;
  readonly text?: string;
}

/** Describes the block as Plot draws it. */
export function drawMultiples(
  canvas: Canvas,
  block: MultiplesBlock,
  options: DrawOptions,
): Picture {
  const panels = panelsOf(block, isNarrow(options));
  const write = tickText(panels.scale, block.axis.unit);
  const width = options.width / panels.columns;
  const most = mostInPanel(panels, options);
  const thinned = thinnedWords(block.periods.length, { width, most, grain: block.grain });
  const title = axisTitle(block.axis);
  const key: KeyItem[] = thinned === null
    ? []
    : [{ sign: "none", colour: COLOURS.muted, text: thinned }];
  const more = 20 * (Math.max(1, headerRows(title, key, options.width)) - 1);
  return {
    title: block.title,
    options: {
      width: options.width,
      height: 56 + more + PANEL_HEIGHT * panels.rows,
      marginTop: 28 + more,
      marginRight: 4,
      marginBottom: 28,
      marginLeft: 10 + Math.max(...panels.scale.ticks.map(write).map(textWidth)),
      x: { domain: [0, panels.columns], axis: null },
      y: { domain: [panels.rows, 0], axis: null },
      marks: [
        ...gridMarks(canvas, block, panels),
        ...timeMarks(canvas, block, { panels, options }),
        ...block.panels.flatMap((_, panel) =>
          panelMarks(canvas, block, { panel, panels, options })
        ),
        header(title, key),
      ],
    },
  };
}

/** A hairline for each tick in each panel; the words stand left of the first column. */
function gridMarks(
  { plot }: Canvas,
  { axis, panels: shown }: MultiplesBlock,
  panels: Panels,
): Markish[] {
  const { scale, edgesOf, placeY, columns } = panels;
  const write = tickText(scale, axis.unit);
  const lines = shown.flatMap((_, panel) =>
    scale.ticks.map((tick) => ({ ...edgesOf(panel), y: placeY(panel, tick), tick, panel }))
  );
  return [
    plot.ruleY(lines, {
      x1: "left",
      x2: "right",
      y: "y",
      stroke: ({ tick }: typeof lines[number]) => tick === 0 ? COLOURS.faint : COLOURS.grid,
    }),
    plot.text(lines.filter(({ panel }) => panel % columns === 0), {
      x: "left",
      y: "y",
      text: ({ tick }: typeof lines[number]) => write(tick),
      textAnchor: "end",
      dx: -6,
      fill: COLOURS.muted,
    }),
  ];
}

/** Words of time below the lowest panel of each column. */
function timeMarks(
  { plot }: Canvas,
  { grain, zone, panels: shown, periods }: MultiplesBlock,
  { panels: { columns, placeX, placeY, scale }, options }: Omit<PanelOptions, "panel">,
): Markish[] {
  const most = isNarrow(options) ? TIME_TICKS.narrow : TIME_TICKS.wide;
  const ticks = clockTicks(periods.map(startOf), { grain, zone }, most);
  const lowest = shown.map((_, panel) => panel).filter((panel) => panel + columns >= shown.length);
  const words = lowest.flatMap((panel) =>
    ticks.map(({ time, text }): Place => ({
      x: placeX(panel, time),
      y: placeY(panel, scale.low),
      // One line: the year stands below a month on larger charts.
      text: text.replace("\n", " "),
    }))
  );
  return [
    plot.text(words, { x: "x", y: "y", text: "text", dy: 14, fill: COLOURS.muted }),
  ];
}

function mostInPanel({ columns }: Pick<Panels, "columns">, options: DrawOptions): number {
  return Math.round(mostPoints(options) / columns);
}

interface PanelOptions {
  readonly panel: number;
  readonly panels: Panels;
  readonly options: DrawOptions;
}

function panelMarks(
  { plot }: Canvas,
  { panels: shown, periods }: MultiplesBlock,
  { panel, panels: { columns, edgesOf, placeX, placeY }, options }: PanelOptions,
): Markish[] {
  const { name, values } = shown[panel];
  const { left, top } = edgesOf(panel);
  const letters = isNarrow(options) ? NAME_LETTERS.narrow : NAME_LETTERS.wide;
  const dots = thin(values, mostInPanel({ columns }, options)).map((index): Place => {
    const value = values[index];
    return {
      x: placeX(panel, startOf(periods[index])),
      y: value === null ? NaN : placeY(panel, value),
    };
  });
  const stroke = seriesColour(null, options.colours);
  return [
    plot.lineY(dots, { x: "x", y: "y", stroke, strokeWidth: 1.5 }),
    plot.text([{ x: left, y: top }], {
      x: "x",
      y: "y",
      text: () => shorten(name, letters),
      textAnchor: "start",
      dy: 22,
      fill: COLOURS.ink,
    }),
  ];
}
