/**
 * Figures of the engine. They are made of what the log hears, so that both tell the same.
 *
 * @module
 */
import type { LogFields, LogLevel } from "@/lib/log.ts";
import { Figures } from "./figures.ts";

/** Figures, and what they are made of. */
export interface EngineFigures {
  readonly figures: Figures;
  /** Takes what is logged, as `LogOptions.hear` does. */
  hear(event: string, fields: LogFields, level: LogLevel): void;
  /** Takes how long a statement of the database took. */
  measured(milliseconds: number): void;
  /** So many runs wait. */
  queued(): number;
}

const TIMED_ENDS = ["completed", "error", "cancelled"];
const RUN_ENDS = ["completed", "error", "cancelled"];
const CELL_ENDS = ["computed", "cache", "failed", "waiting", "cancelled"];
const EVENT_ENDS = ["inserted", "duplicates", "conflicts", "rejected"];

/** Makes the figures of one engine. */
export function createEngineFigures(now: () => number = Date.now): EngineFigures {
  const figures = new Figures();
  const started = now();
  const waiting = new Set<unknown>();
  const runs = runFigures(figures, waiting);
  const cells = figures.counter(
    "daybook_cells_total",
    "Cells of runs, by kind and how they ended.",
  );
  const cellTimes = figures.histogram(
    "daybook_cell_duration_seconds",
    "Seconds that computing a cell took, by kind.",
  );
  const jobs = jobFigures(figures, now);
  const events = figures.counter(
    "daybook_events_total",
    "Events that were received, by what became of them.",
  );
  const security = figures.counter(
    "daybook_security_events_total",
    "What the log tells of security, by event.",
  );
  const errors = figures.counter("daybook_errors_total", "Lines of level error in the log.");
  const statements = figures.histogram(
    "daybook_database_statement_duration_seconds",
    "Seconds that statements of the database took.",
  );
  figures.gauge("daybook_start_time_seconds", "When the engine started, since 1970.", () => [
    { value: started / 1000 },
  ]);
  figures.gauge("daybook_engine_memory_bytes", "Memory of the engine's process.", () => [
    { value: Deno.memoryUsage().rss },
  ]);
  // Zeros, so that a rate is known before the first one.
  errors({}, 0);
  for (const end of EVENT_ENDS) events({ end }, 0);
  return {
    figures,
    queued: () => waiting.size,
    measured: (milliseconds) => statements(milliseconds / 1000),
    hear(event, fields, level) {
      if (level === "error") errors();
      const [subject, what] = event.split(".");
      if (subject === "security") security({ event: what });
      else if (subject === "run") runs(what, fields);
      else if (subject === "job") jobs(what, fields);
      else if (event === "cell.done") {
        const kind = String(fields.kind);
        const end = CELL_ENDS.find((end) => end === fields.end) ?? "failed";
        cells({ kind, end });
        if (end === "computed") cellTimes(numberOf(fields.milliseconds) / 1000, { kind });
      } else if (event === "events.stored") {
        for (const end of EVENT_ENDS) events({ end }, numberOf(fields[end]));
      }
    },
  };
}

type Hearer = (what: string, fields: LogFields) => void;

function runFigures(figures: Figures, waiting: Set<unknown>): Hearer {
  const runs = figures.counter("daybook_runs_total", "Runs of notebooks, by how they ended.");
  const times = figures.histogram("daybook_run_duration_seconds", "Seconds that runs took.");
  const going = new Set<unknown>();
  figures.gauge("daybook_runs_queued", "Runs that were asked for and have not begun.", () => [
    { value: waiting.size },
  ]);
  figures.gauge("daybook_runs_running", "Runs that go on.", () => [{ value: going.size }]);
  for (const end of RUN_ENDS) runs({ end }, 0);
  return (what, { run, milliseconds }) => {
    if (what === "queued") waiting.add(run);
    else if (what === "start") {
      waiting.delete(run);
      going.add(run);
    } else if (what === "left") {
      waiting.delete(run);
      going.delete(run);
    } else if (RUN_ENDS.includes(what)) {
      runs({ end: what });
      times(numberOf(milliseconds) / 1000);
    }
  };
}

function jobFigures(figures: Figures, now: () => number): Hearer {
  const jobs = figures.counter("daybook_jobs_total", "Jobs by name, and how they ended.");
  const times = figures.histogram(
    "daybook_job_duration_seconds",
    "Seconds that jobs took, by name.",
  );
  const last = new Map<string, number>();
  figures.gauge(
    "daybook_job_last_success_timestamp_seconds",
    "When each job last ended well, since 1970.",
    () => [...last].map(([name, time]) => ({ labels: { name }, value: time / 1000 })),
  );
  return (what, fields) => {
    if (what === "start") return;
    // Not `job`: Prometheus calls by that what it asks, and would rename ours.
    const name = String(fields.job);
    jobs({ name, end: what });
    // What has not run at all took no time.
    if (TIMED_ENDS.includes(what)) times(numberOf(fields.milliseconds) / 1000, { name });
    if (what === "completed") last.set(name, now());
  };
}

function numberOf(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}
