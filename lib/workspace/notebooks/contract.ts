/**
 * Notebooks as pages show them: kept, opened, edited, run, followed.
 *
 * @module
 */
import type { Block } from "@/lib/chart/block.ts";
import type { Drawing } from "@/lib/chart/drawing.ts";
import type { Problem } from "@/lib/errors.ts";
import type { Schema } from "@/lib/frame/schema.ts";
import type { Edit } from "@/lib/notebook/edit/edit.ts";
import type { ParameterDeclaration } from "@/lib/notebook/parameters.ts";
import type { Figures, Progress } from "@/lib/steps/step.ts";
import type { Asker } from "@/lib/workspace/accounts/asker.ts";

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

/** What came of edits. */
export type EditOutcome =
  | { readonly type: "saved"; readonly view: NotebookView }
  /** Somebody saved first: what is there now, and what differs from what the sender had. */
  | {
    readonly type: "conflict";
    readonly view: NotebookView;
    readonly differences: readonly LineDifference[];
  };

/** One line of a comparison of two texts. */
export interface LineDifference {
  readonly type: "same" | "removed" | "added";
  readonly text: string;
}

/** A kept revision, newest first in lists. */
export interface RevisionEntry {
  readonly revision: number;
  readonly savedAt: string;
  /** What was done in words, such as 'Changed "daily"'. */
  readonly what: string;
}

/** Two revisions side by side. */
export interface RevisionComparison {
  readonly text: readonly LineDifference[];
  /** Figures that both or one had a result for. */
  readonly figures: readonly {
    readonly cell: string;
    readonly path: string;
    readonly title: string;
    readonly unit: string | null;
    readonly before: number | string | null;
    readonly after: number | string | null;
  }[];
}

/** What is told to every page that is open on a notebook. Ids are `boot:sequence`. */
export type WorkspaceEvent =
  /** Nothing before it can be told any more: fetch the view again. */
  | { readonly type: "reset" }
  | { readonly type: "edited"; readonly revision: number; readonly editor: string | null }
  | {
    readonly type: "cell";
    readonly cell: string;
    /** Only pages of these show it: those of a view that are given and have no problem. */
    readonly parameters: GivenParameters;
    readonly status: CellStatus;
  }
  | {
    readonly type: "run";
    readonly parameters: GivenParameters;
    readonly state: "started" | "done" | "failed" | "cancelled";
  }
  | { readonly type: "deleted" };

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

/** Which cells to run. */
export type RunWhat =
  | { readonly type: "all" }
  | { readonly type: "stale" }
  /** The cell and what it needs; with `below`, what hangs on it too. */
  | { readonly type: "cell"; readonly cell: string; readonly below: boolean };

/** A cell of a run. */
export interface RunCellView {
  readonly name: string;
  readonly kind: string;
  /** Of its result; `null` where it could not be planned. */
  readonly key: string | null;
  /** The engine's word for how it ended. */
  readonly state: string;
  /** `null` where it did not run. */
  readonly origin: "computed" | "cache" | null;
  readonly milliseconds: number | null;
  readonly rows: number | null;
  readonly problems: readonly Problem[];
}

/** A run of a notebook, under way or kept. */
export interface RunView {
  readonly id: string;
  /** "interrupted" is one whose process ended. */
  readonly state: "queued" | "running" | "done" | "failed" | "cancelled" | "interrupted";
  readonly parameters: GivenParameters;
  /** The day that relative dates hang on; `null` until it has ended. */
  readonly asOf: string | null;
  /** ISO 8601 in UTC; `null` until it has ended. */
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly milliseconds: number | null;
  /** Empty until it has ended. */
  readonly cells: readonly RunCellView[];
}

/** What is told of a run: how a cell stands, and once, as the last, how it ended. */
export type RunEvent =
  | { readonly type: "cell"; readonly cell: string; readonly status: CellStatus }
  | { readonly type: "ended"; readonly run: RunView };

/** What is wrong with a notebook's text, and what its cells would give. */
export interface CheckedNotebook {
  readonly problems: readonly Problem[];
  readonly cells: readonly {
    readonly name: string;
    readonly kind: string;
    /** `null` where only running tells. */
    readonly schema: Schema | null;
  }[];
}

/**
 * Keeps, opens, edits, runs and follows notebooks. Where an id is unknown: NOT_FOUND.
 *
 * `saver` is who writes a text: the notebook may load the uploaded files that they put there and
 * have. The engine's guard says it, whatever was asked; of nobody, no file is taken.
 */
