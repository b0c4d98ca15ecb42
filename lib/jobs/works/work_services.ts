/**
 * What scheduled work stands on.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import type { Log, LogFields } from "@/lib/log.ts";
import type { Mail } from "@/lib/workspace/mail/contract.ts";
import type { Metrics } from "@/lib/workspace/metrics/contract.ts";
import type { Notebooks } from "@/lib/workspace/notebooks/contract.ts";

/** Parts of the workspace, asked as its owner, and what only its process does. */
export interface WorkServices {
  readonly database: Database;
  readonly log: Log;
  readonly notebooks: Pick<
    Notebooks,
    "list" | "source" | "open" | "run" | "followRun" | "cancel"
  >;
  readonly metrics: Pick<Metrics, "sources" | "names" | "recompute" | "runForecast">;
  readonly mail: Pick<Mail, "preview" | "send">;
  /** What daily housekeeping does, by name, in their order; each tells counts. */
  readonly housekeeping: readonly Housekeeping[];
  /** Where people have Daybook open: links of letters lead there. */
  readonly origin: () => Promise<string>;
}

/** One part of daily housekeeping. */
export interface Housekeeping {
  /** As the history has it before its counts. */
  readonly name: string;
  readonly keep: (signal: AbortSignal) => Promise<LogFields>;
}
