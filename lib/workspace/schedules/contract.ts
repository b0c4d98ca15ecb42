/**
 * What runs by the clock: the workspace's own work, and notebooks on any cron line.
 *
 * @module
 */
import type { JobRunState, ScheduledKind } from "@/lib/db/schedule_tables.ts";
import type { Asker } from "@/lib/workspace/accounts/asker.ts";
import type { Page } from "@/lib/workspace/metrics/contract.ts";
import type { GivenParameters } from "@/lib/workspace/notebooks/notebook_view.ts";
import type { ScheduleRules } from "./rules.ts";

export type { JobRunState, ScheduledKind, ScheduleRules };

/** What a schedule does. */
export type ScheduledWork =
  /** Recomputes the days of all sources, and runs the notebooks that read events. */
  | { readonly type: "kpis" }
  /** Makes a forecast of every metric of every source, and enters it in the ledger. */
  | { readonly type: "retraining" }
  /** Forgets what is old, evicts results, makes a backup. */
  | { readonly type: "housekeeping" }
  | {
    readonly type: "notebook";
    /** Its id. */
    readonly notebook: string;
    readonly parameters: GivenParameters;
    /** Whether the letters of its summaries go out once it has run. */
    readonly sends: boolean;
  };

/** One try of what came due. */
export interface JobRunView {
  readonly id: string;
  readonly state: JobRunState;
  /** All moments are ISO 8601 in UTC. */
  readonly dueAt: string;
  /** From 1. */
  readonly attempt: number;
  /** Whether somebody asked for it, rather than the clock. */
  readonly isAsked: boolean;
  /** It does not begin before this. */
  readonly startsAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  /** `null` until it has ended. */
  readonly milliseconds: number | null;
  /** What it came to: counts by what is counted. */
  readonly told: Readonly<Record<string, number | string>>;
  /** Why it failed; `null` where it did not. */
  readonly problem: { readonly code: string; readonly message: string } | null;
  /** The run of the notebook; `null` where there is none. */
  readonly run: string | null;
}

/** A schedule, and how it stands. */
export interface ScheduleView extends ScheduleRules {
  readonly id: string;
  readonly work: ScheduledWork;
  /** The notebook's title; of the workspace's own work its name. */
  readonly title: string;
  /** Changes with every change of it. */
  readonly revision: number;
  /** When it is due next; `null` where it never is. */
  readonly nextAt: string | null;
  /** Since when it should have ended well; `null` where it owes nothing. */
  readonly owedSince: string | null;
  /** Whether it has owed that for longer than it may. */
  readonly isOverdue: boolean;
  /** The newest that was not skipped; `null` where it has none yet. */
  readonly lastRun: JobRunView | null;
}

/** What is changed; what is left out stays. */
export type ScheduleChange = Partial<ScheduleRules> & {
  /** Of a notebook's schedule alone. */
  readonly parameters?: GivenParameters;
  readonly sends?: boolean;
};

/**
 * Keeps schedules and tells of their runs. Where an id is unknown: NOT_FOUND. Those of the workspace are
 * the admins'; those of a notebook are theirs who edit it.
 */
export interface Schedules {
  /** Those that the asker may change, the workspace's first; of one notebook, where it is named. */
  list(asked: { readonly notebook?: string }): Promise<readonly ScheduleView[]>;
  read(asked: { readonly schedule: string }): Promise<ScheduleView>;
  /** Schedules a notebook. @throws AppError BAD_PARAMETER */
  create(asked: {
    readonly notebook: string;
    readonly parameters: GivenParameters;
    readonly sends: boolean;
    readonly rules: Pick<ScheduleRules, "cron" | "zone"> & Partial<ScheduleRules>;
    readonly by: Asker;
  }): Promise<ScheduleView>;
  /** @throws AppError BAD_PARAMETER; CONFLICT where `revision` is not the newest */
  change(asked: {
    readonly schedule: string;
    readonly revision: number;
    readonly change: ScheduleChange;
    readonly by: Asker;
  }): Promise<ScheduleView>;
  /** Takes a notebook's schedule away; it can be restored. @throws AppError BAD_PARAMETER of the workspace's */
  remove(asked: { readonly schedule: string; readonly by: Asker }): Promise<void>;
  /** @throws AppError BAD_PARAMETER where its notebook has as many as it may by now */
  restore(asked: { readonly schedule: string; readonly by: Asker }): Promise<ScheduleView>;
  /** Runs it as soon as may be. @throws AppError CONFLICT where a run of it waits or goes on */
  run(asked: { readonly schedule: string; readonly by: Asker }): Promise<JobRunView>;
  /** Stops a run; one that has ended stays as it is. */
  cancel(asked: { readonly schedule: string; readonly run: string }): Promise<JobRunView>;
  /** Lists runs, the newest first. */
  runs(asked: {
    readonly schedule: string;
    readonly after: string | null;
    readonly limit: number;
  }): Promise<Page<JobRunView>>;
  readRun(asked: { readonly schedule: string; readonly run: string }): Promise<JobRunView>;
  /** The next times of a cron line. @throws AppError BAD_PARAMETER */
  preview(
    asked: { readonly cron: string; readonly zone: string },
  ): Promise<{ readonly times: readonly string[] }>;
}
