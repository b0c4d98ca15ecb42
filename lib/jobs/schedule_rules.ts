/**
 * The rules of a schedule: parsed as they are asked for, read from its row and written to it.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { readMailbox } from "@/lib/mailbox.ts";
import { zoneName } from "@/lib/time_zone.ts";
import { RULE_BOUNDS, type ScheduleRules } from "@/lib/workspace/schedules/rules.ts";
import { nextTime, refuseWhen } from "./cron.ts";
import type { ScheduleRow } from "./store.ts";

/** Returns rules as they are kept, each name as it is written. @throws AppError BAD_PARAMETER */
export function parseRules(rules: ScheduleRules, now: Date): ScheduleRules {
  refuseWhen(rules, now);
  for (const [name, { least, most }] of Object.entries(RULE_BOUNDS)) {
    // The names of ScheduleRules, as RULE_BOUNDS has them.
    const value = rules[name as keyof typeof RULE_BOUNDS];
    if (Number.isInteger(value) && value >= least && value <= most) continue;
    throw new AppError(
      "BAD_PARAMETER",
      `Cannot schedule as ${name} must be a whole number from ${least} to ${most}: ` +
        `current value is ${value}`,
    );
  }
  // It may be typed with a name, as in "Ann <ann@example.org>".
  const mailbox = readMailbox(rules.alertTo ?? "");
  if (rules.alertTo !== null && mailbox === null) {
    throw new AppError(
      "BAD_PARAMETER",
      `Cannot schedule as alertTo must be an address for mail: ` +
        `current value is ${JSON.stringify(rules.alertTo)}`,
    );
  }
  return {
    ...rules,
    cron: rules.cron.trim().replaceAll(/\s+/g, " "),
    zone: zoneName(rules.zone),
    alertTo: mailbox?.address ?? null,
  };
}

/** Reads the rules of a row. */
export function rulesOf(row: ScheduleRow): ScheduleRules {
  const { cron, zone, active, retries } = row;
  return {
    cron,
    zone,
    active,
    retries,
    retrySeconds: row.retry_seconds,
    limitSeconds: row.limit_seconds,
    catchesUp: row.catches_up,
    runsAgain: row.runs_again,
    alertSeconds: row.alert_seconds,
    alertTo: row.alert_to,
  };
}

/** Returns the columns of a row's rules. */
export function columnsOf(rules: ScheduleRules) {
  const { cron, zone, active, retries } = rules;
  return {
    cron,
    zone,
    active,
    retries,
    retry_seconds: rules.retrySeconds,
    limit_seconds: rules.limitSeconds,
    catches_up: rules.catchesUp,
    runs_again: rules.runsAgain,
    alert_seconds: rules.alertSeconds,
    alert_to: rules.alertTo,
  };
}

/** When a schedule comes due first after a moment; `null` for never. */
export function dueAfter(rules: ScheduleRules, now: Date): string | null {
  return rules.active ? nextTime(rules, now)?.toISOString() ?? null : null;
}
