/**
 * Schedules and their runs as programs see them.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { PARAMETERS } from "@/lib/api/notebooks/schemas.ts";
import type {
  JobRunView,
  ScheduledWork,
  ScheduleRules,
  ScheduleView,
} from "@/lib/workspace/schedules/contract.ts";
import { RULE_BOUNDS } from "@/lib/workspace/schedules/rules.ts";

const MOMENT = z.string().openapi({ format: "date-time" });

/** A schedule, in a path. */
export const SCHEDULE_ID = z.strictObject({
  schedule: z.string().min(1).max(200).openapi({
    description:
      'The schedule\'s id; of the workspace\'s own "kpis", "retraining" or "housekeeping"',
  }),
});

/** A run of a schedule, in a path. */
export const JOB_RUN_ID = SCHEDULE_ID.extend({
  run: z.uuid().openapi({ description: "The run's id" }),
});

const CRON = z.string().min(1).max(100).openapi({
  description: "Five fields: minute, hour, day of the month, month, weekday",
  example: "15 2 * * *",
});
const ZONE = z.string().min(1).max(100).openapi({
  description: "The IANA name of the time zone whose clocks count",
  example: "Europe/Berlin",
});

/** When, as a query asks. */
export const WHEN_QUERY = z.strictObject({ cron: CRON, zone: ZONE });

function within({ least, most }: { readonly least: number; readonly most: number }) {
  return z.int().min(least).max(most);
}

/** The rules, each by what it is called. */
const RULES = {
  cron: CRON,
  zone: ZONE,
  active: z.boolean().openapi({ description: "Whether it comes due at all" }),
  retries: within(RULE_BOUNDS.retries).openapi({
    description: "How often it is tried again after a failure",
  }),
  retry_seconds: within(RULE_BOUNDS.retrySeconds).openapi({
    description: "Until the first of these; each further one waits twice as long",
  }),
  limit_seconds: within(RULE_BOUNDS.limitSeconds).openapi({
    description: "What one run may take",
  }),
  catches_up: z.boolean().openapi({
    description: "Whether what came due while Daybook was closed is done afterwards, once",
  }),
  runs_again: z.boolean().openapi({
    description: "Whether a run that a crash or a stop interrupted is run again",
  }),
  alert_seconds: within(RULE_BOUNDS.alertSeconds).openapi({
    description: "So long after it came due it may not have ended well before somebody is told",
  }),
  alert_to: z.string().max(400).nullable().openapi({
    description: "The address that is told; null for that of the settings",
  }),
};

const SENDS = z.boolean().openapi({
  description: "Whether the letters of its summaries go out once it has run",
});

/** A notebook's schedule to be made. */
export const NEW_SCHEDULE = z.strictObject({
  ...z.strictObject(RULES).partial().required({ cron: true, zone: true }).shape,
  parameters: PARAMETERS,
  sends: SENDS.default(false),
});

/** A change; what is left out stays. */
export const SCHEDULE_CHANGE = z.strictObject({
  ...z.strictObject(RULES).partial().shape,
  revision: z.int().min(1).max(2 ** 31 - 1).openapi({ description: "The one that is changed" }),
  parameters: PARAMETERS.unwrap().optional(),
  sends: SENDS.optional(),
});

/** One try of what came due. */
export const JOB_RUN = z.strictObject({
  id: z.uuid(),
  state: z.enum([
    "waiting",
    "running",
    "done",
    "failed",
    "interrupted",
    "cancelled",
    "missed",
    "skipped",
  ]),
  due_at: MOMENT,
  attempt: z.int().min(1),
  asked: z.boolean().openapi({ description: "Whether somebody asked for it, not the clock" }),
  starts_at: MOMENT.openapi({ description: "It does not begin before this" }),
  started_at: MOMENT.nullable(),
  finished_at: MOMENT.nullable(),
  milliseconds: z.int().nullable(),
  told: z.record(z.string(), z.union([z.number(), z.string()])).openapi({
    description: "What it came to: counts by what is counted",
  }),
  problem: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
  run: z.string().nullable().openapi({ description: "The run of the notebook" }),
}).openapi("ScheduledRun");

/** A schedule, and how it stands. */
export const SCHEDULE = z.strictObject({
  id: z.string(),
  title: z.string(),
  work: z.enum(["kpis", "retraining", "housekeeping", "notebook"]),
  notebook: z.string().nullable(),
  parameters: z.record(z.string(), z.string()),
  sends: z.boolean(),
  revision: z.int(),
  ...RULES,
  next_at: MOMENT.nullable().openapi({ description: "When it is due next; null for never" }),
  owed_since: MOMENT.nullable().openapi({
    description: "Since when it should have ended well; null where it owes nothing",
  }),
  overdue: z.boolean().openapi({ description: "Whether it has owed that for longer than it may" }),
  last_run: z.union([JOB_RUN, z.null()]).openapi({
    description: "The newest that was not skipped; null where it has none yet",
  }),
}).openapi("Schedule");

/** Tells a run. */
export function jobRunOf(run: JobRunView): z.output<typeof JOB_RUN> {
  return {
    id: run.id,
    state: run.state,
    due_at: run.dueAt,
    attempt: run.attempt,
    asked: run.isAsked,
    starts_at: run.startsAt,
    started_at: run.startedAt,
    finished_at: run.finishedAt,
    milliseconds: run.milliseconds,
    told: { ...run.told },
    problem: run.problem === null ? null : { ...run.problem },
    run: run.run,
  };
}

/** Tells a schedule. */
export function scheduleOf(view: ScheduleView): z.output<typeof SCHEDULE> {
  return {
    id: view.id,
    title: view.title,
    ...workOf(view.work),
    revision: view.revision,
    cron: view.cron,
    zone: view.zone,
    active: view.active,
    retries: view.retries,
    retry_seconds: view.retrySeconds,
    limit_seconds: view.limitSeconds,
    catches_up: view.catchesUp,
    runs_again: view.runsAgain,
    alert_seconds: view.alertSeconds,
    alert_to: view.alertTo,
    next_at: view.nextAt,
    owed_since: view.owedSince,
    overdue: view.isOverdue,
    last_run: view.lastRun === null ? null : jobRunOf(view.lastRun),
  };
}

function workOf(work: ScheduledWork) {
  switch (work.type) {
    case "notebook": {
      const { notebook, parameters, sends } = work;
      return { work: work.type, notebook, parameters: { ...parameters }, sends };
    }
    case "kpis":
    case "retraining":
    case "housekeeping":
      return { work: work.type, notebook: null, parameters: {}, sends: false };
  }
}

/** Rules as programs write them; what is left out is left out. */
type RulesSent = Partial<z.output<z.ZodObject<typeof RULES>>>;

/** Returns rules as the engine takes them. */
export function rulesOf(sent: RulesSent): Partial<ScheduleRules> {
  const rules: { readonly [name in keyof ScheduleRules]: ScheduleRules[name] | undefined } = {
    cron: sent.cron,
    zone: sent.zone,
    active: sent.active,
    retries: sent.retries,
    retrySeconds: sent.retry_seconds,
    limitSeconds: sent.limit_seconds,
    catchesUp: sent.catches_up,
    runsAgain: sent.runs_again,
    alertSeconds: sent.alert_seconds,
    alertTo: sent.alert_to,
  };
  return Object.fromEntries(Object.entries(rules).filter(([, value]) => value !== undefined));
}
