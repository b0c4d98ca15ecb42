import { page } from "@daybook/web";
import { asset, Head } from "@daybook/web/runtime";
import FollowRuns from "@/islands/FollowRuns.tsx";
import { NoSchedules } from "@/lib/page/schedules/NoSchedules.tsx";
import { ScheduleList } from "@/lib/page/schedules/ScheduleList.tsx";
import { BUSY } from "@/lib/page/schedules/run_words.ts";
import { Action } from "@/lib/page/shell/Action.tsx";
import { Bar } from "@/lib/page/shell/Bar.tsx";
import { Notice } from "@/lib/page/shell/Notice.tsx";
import { define, type PageConfig } from "@/routes/(_shared)/define.ts";

export const config: PageConfig = { access: "notebooks:read" };

/** What runs by the clock, of all that who looks may change. */
export const handler = define.handlers({
  async GET({ url: { searchParams }, state }) {
    const schedules = await state.workspace.schedules.list({});
    const id = searchParams.get("removed");
    return page({
      schedules,
      removed: id === null ? null : { id, title: searchParams.get("title") ?? "" },
      isBusy: searchParams.get("told") === "busy",
      now: new Date(),
    });
  },
});

export default define.page<typeof handler>(({ data }) => {
  const { schedules, removed, isBusy, now } = data;
  return (
    <>
      <Head>
        <title>Schedules · Daybook</title>
        <link rel="stylesheet" href={asset("/schedules.css")} />
      </Head>
      <Bar section="schedules" />
      <main id="content" class="page schedules-page">
        <h1>Schedules</h1>
        <p class="lead">What runs by the clock, and how it went.</p>
        {isBusy && <Notice>{BUSY}</Notice>}
        {removed !== null && (
          <Notice>
            <span>
              Removed the schedule of <strong>{removed.title}</strong>: it runs no more
            </span>
            <Action
              action={`/schedules/${encodeURIComponent(removed.id)}`}
              fields={{ do: "restore" }}
            >
              Undo
            </Action>
          </Notice>
        )}
        {schedules.length === 0
          ? <NoSchedules />
          : <ScheduleList schedules={schedules} page="list" now={now} />}
        <p class="note">
          What happens when Daybook was closed or a run fails, and who is told: docs/schedules.md
        </p>
        <FollowRuns />
      </main>
    </>
  );
});
