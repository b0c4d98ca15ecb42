/**
 * The contract of a step: what a kind of cell takes, gives, and how it is told
 * and shown. Everything that a cell does follows from one `defineStep({...})`.
 *
 * @module
 */
import type { z } from "zod";
import type { Block } from "@/lib/chart/block.ts";
import type { Database, Session } from "@/lib/db/database.ts";
import type { Problem } from "@/lib/errors.ts";
import type { Schema, Stage } from "@/lib/frame/schema.ts";
import type { ParameterValues } from "@/lib/sql/parameters.ts";
import type { Child } from "@/lib/process/child.ts";
import type { Statistics } from "@/lib/stats/compute.ts";
import type { Rollup, RollupRequest } from "@/lib/read/rollup.ts";
import type { Path } from "./schema.ts";
import type { SeriesChoice, SeriesResult } from "./measure_series.ts";
import type { Foreseen, Reading, Sources, Wanted } from "./sources.ts";
import type { SummaryWriter } from "./summary/writer.ts";

/** One cell's result as the cells below it see it: a relation in the database. */
export interface Input {
  readonly cell: string;
  readonly key: string;
  readonly schema: Schema;
  /** The relation's name, quoted and with its schema: it is safe to put into SQL. */
  readonly relation: string;
  readonly rows: number;
  /** What the cell's own step told of its result, for the kinds that read one another's. */
  readonly facts: unknown;
  readonly figures: Figures;
  readonly kind: string;
}

/** What flows into a step, by what it `takes`. */
export interface Flows {
  readonly nothing: null;
  readonly table: Input;
  readonly series: Input;
  /** A table or anything with periods. */
  readonly rows: Input;
  /** The cells that the body names, in the order of the page. */
  readonly many: readonly Input[];
}

/** The same before anything has run: only the columns are known. */
export interface PlannedInput {
  readonly cell: string;
  readonly kind: string;
  readonly schema: Schema;
}

/** What flows into `columns`, by what the step takes. */
export interface PlannedFlows {
  readonly nothing: null;
  readonly table: PlannedInput;
  readonly series: PlannedInput;
  readonly rows: PlannedInput;
  readonly many: readonly PlannedInput[];
}

/** What a step can take. */
export type Takes = keyof Flows;

/** The stages that each `takes` accepts. */
export const ACCEPTS: Readonly<Record<Takes, readonly Stage[]>> = {
  nothing: [],
  table: ["table", "events"],
  series: ["series"],
  rows: ["table", "series", "scored", "forecast", "events"],
  many: ["table", "series", "scored", "forecast", "events", "text"],
};

/** The stages that a cell takes only where it names them: a calendar is no one's input by its place. */
export const BY_NAME: readonly Stage[] = ["events"];

/** The notebook's settings and its parameters' values, resolved for this run. */
export interface Setting {
  readonly parameters: ParameterValues;
  /** The day that the run takes for today, `YYYY-MM-DD`. */
  readonly asOf: string;
  /** The IANA time zone in which periods begin. */
  readonly zone: string;
  readonly weekStarts: "monday" | "sunday";
}

/** A named number or text of a result, with its unit: what summaries may quote. */
export interface FigureValue {
  readonly value: number | string | null;
  readonly unit: string | null;
  /** What it is, in a few words: "Revenue, total". */
  readonly title: string;
}

/** By path within the cell, such as `revenue.total`, in the order to be read. */
export type Figures = Readonly<Record<string, FigureValue>>;

/** A value that did not fit: the source's line (from 1), its column, what it was and why. */
export interface Rejection {
  readonly line: number;
  readonly column: string | null;
  readonly value: string | null;
  readonly reason: string;
}

/** What a run leaves. */
export interface Outcome<F> {
  readonly schema: Schema;
  /** `null` where the cell has no relation of its own (text), or hands on its input's. */
  readonly relation: string | null;
  readonly rows: number;
  /** How many rejections were kept. */
  readonly rejected: number;
  /** Plain JSON from which `summarize` and `render` follow. */
  readonly facts: F;
  readonly problems: readonly Problem[];
}

/** What a series has as far as the body alone tells of the cell that gives it. */
export interface Outline {
  readonly measures: readonly string[];
  /** As they are written: a column may have the name in another case. */
  readonly dimensions: readonly string[];
}

/** What a step may ask while it is planned. */
export interface DiscoverContext extends Setting {
  readonly cell: string;
  readonly sources: Sources;
  readonly signal: AbortSignal;
  /** Whether to look into heads of files to tell the columns; a run reads them anyway. */
  readonly look: boolean;
}

/** What is outside the notebook and yet decides a cell's result. */
export interface Discovery {
  /** Part of the key: digests of files, of fetched rows. */
  readonly digests: readonly string[];
  /** The columns, where they were looked for. */
  readonly schema: Schema | null;
}

/** The rows that a cell takes out, where it does nothing else. */
export interface RowFilter {
  /** Rows with nothing in one of these columns go. */
  readonly notNull: readonly string[];
  /** Whether exact repeats of an earlier row of the file go. */
  readonly exactRepeats: "keep" | "drop";
}

/** How far a running cell has come. */
export interface Progress {
  readonly rows: number;
  /** Share of the work done, 0 to 1; `null` where it can't be told. */
  readonly share: number | null;
}

