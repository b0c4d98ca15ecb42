/**
 * The settings of what runs by the clock.
 *
 * @module
 */
import { readMailbox } from "@/lib/mailbox.ts";
import { oneOf, Rule, type Variables } from "./variables.ts";

/** The settings of schedules. */
export interface SchedulesConfig {
  /** Whether this process runs what comes due; others may that share its database. */
  readonly runs: boolean;
  /** Who is told of schedules that name nobody; `null` for nobody. */
  readonly alertTo: string | null;
}

/** Reads who runs schedules, and who is told of them. */
export function readSchedules(variables: Variables): SchedulesConfig {
  return {
    runs: variables.read("SCHEDULES", oneOf(["on", "off"])) !== "off",
    alertTo: variables.read("ALERT_EMAIL", address),
  };
}

function address(value: string): string | Rule {
  const box = readMailbox(value);
  return box === null ? new Rule("must be an address for mail") : box.address;
}
