/**
 * What came of edits of a notebook, and how its texts differ.
 *
 * @module
 */
import type { NotebookView } from "./notebook_view.ts";

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
