/**
 * What a report says, as plain data: made by whoever ran a notebook, drawn by `report.ts`.
 *
 * @module
 */
import type { Block, Figure } from "@/lib/chart/block.ts";
import type { Drawing } from "@/lib/chart/drawing.ts";
import type { Problem } from "@/lib/errors.ts";

/** Everything a report says, as plain data. */
export interface Report {
  readonly title: string;
  /** A sentence below the title; `null` where there is none. */
  readonly description: string | null;
  /** The moment the run looks from: `YYYY-MM-DD` or ISO 8601 in UTC. */
  readonly asOf: string;
  /** When the report was made, ISO 8601 in UTC; `null` leaves it out, for files that compare. */
  readonly madeAt: string | null;
  readonly parameters: readonly NamedText[];
  /** What is read first: the summary's text and the big numbers; may be empty. */
  readonly summary: readonly Block[];
  readonly problems: readonly Problem[];
  /** Prose and cells in the order of the page. */
  readonly parts: readonly ReportPart[];
  /** Where the figures come from: digests, versions, database; shown at the end. */
  readonly provenance: readonly NamedText[];
}

/** A term and what it is: a parameter, a digest. */
export interface NamedText {
  readonly name: string;
  readonly value: string;
}

/** What a report shows one below the other. */
export type ReportPart =
  | { readonly type: "prose"; readonly markdown: string }
  | { readonly type: "cell"; readonly cell: ReportCell };

/**
 * How a cell's run ended; "waiting" is for what hangs on a cell that gave nothing, "stale" for an
 * older result than the cell asks for.
 */
export type CellState = "done" | "warned" | "stale" | "failed" | "waiting" | "disabled";

/** A cell as a report shows it. */
export interface ReportCell {
  readonly kind: string;
  readonly name: string;
  readonly state: CellState;
  /** How many rows the cell gives; `null` where rows are not what it gives. */
  readonly rows: number | null;
  readonly milliseconds: number | null;
  /** `null` where the cell did not run. */
  readonly origin: "computed" | "cache" | null;
  /** The key of the result; its first letters are shown. */
  readonly key: string | null;
  readonly blocks: readonly Block[];
}

/** The drawings of a page's charts. */
export type Drawings = ReadonlyMap<Figure, Drawing>;