/** What a step may use while it runs; its result depends on nothing else. */
export interface RunContext extends Setting {
  readonly cell: string;
  readonly key: string;
  /** The name of the relation to create in `write`, quoted and with its schema. */
  readonly relation: string;
  readonly sources: Sources;
  readonly database: Database;
  readonly compute: Statistics;
  /** Gives a process that reads one file; who asks for it ends it. */
  readonly startReader: () => Child;
  /** What was begun before the run; `null` where nothing was. */
  readonly reading: Promise<Reading> | null;
  readonly signal: AbortSignal;
  /** Writes summaries by a language model; `null` where none is set up. */
  readonly writer: SummaryWriter | null;
  readonly wanted: Wanted;
  /** The events cell that the body names; `null` where it names none. */
  readonly events: Input | null;
  /** What the loads of this run have kept, by the key of the cell that wanted it. */
  readonly kept: {
    readonly rollups: Map<string, Rollup>;
    readonly counts: Map<string, readonly number[]>;
  };
  progress(progress: Progress): void;
  /** Tells what will be made of the rows, by the keys of `wanted`: what is below may begin. */
  foresee(types: Foreseen["types"], rollups: ReadonlyMap<string, Rollup>): void;
  /**
   * Writes the result: what the function writes and the entry in the catalogue
   * are committed together, or neither is. May be called again after it threw.
   */
  write<F>(write: (transaction: Session) => Promise<Outcome<F>>): Promise<Outcome<F>>;
  /** Keeps the rows of a SELECT of line, column, value and reason as this cell's rejections. */
  rejectRows(transaction: Session, select: string): Promise<number>;
  /**
   * Keeps rejected rows of this cell, in the same transaction; the rejections
   * may not come from a query of that transaction, which is busy meanwhile.
   */
  reject(
    transaction: Session,
    rejections: AsyncIterable<readonly Rejection[]>,
  ): Promise<number>;
}

/** What computing needs of a run. */
export type ComputeContext = Pick<RunContext, "compute" | "signal">;

/** What reading needs of a run. */
export type ReadingContext = Pick<
  RunContext,
  "cell" | "sources" | "signal" | "wanted" | "zone" | "startReader"
>;

/** A kind of cell. `P` is its body's parameters, `F` what it tells of its result. */
export interface Step<P, F, T extends Takes = Takes> {
  readonly kind: string;
  /** Rises when the same input and parameters would give another result. */
  readonly version: number;
  readonly title: string;
  readonly takes: T;
  readonly gives: Stage | "same";
  readonly parameters: z.ZodType<P>;
  /** The parameters that the result depends on, where that is not all of them. */
  readonly keyed?: (parameters: P) => Partial<P>;
  /** The cells that the body names, where it takes many; `null` for all above. */
  readonly mentions?: (parameters: P) => readonly string[] | null;
  /** The events cell that the body names beside its input; `null` where it names none. */
  readonly events?: (parameters: P) => string | null;
  /** Whether running it asks another server, so that only a person begins it. */
  readonly asksOutside?: (parameters: P) => boolean;
  /** Whether the result depends on the run's day. */
  readonly clock?: (parameters: P) => boolean;
  /** Lets a load keep the rollups of a kpi below: `null` where the cell does more than this. */
  readonly filters?: (parameters: P) => RowFilter | null;
  /** The same one after the other, where the rows that each leaves are to be counted. */
  readonly counts?: (parameters: P) => readonly RowFilter[] | null;
  /** What a load is asked to keep while it reads; `null` where only SQL can tell. */
  readonly rollup?: (parameters: P, context: Setting) => Omit<RollupRequest, "where"> | null;
  /**
   * The body as far as it is done when a place in it is reached, where names there mean the
   * columns that it gives; `null` where they mean the input's.
   */
  readonly before?: (
    body: Readonly<Record<string, unknown>>,
    path: Path,
  ) => Readonly<Record<string, unknown>> | null;
  readonly discover?: (parameters: P, context: DiscoverContext) => Promise<Discovery>;
  /** Begins to read what a run would, while there is other work to wait for; `null` without a file. */
  readonly begin?: (parameters: P, context: ReadingContext) => Promise<Reading> | null;
  /**
   * Tells the output's columns without running; `null` where only reading tells.
   * @throws AppError whose problems name the key at fault.
   */
  readonly columns: (input: PlannedFlows[T], parameters: P, context: Setting) => Schema | null;
  /** Tells what the result has before the columns of the input are known. */
  readonly outline?: (parameters: P) => Outline;
  /**
   * Checks a body against what is known of an input whose columns are not.
   * @throws AppError whose problems name the key at fault.
   */
  readonly checkOutline?: (outline: Outline, parameters: P) => void;
  /** Tells a series of the result before the cell has run; `null` where only running tells. */
  readonly foresee?: (
    parameters: P,
    choice: SeriesChoice,
    foreseen: Foreseen,
  ) => SeriesResult | null;
  /** Computes what `run` will, of series that were foreseen. */
  readonly prepare?: (
    parameters: P,
    foresee: (choice: SeriesChoice) => SeriesResult | null,
    context: ComputeContext,
  ) => Promise<void>;
  readonly run: (input: Flows[T], parameters: P, context: RunContext) => Promise<Outcome<F>>;
  readonly summarize: (facts: F, parameters: P) => Figures;
  readonly render: (facts: F, parameters: P) => readonly Block[];
}

/** Any step, once its types have done their work at its definition. */
// deno-lint-ignore no-explicit-any -- parameters and facts were checked against one another by defineStep
export type AnyStep = Omit<Step<any, any, any>, "takes"> & { readonly takes: Takes };

/** Declares a step; what it takes fixes the type of what flows into `columns` and `run`. */
export function defineStep<P, F, T extends Takes>(step: Step<P, F, T>): Step<P, F, T> {
  return step;
}