export interface Notebooks {
  list(
    asked: { readonly search?: string; readonly tag?: string },
  ): Promise<readonly NotebookCard[]>;
  /** A new one of this text, or an empty one; the title may come from the text's head. */
  create(
    asked: {
      readonly title?: string;
      readonly text?: string;
      /** Whether somebody else wrote it: what it reads waits for the owner's grant. */
      readonly imported?: boolean;
      /** Whose it is: the engine's guard says it, whatever was asked. */
      readonly account?: string | null;
      readonly saver?: Asker;
    },
  ): Promise<{ readonly id: string }>;
  /** The copy is whose the guard says. */
  duplicate(
    asked: { readonly id: string; readonly account?: string | null; readonly saver?: Asker },
  ): Promise<{ readonly id: string }>;
  /** Deleted notebooks can be restored for 30 days. */
  remove(asked: { readonly id: string }): Promise<void>;
  restore(asked: { readonly id: string }): Promise<void>;
  /** A notebook that was deleted and can be restored; `null` where there is none of this id. */
  deleted(asked: { readonly id: string }): Promise<{ readonly title: string } | null>;
  /** What a notebook reads from outside; of one's own everything is granted. */
  grants(asked: { readonly id: string }): Promise<readonly GrantView[]>;
  /** Lets a stranger's notebook read what is named. */
  grant(asked: {
    readonly id: string;
    readonly allowed: readonly Pick<GrantView, "type" | "name">[];
    readonly saver?: Asker;
  }): Promise<void>;
  open(asked: {
    readonly id: string;
    readonly parameters: GivenParameters;
    readonly known?: KnownOutputs;
  }): Promise<NotebookView>;
  /** One cell of the view, for a page that was told of an event. */
  cell(
    asked: { readonly id: string; readonly cell: string; readonly parameters: GivenParameters },
  ): Promise<CellView>;
  /** The Markdown file. */
  source(
    asked: { readonly id: string; readonly revision?: number },
  ): Promise<{ readonly text: string }>;
  /**
   * What the notebook shows for these parameters, as a file; nothing is run for it.
   * @throws AppError UNSUPPORTED_FORMAT where nothing prints PDF; TIME_LIMIT, PROCESS_ENDED
   */
  export(
    asked: {
      readonly id: string;
      readonly parameters: GivenParameters;
      readonly format: NotebookFormat;
    },
  ): AsyncIterable<Uint8Array>;
  /** Applies all edits or none; `editor` is the page's id, so that it knows its own events. */
  edit(asked: {
    readonly id: string;
    readonly revision: number;
    readonly edits: readonly Edit[];
    readonly editor: string | null;
    readonly parameters: GivenParameters;
    readonly saver?: Asker;
  }): Promise<EditOutcome>;
  undo(
    asked: { readonly id: string; readonly revision: number; readonly parameters: GivenParameters },
  ): Promise<EditOutcome>;
  redo(
    asked: { readonly id: string; readonly revision: number; readonly parameters: GivenParameters },
  ): Promise<EditOutcome>;
  /** Returns when the run has begun; how it goes is told by events. */
  run(asked: {
    readonly id: string;
    readonly what: RunWhat;
    readonly parameters: GivenParameters;
    /** For whom: what a link's reader computes is no run of the owner's, and changes no card. */
    readonly audience?: "owner" | "reader";
  }): Promise<{ readonly run: string }>;
  /** Stops the work, or one run of it; returns when it has stopped. */
  cancel(asked: { readonly id: string; readonly run?: string }): Promise<void>;
  /** Puts another text in the place of the whole. */
  write(asked: {
    readonly id: string;
    readonly revision: number;
    readonly text: string;
    readonly editor: string | null;
    readonly parameters: GivenParameters;
    readonly saver?: Asker;
  }): Promise<EditOutcome>;
  /** Plans a text, or the notebook as it is, for these parameters; nothing is run. */
  check(asked: {
    readonly id: string;
    readonly text: string | null;
    readonly parameters: GivenParameters;
    readonly saver?: Asker;
  }): Promise<CheckedNotebook>;
  /** Lists the runs that are kept, the newest first. */
  runs(asked: {
    readonly id: string;
    readonly after: string | null;
    readonly limit: number;
  }): Promise<{ readonly items: readonly RunView[]; readonly next: string | null }>;
  /** One run. */
  readRun(asked: { readonly id: string; readonly run: string }): Promise<RunView>;
  /** Tells how a run goes on until it has ended. */
  followRun(asked: { readonly id: string; readonly run: string }): AsyncIterable<RunEvent>;
  /** What happens from `after` on, and on; ends when the reader leaves. */
  follow(
    asked: { readonly id: string; readonly after: string | null },
  ): AsyncIterable<{ readonly id: string; readonly event: WorkspaceEvent }>;
  history(asked: { readonly id: string }): Promise<readonly RevisionEntry[]>;
  compare(
    asked: { readonly id: string; readonly before: number; readonly after: number },
  ): Promise<RevisionComparison>;
  /** Makes an older revision the newest; a new revision of its own. */
  restoreRevision(
    asked: {
      readonly id: string;
      readonly revision: number;
      readonly to: number;
      readonly parameters: GivenParameters;
    },
  ): Promise<EditOutcome>;
}
