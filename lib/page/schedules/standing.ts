/**
 * How a schedule stands: what needs somebody, what goes on, what is due, what rests.
 *
 * @module
 */
import type { ScheduleView } from "@/lib/workspace/schedules/contract.ts";

/** How a schedule stands. */
export type Standing = "needs_somebody" | "due" | "paused";

/** Returns how a schedule stands. What was paused needs nobody. */
export function standingOf(schedule: ScheduleView): Standing {
  const { active, isOverdue, lastRun } = schedule;
  if (!active) return "paused";
  const isBad = lastRun?.state === "failed" || lastRun?.state === "interrupted";
  return isOverdue || isBad ? "needs_somebody" : "due";
}

/** Whether a run of it waits to begin soon, or goes on. */
export function isGoing({ lastRun }: Pick<ScheduleView, "lastRun">, now: Date): boolean {
  if (lastRun?.state === "running") return true;
  return lastRun?.state === "waiting" && Date.parse(lastRun.startsAt) - now.getTime() < 60_000;
}

/** Whether a run of it waits or goes on, so that no other can be asked for. */
export function isOpen({ lastRun }: Pick<ScheduleView, "lastRun">): boolean {
  return lastRun?.state === "running" || lastRun?.state === "waiting";
}

/** Returns what differs when a page has to show a schedule anew. */
export function stateKey(schedule: ScheduleView): string {
  const { id, revision, nextAt, isOverdue, lastRun } = schedule;
  return [id, revision, nextAt, isOverdue, lastRun?.id, lastRun?.state].join(" ");
}
