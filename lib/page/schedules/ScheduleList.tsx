import { Moment } from "@/lib/page/shell/Moment.tsx";
import type { ScheduleView } from "@/lib/workspace/schedules/contract.ts";
import { RunLine } from "./RunLine.tsx";
import { type ListPage, ScheduleButtons } from "./ScheduleButtons.tsx";
import { isGoing, type Standing, standingOf, stateKey } from "./standing.ts";
import { WhatToDo } from "./WhatToDo.tsx";
import { WhenLine } from "./WhenLine.tsx";

interface ScheduleListProps {
  readonly schedules: readonly ScheduleView[];
  /** The page that it stands on. */
  readonly page: ListPage;
  readonly now: Date;
}

const SECTIONS: readonly (readonly [standing: Standing, title: string])[] = [
  ["needs_somebody", "Needs somebody"],
  ["due", "Comes due"],
  ["paused", "Paused"],
];

/** Schedules: what needs somebody first, what is paused last. */
export function ScheduleList({ schedules, page, now }: ScheduleListProps) {
  return (
    <div data-part="list" data-state={schedules.map(stateKey).join("\n")}>
      {SECTIONS.map(([standing, title]) => {
        const shown = schedules.filter((schedule) => standingOf(schedule) === standing);
        if (shown.length === 0) return null;
        return (
          <section key={standing} aria-labelledby={standing} class={`schedules ${standing}`}>
            <h2 id={standing}>{title}</h2>
            <ul>
              {shown.map((schedule) => (
                <OneSchedule key={schedule.id} schedule={schedule} page={page} now={now} />
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

type OneScheduleProps = Omit<ScheduleListProps, "schedules"> & { readonly schedule: ScheduleView };

function OneSchedule({ schedule, page, now }: OneScheduleProps) {
  const { id, title, work, nextAt, lastRun, active } = schedule;
  return (
    <li id={`schedule-${id}`} data-going={isGoing(schedule, now) ? "" : undefined}>
      <div class="what">
        <h3>
          <a href={`/schedules/${encodeURIComponent(id)}`}>{title}</a>
        </h3>
        <WhenLine {...schedule} />
        <p class="facts">
          {nextAt !== null && (
            <span>
              Next <Moment at={nextAt} />
            </span>
          )}
          {!active && <span>Does not come due</span>}
          <span>{lastRun === null ? "Has not run yet" : <RunLine run={lastRun} />}</span>
          {work.type === "notebook" && (
            <a href={`/notebooks/${encodeURIComponent(work.notebook)}`}>
              Notebook<span class="unseen">{title}</span>
            </a>
          )}
        </p>
        <WhatToDo schedule={schedule} showsRuns={false} />
      </div>
      <ScheduleButtons schedule={schedule} back={page} />
    </li>
  );
}
