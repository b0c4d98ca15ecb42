/**
 * A chart's figures as a table: what those read who cannot see the chart.
 *
 * @module
 */
import type {
  AreaBlock,
  Figure,
  LineBlock,
  TableBlock,
  TableColumn,
  WaterfallBlock,
} from "./block.ts";
import { eventWords } from "./events.ts";
import { formatNumber, formatPeriod } from "./format.ts";
import type { Value } from "@/lib/frame/frame.ts";
import type { Grain } from "@/lib/frame/schema.ts";

/** More rows than this no one reads; `total` says how many there are. */
const MOST_ROWS = 1000;

/** How a chart's figures are told. */
export interface DataTableOptions {
  /** Rows at the most. */
  readonly most?: number;
  /** Whether of a forecast only the periods ahead are told. */
  readonly ahead?: boolean;
  /** Whether periods stand as `YYYY-MM-DD` or ISO 8601 in UTC, as programs read them. */
  readonly plain?: boolean;
}

type WritePeriod = (period: string, grain: Grain) => string;

/** Returns the figures of a chart; a forecast's periods follow those of history. */
export function dataTable(
  figure: Figure,
  { most = MOST_ROWS, ahead = false, plain = false }: DataTableOptions = {},
): TableBlock {
  const zone = "zone" in figure ? figure.zone : undefined;
  const write: WritePeriod = (period, grain) =>
    plain ? period : formatPeriod(period, { grain, zone });
  const [columns, { count, rowAt }] = tableOf(figure, write);
  const first = ahead && isForecast(figure) ? figure.periods.length : 0;
  const total = count - first;
  return {
    type: "table",
    title: figure.title,
    columns,
    rows: Array.from({ length: Math.min(most, total) }, (_, index) => rowAt(first + index)),
    total,
  };
}

/** Returns whether a chart tells of periods ahead. */
export function isForecast(figure: Figure): figure is LineBlock {
  return figure.type === "line" && (figure.forecast?.periods.length ?? 0) > 0;
}

/** Returns what the rows of a chart's table are, such as "periods". */
export function rowWords(figure: Figure): string {
  switch (figure.type) {
    case "line":
    case "area":
    case "multiples":
      return "periods";
    case "scatter":
      return "points";
    case "histogram":
      return "bins";
    case "bar":
    case "heatmap":
      return "rows";
    case "waterfall":
      return "steps";
  }
}

type Row = readonly Value[];

/** Rows that are made when they are shown: of a long chart few are. */
interface Rows {
  readonly count: number;
  readonly rowAt: (index: number) => Row;
}

type Table = readonly [columns: readonly TableColumn[], rows: Rows];

function rowsOf<Part>(parts: readonly Part[], write: (part: Part, index: number) => Row): Rows {
  return { count: parts.length, rowAt: (index) => write(parts[index], index) };
}

function words(name: string): TableColumn {
  return { name, type: "text", unit: null };
}

function figures(name: string, unit: string | null): TableColumn {
  return { name, type: "float", unit };
}

function tableOf(figure: Figure, write: WritePeriod): Table {
  switch (figure.type) {
    case "line":
      return lineTable(figure, write);
    case "area":
      return seriesTable(figure, write);
    case "multiples":
      return seriesTable({ ...figure, series: figure.panels }, write);
    case "bar":
      return [
        [words(figure.category), figures(figure.axis.title, figure.axis.unit)],
        rowsOf(figure.bars, ({ name, value }) => [
          figure.grain === null ? name : write(name, figure.grain),
          value,
        ]),
      ];
    case "waterfall":
      return waterfallTable(figure);
    case "scatter":
      return [
        [
          words("Group"),
          words("Label"),
          figures(figure.x.title, figure.x.unit),
          figures(figure.y.title, figure.y.unit),
        ],
        rowsOf(figure.points, ({ group, label, x, y }) => [group, label, x, y]),
      ];
    case "histogram":
      return [
        [
          figures(`${figure.axis.title} from`, figure.axis.unit),
          figures("to", figure.axis.unit),
          figures("Rows", null),
        ],
        rowsOf(figure.bins, ({ from, to, count }) => [from, to, count]),
      ];
    case "heatmap":
      return [
        [words(figure.rowTitle), ...figure.columns.map((name) => figures(name, figure.axis.unit))],
        rowsOf(figure.rows, (name, row) => [name, ...figure.values[row]]),
      ];
  }
}

