import { page } from "@daybook/web";
import { asset, Head } from "@daybook/web/runtime";
import FollowRuns from "@/islands/FollowRuns.tsx";
import { AppError } from "@/lib/errors.ts";
import {
  type Changed,
  type Draft,
  draftOfView,
  type Faults,
  mergeDrafts,
  rulesIn,
} from "@/lib/page/schedules/draft.ts";
import { RunList } from "@/lib/page/schedules/RunList.tsx";
import { BUSY } from "@/lib/page/schedules/run_words.ts";
import { ScheduleForm } from "@/lib/page/schedules/ScheduleForm.tsx";
import { ScheduleHead } from "@/lib/page/schedules/ScheduleHead.tsx";
import { Action } from "@/lib/page/shell/Action.tsx";
import { Bar } from "@/lib/page/shell/Bar.tsx";
import { Notice } from "@/lib/page/shell/Notice.tsx";
import { askerOf } from "@/routes/(_shared)/account_actions.ts";
import { readCount } from "@/routes/(_shared)/address.ts";
import { readForm, textsOf } from "@/routes/(_shared)/body.ts";
import { define, type PageConfig, type State } from "@/routes/(_shared)/define.ts";
import { performSchedule } from "@/routes/(_shared)/schedule_actions.ts";
import { dueOf, openDrafted, readDraft, withGiven } from "@/routes/(_shared)/schedule_form.ts";

/** What changes something takes more, which the engine asks for: whoever may run may ask for a run. */
export const config: PageConfig = {
  access: { read: "notebooks:read", write: "notebooks:write" },
  slow: true,
};

const RUNS = 20;

/** A schedule: how it stands, its runs, and its settings. */
export const handler = define.handlers({
  async GET({ url, params, state }) {
    return page(await load({ url, id: params.schedule, state }, NOTHING_DONE));
  },

  async POST({ req, url, params, state, redirect }) {
    const texts = textsOf(await readForm(req));
    const asked = { url, id: params.schedule, state };
    switch (texts.do) {
      case "check":
        return page(await load(asked, { ...NOTHING_DONE, ...kept(texts) }));
      case "save":
        return await save(asked, texts);
      default:
        return redirect(await performSchedule(state, params.schedule, texts), 303);
    }
  },
});

export default define.page<typeof handler>(({ data }) => {
  const { schedule, runs, form, isLater, told, now } = data;
  const { id, title, work } = schedule;
  const address = `/schedules/${encodeURIComponent(id)}`;
  return (
    <>
      <Head>
        <title>{`${title}, schedule · Daybook`}</title>
        <link rel="stylesheet" href={asset("/schedules.css")} />
      </Head>
      <Bar section="schedules" />
      <main id="content" class="page schedule-page">
        <p class="back">
          <a href="/schedules">All schedules</a>
        </p>
        <h1>{title}</h1>
        {told !== null && <Notice>{told}</Notice>}
        <ScheduleHead schedule={schedule} now={now} />
        <RunList schedule={schedule} runs={runs} isLater={isLater} />
        <section aria-labelledby="settings" class="settings">
          <h2 id="settings">Settings</h2>
          <ScheduleForm address={address} {...form} />
        </section>
        {work.type === "notebook" && (
          <section aria-labelledby="remove" class="removal">
            <h2 id="remove">Remove</h2>
            <p>The notebook stays, and runs by this schedule no more. You can undo it.</p>
            <Action action={address} fields={{ do: "remove" }} class="danger">
              Remove the schedule
            </Action>
          </section>
        )}
        <FollowRuns />
      </main>
    </>
  );
});

interface Asked {
  readonly url: URL;
  readonly id: string;
  readonly state: State;
}

interface Done {
  /** What was typed; `null` for the schedule as it is. */
  readonly typed: Draft | null;
  /** As the form was seen, and the revision that it was; `null` for the newest. */
  readonly seen: { readonly draft: Draft; readonly revision: number } | null;
  readonly faults: Faults;
  readonly refusal: string | null;
  readonly changes: readonly Changed[] | null;
}

const NOTHING_DONE: Done = { typed: null, seen: null, faults: {}, refusal: null, changes: null };

type Texts = Readonly<Record<string, string>>;

/** What stays of a form that is shown again. */
function kept(texts: Texts): Pick<Done, "typed" | "seen"> {
  const draft = Object.fromEntries(new URLSearchParams(texts.seen ?? ""));
  const revision = readCount(texts.revision ?? null) ?? 0;
  return { typed: readDraft(texts), seen: { draft, revision } };
}

/** Saves the settings, or shows them again with what is wrong, or with what somebody else has changed. */
async function save(asked: Asked, texts: Texts) {
  const { state, id, url } = asked;
  const { schedules } = state.workspace;
  const { typed, seen } = kept(texts);
  const draft = typed ?? {};
  const { rules, faults } = rulesIn(draft);
  const due = await dueOf(state, draft);
  const all = { ...faults, ...due.faults };
  const again = { ...NOTHING_DONE, typed, seen, faults: all };
  if (Object.keys(all).length > 0) return page(await load(asked, again), { status: 422 });
  const { work } = await schedules.read({ schedule: id });
  const given = work.type === "notebook"
    ? (await openDrafted(state, { notebook: work.notebook, draft, origin: url.origin })).given
    : null;
  try {
    const more = given === null ? {} : { parameters: given, sends: draft.sends === "yes" };
    await schedules.change({
      schedule: id,
      revision: seen?.revision ?? 0,
      change: { ...rules, ...more },
      by: askerOf(state),
    });
    const Location = `/schedules/${encodeURIComponent(id)}?told=saved`;
    return new Response(null, { status: 303, headers: { Location } });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === "BAD_PARAMETER") {
      return page(await load(asked, { ...again, refusal: error.message }), { status: 422 });
    }
    if (error.code !== "CONFLICT") throw error;
    const saved = draftOfView(await schedules.read({ schedule: id }));
    const merged = mergeDrafts({
      seen: seen?.draft ?? saved,
      typed: withGiven(draft, given),
      saved,
    });
    const told = { ...NOTHING_DONE, typed: merged.draft, changes: merged.changes };
    return page(await load(asked, told), { status: 409 });
  }
}

const TOLD: Readonly<Record<string, string>> = {
  saved: "Saved.",
  made: "Scheduled.",
  restored: "Brought back.",
  busy: BUSY,
};

async function load({ url, id, state }: Asked, done: Done) {
  const { schedules } = state.workspace;
  const after = url.searchParams.get("after");
  const told = url.searchParams.get("told") ?? "";
  const [schedule, runs] = await Promise.all([
    schedules.read({ schedule: id }),
    schedules.runs({ schedule: id, after, limit: RUNS }),
  ]);
  const { work, revision } = schedule;
  const saved = draftOfView(schedule);
  const draft = done.typed ?? saved;
  const notebook = work.type !== "notebook"
    ? null
    : await openDrafted(state, { notebook: work.notebook, draft, origin: url.origin });
  const { preview } = await dueOf(state, draft);
  const { faults, refusal, changes, seen } = done;
  return {
    schedule,
    runs,
    isLater: after !== null,
    told: Object.hasOwn(TOLD, told) ? TOLD[told] : null,
    now: new Date(),
    form: {
      draft,
      faults,
      refusal,
      changes,
      preview,
      usual: null,
      notebook: notebook === null
        ? null
        : { parameters: notebook.view.parameters, letters: notebook.letters },
      // A form that is shown again was seen as it was then, unless both sides are in it now.
      changed: { revision: seen?.revision ?? revision, seen: seen?.draft ?? saved },
    },
  };
}
