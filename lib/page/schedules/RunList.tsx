import { Moment } from "@/lib/page/shell/Moment.tsx";
import type { Page } from "@/lib/workspace/metrics/contract.ts";
import type { JobRunView, ScheduleView } from "@/lib/workspace/schedules/contract.ts";
import { remedyOf, STATES } from "./run_words.ts";
import { RunLine } from "./RunLine.tsx";

interface RunListProps {
  readonly schedule: ScheduleView;
  readonly runs: Page<JobRunView>;
  /** Whether these are not the newest. */
  readonly isLater: boolean;
}

/** The runs of a schedule, the newest first. */
export function RunList({ schedule, runs: { items, next }, isLater }: RunListProps) {
  const address = `/schedules/${encodeURIComponent(schedule.id)}`;
  const [newest] = items;
  return (
    <section
      aria-labelledby="runs"
      class="runs"
      data-part="runs"
      data-state={items.map(({ id, state }) => `${id} ${state}`).join("\n")}
      data-told={newest === undefined ? "" : STATES[newest.state].word}
    >
      <h2 id="runs">Runs</h2>
      {items.length === 0 && <p class="empty">It has not run yet.</p>}
      <ol>
        {items.map((run) => <OneRun key={run.id} run={run} schedule={schedule} />)}
      </ol>
      {(next !== null || isLater) && (
        <p class="row">
          {isLater && <a class="button" href={`${address}#runs`}>Newest runs</a>}
          {next !== null && (
            <a class="button" href={`${address}?after=${encodeURIComponent(next)}#runs`}>
              Older runs
            </a>
          )}
        </p>
      )}
    </section>
  );
}

interface OneRunProps {
  readonly run: JobRunView;
  readonly schedule: ScheduleView;
}

function OneRun({ run, schedule }: OneRunProps) {
  const { dueAt, isAsked, problem, state } = run;
  const { work } = schedule;
  return (
    <li class={state}>
      <p>
        <RunLine run={run} />
      </p>
      <p class="facts">
        <span>
          {isAsked ? "Asked for" : "Due"} <Moment at={dueAt} exact />
        </span>
        {run.run !== null && work.type === "notebook" && (
          <a href={notebookAddress(work)}>What it shows</a>
        )}
      </p>
      {problem !== null && (
        <p class="why">
          {problem.message}. <span class="remedy">{remedyOf(problem.code, schedule)}</span>
        </p>
      )}
    </li>
  );
}

/** Returns where a notebook shows what its schedule computes. */
export function notebookAddress(
  { notebook, parameters }: Extract<ScheduleView["work"], { type: "notebook" }>,
): string {
  const query = new URLSearchParams(parameters).toString();
  return `/notebooks/${encodeURIComponent(notebook)}${query === "" ? "" : `?${query}`}`;
}
