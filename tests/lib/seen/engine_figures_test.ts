import {
  deepStrictEqual as assertEquals,
  match as assertMatch,
  strictEqual as assertIs,
} from "node:assert/strict";
import { createLog } from "@/lib/log.ts";
import { createEngineFigures } from "@/lib/seen/engine_figures.ts";

/** Returns the figures of a log that did this, those that are 0 left out. */
async function told(use: (log: ReturnType<typeof createLog>) => void, pattern: RegExp) {
  const figures = createEngineFigures(() => 1_000_000);
  use(createLog({ level: "error", write() {}, hear: figures.hear }));
  const lines = (await figures.figures.text()).split("\n");
  return {
    figures,
    lines: lines.filter((line) => pattern.test(line) && !/^#|_bucket| 0$/.test(line)),
  };
}

Deno.test("createEngineFigures() knows the runs that wait and go on, and how each ended", async () => {
  const { figures, lines } = await told((log) => {
    for (const run of ["one", "two", "three"]) log.debug("run.queued", { run });
    log.info("run.start", { run: "one" });
    log.info("run.start", { run: "two" });
    log.with({ run: "one" }).info("run.completed", { milliseconds: 1500 });
    log.debug("run.left", { run: "one" });
  }, /_runs?_/);
  assertEquals(lines, [
    'daybook_runs_total{end="completed"} 1',
    "daybook_run_duration_seconds_sum 1.5",
    "daybook_run_duration_seconds_count 1",
    "daybook_runs_queued 1",
    "daybook_runs_running 1",
  ]);
  assertIs(figures.queued(), 1);
});

Deno.test("createEngineFigures() counts what the log tells of cells, jobs, events and errors", async () => {
  const { lines } = await told((log) => {
    log.debug("cell.done", { kind: "load", end: "computed", milliseconds: 250 });
    log.debug("cell.done", { kind: "load", end: "cache", milliseconds: 1 });
    log.info("job.start", { job: "tidy" });
    log.info("job.completed", { job: "tidy", milliseconds: 2000 });
    log.error("job.overdue", { job: "kpis" });
    log.info("events.stored", { inserted: 5, duplicates: 2, conflicts: "many" });
    log.warn("security.sign_in_refused");
    log.error("web.error");
  }, /_cells?_|_jobs?_|_events_|_errors_/);
  assertEquals(lines, [
    'daybook_cells_total{kind="load",end="computed"} 1',
    'daybook_cells_total{kind="load",end="cache"} 1',
    'daybook_cell_duration_seconds_sum{kind="load"} 0.25',
    'daybook_cell_duration_seconds_count{kind="load"} 1',
    'daybook_jobs_total{name="tidy",end="completed"} 1',
    'daybook_jobs_total{name="kpis",end="overdue"} 1',
    'daybook_job_duration_seconds_sum{name="tidy"} 2',
    'daybook_job_duration_seconds_count{name="tidy"} 1',
    // 1,000,000 milliseconds after 1970
    'daybook_job_last_success_timestamp_seconds{name="tidy"} 1000',
    'daybook_events_total{end="inserted"} 5',
    'daybook_events_total{end="duplicates"} 2',
    'daybook_security_events_total{event="sign_in_refused"} 1',
    // The job is one too.
    "daybook_errors_total 2",
  ]);
});

Deno.test("createEngineFigures() takes how long statements took", async () => {
  const figures = createEngineFigures();
  figures.measured(30);
  assertMatch(await figures.figures.text(), /statement_duration_seconds_bucket\{le="0.05"\} 1/);
});
