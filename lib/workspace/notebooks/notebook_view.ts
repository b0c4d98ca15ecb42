/**
 * Notebooks as pages show them, for one set of parameters.
 *
 * @module
 */
import type { Block } from "@/lib/chart/block.ts";
import type { Drawing } from "@/lib/chart/drawing.ts";
import type { Problem } from "@/lib/errors.ts";
import type { Schema } from "@/lib/frame/schema.ts";
import type { ParameterDeclaration } from "@/lib/notebook/parameters.ts";
import type { Figures, Progress } from "@/lib/steps/step.ts";

/** Texts by a parameter's name, as they stand in an address; what is left out has its default. */
export type GivenParameters = Readonly<Record<string, string>>;

/**
 * What a page shows already: the beginning of the key of each cell's output. Such an output comes
 * without its blocks, figures and drawings.
 */
export type KnownOutputs = Readonly<Record<string, string>>;

/** A notebook on the home page. */
export interface NotebookCard {
  readonly id: string;
  readonly title: string;
  readonly description: string | null;
  readonly tags: readonly string[];
  readonly revision: number;
  /** ISO 8601 in UTC. */
  readonly changedAt: string;
  readonly lastRun: { readonly at: string; readonly state: "done" | "failed" | "cancelled" } | null;
  /** Cells in each state that is not fresh, for the card's line. */
  readonly stale: number;
  readonly failed: number;
  /** Whether there is anything to run. */
  readonly hasCells: boolean;
  /** The first chart and the first big number; `null` before the first run. */
  readonly drawing: Drawing | null;
  readonly headline: Block | null;
}

/** How a cell stands. */
export type CellStatus =
  /** It shows what it would show if it were run now. */
  | { readonly state: "fresh" }
  /** It shows an older result, or none yet where `shown` is false. */
  | {
    readonly state: "stale";
    readonly shown: boolean;
    /** Present where what would make it fresh was begun and cancelled. */
    readonly cancelled?: true;
    /** Present where it was never run and can't be until its body has what it needs. */
    readonly unset?: true;
  }
  | { readonly state: "running"; readonly progress: Progress | null; readonly startedAt: string }
  | { readonly state: "queued" }
  | { readonly state: "failed" }
  | { readonly state: "disabled" }
  | { readonly state: "waiting"; readonly reason: string };

/** What a cell shows of a result; the drawings are those of its figures, in order of the blocks. */
export interface CellOutput {
  readonly key: string;
  readonly rows: number;
  readonly rejected: number;
  readonly blocks: readonly Block[];
  /** By the place of the figure among the blocks. */
  readonly drawings: Readonly<Record<number, Drawing>>;
  readonly figures: Figures;
  /** How long computing it took. */
  readonly milliseconds: number;
  readonly computedAt: string;
  /** Whether the run that showed it computed it or found it. */
  readonly origin: "computed" | "cache";
}

/** A cell of an open notebook. */
export interface CellView {
  readonly name: string;
  readonly kind: string;
  /** The kind in words, such as "Forecast". */
  readonly title: string;
  /** The cells it reads. */
  readonly parents: readonly string[];
  readonly status: CellStatus;
  /** The YAML of its body. */
  readonly text: string;
  /** What it shows now, an older result where it is stale; `null` where there is none. */
  readonly output: CellOutput | null;
  /** Of the body as it stands, and of the last run. */
  readonly problems: readonly Problem[];
  /** The output's columns as the plan tells them; `null` where only running tells. */
  readonly schema: Schema | null;
  /** Whether an edit reruns it by itself, since its last run was quick. */
  readonly automatic: boolean;
}

/** What stands on a notebook's page, one below the other. `index` is what edits call `at`. */
export type BlockView =
  | { readonly type: "prose"; readonly index: number; readonly markdown: string }
  | { readonly type: "cell"; readonly index: number; readonly cell: CellView };

/** A parameter with its control. */
export interface ParameterView {
  readonly name: string;
  readonly declaration: ParameterDeclaration;
  /** As it stands in an address: given, else the default. */
  readonly value: string;
  readonly given: boolean;
  /** Values to choose from, those of the column among them; empty where any may be typed. */
  readonly choices: readonly string[];
  readonly problem: string | null;
}

/** An open notebook, for one set of parameters. */
export interface NotebookView {
  readonly id: string;
  readonly title: string;
  readonly description: string | null;
  readonly tags: readonly string[];
  readonly revision: number;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** What it can be exported as. */
  readonly formats: readonly NotebookFormat[];
  readonly parameters: readonly ParameterView[];
  readonly blocks: readonly BlockView[];
  /** Of the file's head, of fences and edges, and of parameters. */
  readonly problems: readonly Problem[];
  /** The id of the last event that this view knows of. */
  readonly eventId: string;
  /** Whether a stranger's notebook waits for the owner's grants. */
  readonly waitsForGrants: boolean;
}

/** Something outside that a notebook reads, and whether the owner lets it. */
export interface GrantView {
  readonly type: "file" | "upload" | "connection" | "source";
  /** As the cells name it. */
  readonly name: string;
  readonly cells: readonly string[];
  readonly granted: boolean;
}

/** What a page can be saved as by whoever reads it. */
export type ReportFormat = "html" | "pdf";

/** What a notebook is exported as; docs/exports.md says what each holds. */
export type NotebookFormat = "md" | "json" | ReportFormat;
