/**
 * The rules of schedules: what they may be, and what holds where nobody says otherwise.
 *
 * @module
 */

/** When something is done, and what if that does not end well. */
export interface ScheduleRules {
  /** Five fields: minute, hour, day of the month, month, weekday. */
  readonly cron: string;
  /** The IANA name of the zone whose clocks count. */
  readonly zone: string;
  /** Whether it comes due at all. */
  readonly active: boolean;
  /** How often it is tried again after a failure. */
  readonly retries: number;
  /** Until the first of these; each further one waits twice as long. */
  readonly retrySeconds: number;
  /** What one run may take. */
  readonly limitSeconds: number;
  /** Whether what came due while Daybook was closed is done afterwards, once. */
  readonly catchesUp: boolean;
  /** Whether a run that a crash or a stop interrupted is run again. */
  readonly runsAgain: boolean;
  /** So long after it came due it may not have ended well before somebody is told. */
  readonly alertSeconds: number;
  /** The address that is told; `null` for that of the settings. */
  readonly alertTo: string | null;
}

const HOUR_SECONDS = 60 * 60;
const DAY_SECONDS = 24 * HOUR_SECONDS;

/** What holds where nobody says otherwise. */
export const USUAL_RULES: Omit<ScheduleRules, "cron" | "zone"> = {
  active: true,
  retries: 2,
  retrySeconds: 300,
  limitSeconds: HOUR_SECONDS,
  catchesUp: true,
  runsAgain: true,
  alertSeconds: 2 * HOUR_SECONDS,
  alertTo: null,
};

/** The least and the most that a rule may be. */
export const RULE_BOUNDS = {
  retries: { least: 0, most: 10 },
  retrySeconds: { least: 1, most: DAY_SECONDS },
  limitSeconds: { least: 1, most: DAY_SECONDS },
  alertSeconds: { least: 60, most: 60 * DAY_SECONDS },
} as const;
