/**
 * What a run knows of each cell: while it runs, and when it has ended.
 *
 * @module
 */
import type { Block } from "@/lib/chart/block.ts";
import type { Problem } from "@/lib/errors.ts";
import type { Schema } from "@/lib/frame/schema.ts";
import type { Figures, Progress } from "@/lib/steps/step.ts";
import type { Key } from "./keys.ts";

/** How a cell stands at the end of a run. */
export type CellState =
  | { readonly state: "done"; readonly source: "computed" | "cache"; readonly result: StoredResult }
  | {
    readonly state: "failed";
    readonly problems: readonly Problem[];
    /** What a cell found that fails by it, as a check does; `null` where nothing can be shown. */
    readonly found: { readonly facts: unknown; readonly rejected: number } | null;
  }
  | { readonly state: "waiting"; readonly reason: string }
  | { readonly state: "cancelled" };

/** A cell's result as the catalogue keeps it. */
export interface StoredResult {
  readonly key: Key;
  readonly kind: string;
  readonly kindVersion: number;
  /** Quoted and with its schema; `null` where the cell has no rows. */
  readonly relation: string | null;
  readonly schema: Schema;
  readonly rows: number;
  readonly rejected: number;
  readonly facts: unknown;
  readonly problems: readonly Problem[];
  /** How long computing it took. */
  readonly milliseconds: number;
  /** ISO 8601 in UTC. */
  readonly computedAt: string;
}

/** One cell of a finished run. */
export interface CellRun {
  readonly name: string;
  readonly kind: string;
  /** `null` where it could not be made: the cell or one above it is wrong. */
  readonly key: Key | null;
  readonly outcome: CellState;
  readonly figures: Figures;
  readonly blocks: readonly Block[];
  /** In this run: how long the cell took, from the cache or not. */
  readonly milliseconds: number;
}

/** A finished run, its cells in the order of the page. */
export interface Run {
  readonly id: string;
  readonly startedAt: string;
  readonly milliseconds: number;
  readonly asOf: string;
  readonly cells: readonly CellRun[];
  readonly cancelled: boolean;
}

/** What a run tells on its way, in order for each cell. */
export type RunEvent =
  | { readonly type: "started"; readonly cell: string; readonly kind: string }
  | { readonly type: "progress"; readonly cell: string; readonly progress: Progress }
  | { readonly type: "ended"; readonly cell: CellRun };
