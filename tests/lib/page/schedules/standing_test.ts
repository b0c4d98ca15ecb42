import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { isGoing, isOpen, standingOf, stateKey } from "@/lib/page/schedules/standing.ts";
import type { JobRunState, JobRunView, ScheduleView } from "@/lib/workspace/schedules/contract.ts";
import { USUAL_RULES } from "@/lib/workspace/schedules/rules.ts";

const NOW = new Date("2026-11-23T02:00:00Z");

function runOf(state: JobRunState, startsAt = NOW.toISOString()): JobRunView {
  return {
    id: "r",
    state,
    dueAt: startsAt,
    attempt: 1,
    isAsked: false,
    startsAt,
    startedAt: null,
    finishedAt: null,
    milliseconds: null,
    told: {},
    problem: null,
    run: null,
  };
}

function scheduleOf(parts: Partial<ScheduleView>): ScheduleView {
  return {
    ...USUAL_RULES,
    cron: "15 2 * * *",
    zone: "UTC",
    id: "kpis",
    work: { type: "kpis" },
    title: "Nightly KPIs",
    revision: 1,
    nextAt: null,
    owedSince: null,
    isOverdue: false,
    lastRun: null,
    ...parts,
  };
}

Deno.test("standingOf() puts first what needs somebody, unless it is paused", () => {
  const cases = [
    scheduleOf({}),
    scheduleOf({ lastRun: runOf("done") }),
    scheduleOf({ lastRun: runOf("failed") }),
    scheduleOf({ lastRun: runOf("done"), isOverdue: true }),
    scheduleOf({ lastRun: runOf("failed"), active: false }),
  ];
  assertEquals(cases.map(standingOf), ["due", "due", "needs_somebody", "needs_somebody", "paused"]);
});

Deno.test("isGoing() leaves out a try that waits for longer than a minute", () => {
  const later = "2026-11-23T02:05:00.000Z";
  const runs = [runOf("running"), runOf("waiting"), runOf("waiting", later), runOf("done"), null];
  assertEquals(runs.map((lastRun) => isGoing({ lastRun }, NOW)), [true, true, false, false, false]);
  assertEquals(runs.map((lastRun) => isOpen({ lastRun })), [true, true, true, false, false]);
});

Deno.test("stateKey() changes as a run begins and ends", () => {
  const keys = (["waiting", "running", "done"] as const).map((state) =>
    stateKey(scheduleOf({ lastRun: runOf(state) }))
  );
  assertEquals(new Set(keys).size, 3);
});
