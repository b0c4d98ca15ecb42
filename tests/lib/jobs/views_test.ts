import { deepStrictEqual, equal } from "node:assert/strict";
import type { JobRunRow, ScheduleRow } from "@/lib/jobs/store.ts";
import { runView, scheduleView } from "@/lib/jobs/views.ts";

const RUN: JobRunRow = {
  id: "4b0c0f5e-0000-4000-8000-000000000001",
  schedule: "kpis",
  due_at: "2026-03-02T02:15:00.000Z",
  attempt: 2,
  asked_by: null,
  state: "failed",
  starts_at: "2026-03-02T02:20:00.000Z",
  started_at: "2026-03-02T02:20:01.000Z",
  seen_at: "2026-03-02T02:20:01.000Z",
  finished_at: "2026-03-02T02:20:03.500Z",
  holder: "a process",
  told: { days: 12 },
  problem: { code: "TIME_LIMIT", message: "Cannot go on" },
  run: null,
};

const ROW: ScheduleRow = {
  id: "kpis",
  work: "kpis",
  notebook: null,
  parameters: {},
  sends: false,
  cron: "15 2 * * *",
  zone: "UTC",
  active: true,
  retries: 2,
  retry_seconds: 300,
  limit_seconds: 3600,
  catches_up: true,
  runs_again: true,
  alert_seconds: 7200,
  alert_to: null,
  maker: null,
  revision: 3,
  due_at: "2026-03-03T02:15:00.000Z",
  owed_since: null,
  told_at: null,
  created_at: "2026-01-01T00:00:00.000Z",
  changed_at: "2026-01-01T00:00:00.000Z",
  removed_at: null,
};

/** How a schedule stands at a moment. */
function stands(row: Partial<ScheduleRow>, now: string) {
  const shown = scheduleView({ ...ROW, ...row }, {
    title: null,
    lastRun: null,
    now: new Date(now),
  });
  return [shown.nextAt, shown.owedSince, shown.isOverdue];
}

Deno.test("runView() tells how long a run took, and nothing of who runs it", () => {
  deepStrictEqual(runView(RUN), {
    id: RUN.id,
    state: "failed",
    dueAt: "2026-03-02T02:15:00.000Z",
    attempt: 2,
    isAsked: false,
    startsAt: "2026-03-02T02:20:00.000Z",
    startedAt: "2026-03-02T02:20:01.000Z",
    finishedAt: "2026-03-02T02:20:03.500Z",
    // From second 1 to second 3.5.
    milliseconds: 2500,
    told: { days: 12 },
    problem: { code: "TIME_LIMIT", message: "Cannot go on" },
    run: null,
  });
});

Deno.test("runView() knows no time of a run that goes on, or never began", () => {
  equal(runView({ ...RUN, finished_at: null }).milliseconds, null);
  equal(runView({ ...RUN, started_at: null }).milliseconds, null);
});

Deno.test("runView() knows that somebody asked, not who", () => {
  const { isAsked, ...shown } = runView({ ...RUN, asked_by: "bob" });
  equal(isAsked, true);
  equal(JSON.stringify(shown).includes("bob"), false);
});

Deno.test("scheduleView() owes nothing before it is due", () => {
  const due = "2026-03-03T02:15:00.000Z";
  deepStrictEqual(stands({}, "2026-03-03T02:14:59Z"), [due, null, false]);
});

Deno.test("scheduleView() owes what is due, and is overdue once that lasts too long", () => {
  const due = "2026-03-03T02:15:00.000Z";
  deepStrictEqual(stands({}, "2026-03-03T02:15:00Z"), [due, due, false]);
  // It may last 7200 seconds, which are two hours.
  deepStrictEqual(stands({}, "2026-03-03T04:15:00Z"), [due, due, false]);
  deepStrictEqual(stands({}, "2026-03-03T04:15:01Z"), [due, due, true]);
});

Deno.test("scheduleView() owes since the first time that did not end well", () => {
  const since = "2026-03-02T02:15:00.000Z";
  const due = "2026-03-03T02:15:00.000Z";
  deepStrictEqual(stands({ owed_since: since }, "2026-03-02T03:00:00Z"), [due, since, false]);
  deepStrictEqual(stands({ owed_since: since }, "2026-03-03T03:00:00Z"), [due, since, true]);
});

Deno.test("scheduleView() owes nothing where it is not active", () => {
  const row = { active: false, owed_since: "2026-03-02T02:15:00.000Z" };
  deepStrictEqual(stands(row, "2026-03-09T00:00:00Z"), [null, null, false]);
});

Deno.test("scheduleView() owes nothing where it is never due", () => {
  deepStrictEqual(stands({ due_at: null }, "2026-03-09T00:00:00Z"), [null, null, false]);
});

Deno.test("scheduleView() names the workspace's work, and a notebook by its title", () => {
  const now = new Date("2026-03-02T12:00:00Z");
  const own = scheduleView(ROW, { title: null, lastRun: RUN, now });
  deepStrictEqual([own.title, own.work, own.lastRun], [
    "Nightly KPIs",
    { type: "kpis" },
    runView(RUN),
  ]);
  const row: ScheduleRow = {
    ...ROW,
    id: "4b0c0f5e-0000-4000-8000-000000000002",
    work: "notebook",
    notebook: "sales",
    parameters: { region: "North" },
    sends: true,
    maker: "ann",
  };
  const notebooks = scheduleView(row, { title: "Sales", lastRun: null, now });
  deepStrictEqual([notebooks.title, notebooks.work], [
    "Sales",
    { type: "notebook", notebook: "sales", parameters: { region: "North" }, sends: true },
  ]);
  equal(scheduleView(row, { title: null, lastRun: null, now }).title, "");
});
