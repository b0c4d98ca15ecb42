/**
 * The tables of what runs by the clock: schedules, and their runs.
 *
 * @module
 */
import type { ColumnType, JSONColumnType } from "kysely";

type Timestamp = ColumnType<string, string | undefined, string>;
type OptionalTimestamp = ColumnType<string | null, string | null | undefined, string | null>;

/** What a schedule does. */
export type ScheduledKind = "kpis" | "retraining" | "housekeeping" | "notebook";

/** When something is done, and what if it is not. */
export interface ScheduleTable {
  /** The kind's name where there is one of it; of a notebook a UUID. */
  readonly id: string;
  readonly work: ScheduledKind;
  readonly notebook: string | null;
  readonly parameters: JSONColumnType<object, string | undefined, string>;
  /** Whether the letters of summaries go out once it has run. */
  readonly sends: ColumnType<boolean, boolean | undefined, boolean>;
  /** Five fields. */
  readonly cron: string;
  /** The IANA name of the zone whose clocks count. */
  readonly zone: string;
  readonly active: ColumnType<boolean, boolean | undefined, boolean>;
  /** How often it is tried again after a failure. */
  readonly retries: number;
  /** Until the first of these; each further one waits twice as long. */
  readonly retry_seconds: number;
  readonly limit_seconds: number;
  /** Whether what came due while nobody was there is done afterwards, once. */
  readonly catches_up: boolean;
  /** Whether a run that was interrupted is run again. */
  readonly runs_again: boolean;
  /** So long it may be owed before somebody is told. */
  readonly alert_seconds: number;
  /** An address; `null` where the log and the page tell alone. */
  readonly alert_to: string | null;
  /** The id of an account; `null` where it is the workspace's. */
  readonly maker: string | null;
  readonly revision: ColumnType<number, number | undefined, number>;
  /** When it is due next; `null` where it never is. */
  readonly due_at: OptionalTimestamp;
  /** Since when it should have ended well; `null` where it owes nothing. */
  readonly owed_since: OptionalTimestamp;
  /** When somebody was told of what it owes. */
  readonly told_at: OptionalTimestamp;
  readonly created_at: Timestamp;
  readonly changed_at: Timestamp;
  /** `null` unless it was removed, and can be brought back. */
  readonly removed_at: OptionalTimestamp;
}

/** How a scheduled run stands. */
export type JobRunState =
  | "waiting"
  | "running"
  | "done"
  | "failed"
  /** Its process ended, or stopped, before it did. */
  | "interrupted"
  | "cancelled"
  /** It came due while nobody was there, and its schedule does not catch up. */
  | "missed"
  /** It came due while the one before went on. */
  | "skipped";

/** One try of what came due. */
export interface JobRunTable {
  readonly id: string;
  readonly schedule: string;
  readonly due_at: ColumnType<string, string, never>;
  /** From 1. */
  readonly attempt: number;
  /** Whoever asked for it now: "owner" or the id of an account; `null` where the clock did. */
  readonly asked_by: string | null;
  readonly state: JobRunState;
  /** Not before this. */
  readonly starts_at: ColumnType<string, string, string>;
  readonly started_at: OptionalTimestamp;
  /** When whoever runs it was last there. */
  readonly seen_at: OptionalTimestamp;
  readonly finished_at: OptionalTimestamp;
  /** The process that runs it. */
  readonly holder: string | null;
  /** What it came to. */
  readonly told: JSONColumnType<object, string | undefined, string>;
  readonly problem: ColumnType<object | null, string | null | undefined, string | null>;
  /** The run of the notebook. */
  readonly run: string | null;
}

/** All of them. */
export interface ScheduleTables {
  readonly schedules: ScheduleTable;
  readonly job_runs: JobRunTable;
}
