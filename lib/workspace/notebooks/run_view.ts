/**
 * Runs of a notebook, what is told of them, and what a run would find wrong.
 *
 * @module
 */
import type { Problem } from "@/lib/errors.ts";
import type { Schema } from "@/lib/frame/schema.ts";
import type { CellStatus, GivenParameters } from "./notebook_view.ts";

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
