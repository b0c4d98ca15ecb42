/**
 * What notebooks work with; made and closed by whoever starts the workspace.
 *
 * @module
 */
import type { Figure } from "@/lib/chart/block.ts";
import type { Drawing } from "@/lib/chart/drawing.ts";
import type { Database } from "@/lib/db/database.ts";
import type { Log } from "@/lib/log.ts";
import type { Child } from "@/lib/process/child.ts";
import type { Compute } from "@/lib/stats/compute.ts";
import type { SummaryWriter } from "@/lib/steps/summary/writer.ts";
import type { Reports } from "@/lib/workspace/exports/reports.ts";

/** Draws charts, in their order. */
export interface FigureDrawer {
  draw(figures: readonly Figure[]): Promise<readonly Drawing[]>;
}

/** Everything that notebooks reach outside of themselves. */
export interface NotebookServices {
  readonly database: Database;
  readonly compute: Compute;
  /** Gives a process that reads one file. */
  readonly startReader: () => Child;
  /** Writes summaries by a language model; absent or `null` where none is set up. */
  readonly writer?: SummaryWriter | null;
  /** `null` where charts are not drawn ahead. */
  readonly drawer: FigureDrawer | null;
  readonly reports: Reports;
  readonly log: Log;
  /** Folders whose files notebooks may read. */
  readonly folders: readonly string[];
  /** Folders of which they read nothing, though they lie in one of these: the data directory. */
  readonly closed?: readonly string[];
  /** URLs of the Postgres databases that load cells may name. */
  readonly connections: ReadonlyMap<string, string>;
  /** What a cell may take in all; absent for any time. */
  readonly cellLimitMilliseconds?: number;
  /** What a statement on a connection may take; absent for any time. */
  readonly statementLimitMilliseconds?: number;
  /** The folder of uploads, by their digest. */
  readonly uploads: string;
  /** The folder for what lasts no longer than a run. */
  readonly temporary: string;
  /** The folder of the notebooks that an empty workspace begins with; `null` for none. */
  readonly examples: string | null;
  /** The day, `YYYY-MM-DD`. */
  readonly today: () => string;
}