function waterfallTable({ axis, category, start, steps, end }: WaterfallBlock): Table {
  const { unit } = axis;
  const isRatio = steps.some(({ mix }) => mix !== null);
  const change = start.value === null || end.value === null ? null : end.value - start.value;
  const share = steps.some(({ share }) => share !== null) ? 1 : null;
  return [
    [
      words(category),
      figures(start.name, unit),
      figures(end.name, unit),
      figures("Brought", unit),
      figures("Share", "%"),
      ...(isRatio ? [figures("Mix", unit), figures("Rate", unit)] : []),
    ],
    rowsOf([
      ...steps.map(({ name, before, after, change, share, mix, rate }) => [
        name,
        before,
        after,
        change,
        share,
        ...(isRatio ? [mix, rate] : []),
      ]),
      ["All", start.value, end.value, change, share, ...(isRatio ? [null, null] : [])],
    ], (row) => row),
  ];
}

interface Columns extends Pick<AreaBlock, "axis" | "grain" | "periods"> {
  readonly series: readonly Pick<AreaBlock["series"][number], "name" | "values">[];
}

function seriesTable({ axis, grain, periods, series }: Columns, write: WritePeriod): Table {
  return [
    [words("Period"), ...series.map(({ name }) => figures(name ?? axis.title, axis.unit))],
    rowsOf(periods, (period, index) => [
      write(period, grain),
      ...series.map(({ values }) => values[index]),
    ]),
  ];
}

interface Extra {
  readonly column: TableColumn;
  readonly history: (index: number) => Value;
  readonly future: (index: number) => Value;
}

function lineTable(block: LineBlock, write: WritePeriod): Table {
  const { axis, band, expected, flags, forecast, grain, periods, series } = block;
  const none = () => null;
  const labels = new Map(flags.map(({ index, label, words }) => [index, words ?? label]));
  const extras: Extra[] = series.map(({ name, values }) => ({
    column: figures(name ?? axis.title, axis.unit),
    history: (index) => values[index],
    future: none,
  }));
  const add = (name: string, history: readonly Value[] | null, future: readonly Value[] | null) =>
    extras.push({
      column: figures(name, axis.unit),
      history: (index) => history?.[index] ?? null,
      future: (index) => future?.[index] ?? null,
    });
  if (expected !== null) add("Expected", expected, null);
  if (band !== null) {
    add("Expected from", band.lower, null);
    add("Expected to", band.upper, null);
  }
  if (forecast !== null) {
    add("Forecast", null, forecast.values);
    for (const { level, lower, upper } of forecast.intervals) {
      const share = formatNumber(level * 100);
      add(`${share}% from`, null, lower);
      add(`${share}% to`, null, upper);
    }
  }
  const earlier = forecast?.origins ?? [];
  if (earlier.length > 0) {
    const values = new Map(
      earlier.flatMap(({ from, values }) => values.map((value, i) => [from + i, value] as const)),
    );
    extras.push({
      column: figures("Forecast earlier", axis.unit),
      history: (index) => values.get(index) ?? null,
      future: none,
    });
  }
  if (flags.length > 0) {
    extras.push({
      column: words("Odd"),
      history: (index) => labels.get(index) ?? null,
      future: none,
    });
  }
  const events = eventWords(block);
  if (events.size > 0) {
    extras.push({
      column: words("During"),
      history: (index) => events.get(index) ?? null,
      future: (index) => events.get(periods.length + index) ?? null,
    });
  }
  return [
    [words("Period"), ...extras.map(({ column }) => column)],
    {
      count: periods.length + (forecast?.periods.length ?? 0),
      rowAt: (index) => {
        const ahead = index - periods.length;
        const period = ahead < 0 ? periods[index] : forecast?.periods[ahead] ?? "";
        const cells = extras.map(({ history, future }) =>
          ahead < 0 ? history(index) : future(ahead)
        );
        return [write(period, grain), ...cells];
      },
    },
  ];
}
