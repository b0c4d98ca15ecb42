/**
 * Blocks: what a step's `render` gives, and what pages, reports, charts and stored
 * results consume. Plain JSON: `null` where there is no value, never NaN, no dates
 * but ISO text, no functions. Every block can be drawn without the frame behind it.
 *
 * @module
 */
import type { Problem } from "@/lib/errors.ts";
import type { Value } from "@/lib/frame/frame.ts";
import type { ColumnType, Grain } from "@/lib/frame/schema.ts";

/** One piece of what a cell shows. */
export type Block =
  | Figure
  | NumberBlock
  | TableBlock
  | TextBlock
  | ProblemsBlock
  | DetailsBlock;

/** A block that is drawn as a chart. */
export type Figure =
  | LineBlock
  | AreaBlock
  | MultiplesBlock
  | BarBlock
  | WaterfallBlock
  | ScatterBlock
  | HistogramBlock
  | HeatmapBlock;

/** A number, or `null` where there is none: a gap, never a zero. */
export type Amount = number | null;

/** What an axis measures. `unit` is a currency code, "%" (of a ratio: 0.1 is 10%) or a word. */
export interface Axis {
  readonly title: string;
  readonly unit: string | null;
}

/** What every chart says in words. */
interface Described {
  /** Names the chart to those who cannot see it, such as "Revenue by day". */
  readonly title: string;
  /** The chart's answer in one sentence, shown above it; `null` where there is none to tell. */
  readonly answer: string | null;
}

/** One line or layer: an amount for each period. `name` is `null` where there is only one. */
export interface Series {
  readonly name: string | null;
  /** "muted" is for what the others are compared with, such as the year before. */
  readonly style: "plain" | "muted";
  readonly values: readonly Amount[];
}

/** The range in which values were expected, an amount for each period. */
export interface Band {
  readonly lower: readonly Amount[];
  readonly upper: readonly Amount[];
}

/** An odd period: its position among the periods, and the few words beside its ring. */
export interface Flag {
  readonly index: number;
  readonly label: string;
  /** How odd it is, 0 to 100; left out where nobody scored it. */
  readonly score?: number;
  /** In what way it is odd, a word for programs, and the same in words for people. */
  readonly kind?: string;
  readonly words?: string;
  /** What somebody said of it; left out where nobody did. */
  readonly said?: "real" | "not";
  /** What moved it, in words, the strongest first. */
  readonly causes?: readonly string[];
  /** What its segments brought, the most surprising dimension first; left out where nobody asked. */
  readonly parts?: readonly FlagPart[];
}

/** The segments of a dimension: how far each was from its part of what was expected. */
export interface FlagPart {
  readonly category: string;
  readonly segments: readonly {
    readonly name: string;
    readonly change: Amount;
    /** Of what the whole was off; `null` where that was next to nothing. */
    readonly share: Amount;
  }[];
}

/** A day or span that explains what is seen: positions among the periods, a forecast's after history's; both are in. */
export interface EventMark {
  readonly name: string;
  readonly from: number;
  readonly until: number;
}

/** What comes after the last period. `intervals` go from the narrowest to the widest. */
export interface ForecastSeries {
  readonly periods: readonly string[];
  readonly values: readonly Amount[];
  /** `level` is the share of futures that should fall inside: 0.5, 0.95. */
  readonly intervals: readonly (Band & { readonly level: number })[];
  /** What was forecast from earlier origins, to be seen beside what came; the oldest first. */
  readonly origins?: readonly EarlierForecast[];
}

/** What would have been forecast earlier: `from` is its first position among the periods of history. */
export interface EarlierForecast {
  readonly from: number;
  readonly values: readonly Amount[];
}

/** Amounts over time, with what was expected, what is odd, and what comes next. */
export interface LineBlock extends Described {
  readonly type: "line";
  readonly axis: Axis;
  readonly grain: Grain;
  /** By whose clocks hours are told; left out for those of UTC. */
  readonly zone?: string;
  /** The start of each period, ascending: `YYYY-MM-DD`, for hours ISO 8601 in UTC. */
  readonly periods: readonly string[];
  readonly series: readonly Series[];
  readonly expected: readonly Amount[] | null;
  readonly band: Band | null;
  /** Odd periods of the first series. */
  readonly flags: readonly Flag[];
  /** What happened, in the order of the periods; left out where nothing is known to have. */
  readonly events?: readonly EventMark[];
  /** Periods of which somebody said that they are not odd. */
  readonly dismissed?: readonly Flag[];
  /** How many of the first periods a model learnt from: those after it are new to it; left out where none did. */
  readonly trained?: number;
  /** The segment that a label of a period names; left out where none can be set. */
  readonly labels?: { readonly segment: readonly (string | null)[] };
  readonly forecast: ForecastSeries | null;
  readonly target: { readonly label: string; readonly value: number } | null;
  /** Whether the last period is not over yet: its value is drawn as provisional. */
  readonly incomplete: boolean;
  /** "half" stands beside another, where there is room; left out for a column of its own. */
  readonly room?: "half";
}

/** Layers stacked over time, the first lowest. A layer without a value adds nothing; a period without any is a gap. */
export interface AreaBlock extends Described {
  readonly type: "area";
  readonly axis: Axis;
  readonly grain: Grain;
  readonly zone?: string;
  readonly periods: readonly string[];
  readonly series: readonly Series[];
}

