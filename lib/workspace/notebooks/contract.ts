/**
 * Notebooks as pages show them: kept, opened, edited, run, followed.
 *
 * @module
 */
import type { Edit } from "@/lib/notebook/edit/edit.ts";
import type { Asker } from "@/lib/workspace/accounts/asker.ts";
import type {
  CellView,
  GivenParameters,
  GrantView,
  KnownOutputs,
  NotebookCard,
  NotebookFormat,
  NotebookView,
} from "./notebook_view.ts";
import type { EditOutcome, RevisionComparison, RevisionEntry } from "./revision_view.ts";
import type { CheckedNotebook, RunEvent, RunView, RunWhat, WorkspaceEvent } from "./run_view.ts";

/** A run that is looked for. */
export interface RunSought {
  readonly id: string;
  readonly run: string;
  /** For whom it must have been run; all of them where it is left out. */
  readonly audience?: "owner" | "reader";
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
  /** Stops the work, or one run of it; returns when it has stopped. What is no run of theirs goes on. */
  cancel(asked: Partial<RunSought> & { readonly id: string }): Promise<void>;
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
  readRun(asked: RunSought): Promise<RunView>;
  /** Tells how a run goes on until it has ended. */
  followRun(asked: RunSought): AsyncIterable<RunEvent>;
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