/** One measure over time for each of several names, each in a panel of its own, all on one scale. */
export interface MultiplesBlock extends Described {
  readonly type: "multiples";
  readonly axis: Axis;
  readonly grain: Grain;
  readonly zone?: string;
  readonly periods: readonly string[];
  readonly panels: readonly { readonly name: string; readonly values: readonly Amount[] }[];
}

/** One amount a category, in the order given; zero is always on the axis. */
export interface BarBlock extends Described {
  readonly type: "bar";
  readonly axis: Axis;
  /** What the categories are, such as "Region". */
  readonly category: string;
  /** The grain of categories that are periods (drawn upright); `null` for names (drawn lying). */
  readonly grain: Grain | null;
  readonly zone?: string;
  readonly bars: readonly { readonly name: string; readonly value: Amount }[];
}

/** How a measure came from one amount to another, step by step; the steps add up to the change. */
export interface WaterfallBlock extends Described {
  readonly type: "waterfall";
  readonly axis: Axis;
  /** What the steps are, such as "Region". */
  readonly category: string;
  readonly start: { readonly name: string; readonly value: Amount };
  readonly steps: readonly WaterfallStep[];
  readonly end: { readonly name: string; readonly value: Amount };
}

/** What one part of the whole brought. */
export interface WaterfallStep {
  readonly name: string;
  /** Its own amounts; `null` where it has none. */
  readonly before: Amount;
  readonly after: Amount;
  readonly change: Amount;
  /** Of the whole change, 0.1 being 10%; `null` where that has hardly moved. */
  readonly share: Amount;
  /** What the change of a ratio is made of: of what it is the part, and what its own ratio did; `null` of a sum. */
  readonly mix: Amount;
  readonly rate: Amount;
}

/** One point a row. */
export interface ScatterBlock extends Described {
  readonly type: "scatter";
  readonly x: Axis;
  readonly y: Axis;
  readonly points: readonly ScatterPoint[];
}

/** One point of a scatter. */
export interface ScatterPoint {
  readonly x: number;
  readonly y: number;
  /** What decides the colour; `null` where points are of one kind. */
  readonly group: string | null;
  /** Shown beside the point, for few points only. */
  readonly label: string | null;
}

/** How often values fall in each bin; bins touch and ascend, `from` is in and `to` is out but for the last. */
export interface HistogramBlock extends Described {
  readonly type: "histogram";
  readonly axis: Axis;
  readonly bins: readonly { readonly from: number; readonly to: number; readonly count: number }[];
}

/** A shade for each row and column of a grid; `values[row][column]`. */
export interface HeatmapBlock extends Described {
  readonly type: "heatmap";
  readonly axis: Axis;
  readonly rowTitle: string;
  readonly columnTitle: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly values: readonly (readonly Amount[])[];
}

/** A big number with how it moved. */
export interface NumberBlock {
  readonly type: "number";
  readonly title: string;
  readonly value: Amount;
  readonly unit: string | null;
  /** What it is compared with, such as "the week before"; `null` where nothing is. */
  readonly change: { readonly before: Amount; readonly base: string } | null;
  /** Which way is good news; `null` where neither is. */
  readonly better: "higher" | "lower" | null;
  /** The values of the last periods, oldest first; empty for no sparkline. */
  readonly history: readonly Amount[];
}

/** The first rows of a table. */
export interface TableBlock {
  readonly type: "table";
  readonly title: string | null;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly Value[])[];
  /** How many rows there are in all. */
  readonly total: number;
  /** Where each row stands for a value of a key of the cell, so that it can be chosen. */
  readonly sets?: RowChoice;
}

/** The values of a key of the cell that rows stand for, in their order. */
export interface RowChoice {
  readonly key: string;
  readonly values: readonly number[];
  /** The row that the cell works with. */
  readonly used: number;
  /** A key that goes where a row is chosen. */
  readonly clears: string;
}

/** A column of a table: `unit` as an axis has it. */
export interface TableColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly unit: string | null;
}

/** Paragraphs of plain words: no markup is read out of them. */
export interface TextBlock {
  readonly type: "text";
  readonly paragraphs: readonly (readonly Span[])[];
}

/** A run of words; a "figure" is a number that comes from a cell's result. */
export type Span =
  | { readonly kind: "plain" | "strong" | "code"; readonly text: string }
  | { readonly kind: "figure"; readonly text: string; readonly cell: string };

/** What is wrong, or was odd on the way. */
export interface ProblemsBlock {
  readonly type: "problems";
  readonly problems: readonly Problem[];
}

/** What is read on demand: its summary stands on the page, the rest opens below it. */
export interface DetailsBlock {
  readonly type: "details";
  /** What it comes to, in one line. */
  readonly summary: string;
  /** What it is about, where its summary changes with its figures: so it stays open. */
  readonly name?: string;
  /** A grade before the summary, which names it too; `null` where nothing is graded. */
  readonly badge: { readonly text: string; readonly tone: "good" | "fair" | "poor" } | null;
  readonly blocks: readonly (TableBlock | TextBlock)[];
}
