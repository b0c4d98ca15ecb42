import { page } from "@daybook/web";
import { asset, Head } from "@daybook/web/runtime";
import FollowRuns from "@/islands/FollowRuns.tsx";
import { AppError } from "@/lib/errors.ts";
import {
  type Draft,
  draftOf,
  type Faults,
  PARAMETER,
  rulesIn,
} from "@/lib/page/schedules/draft.ts";
import { notebookZone } from "@/lib/page/schedules/notebook_zone.ts";
import { BUSY } from "@/lib/page/schedules/run_words.ts";
import { ScheduleForm } from "@/lib/page/schedules/ScheduleForm.tsx";
import { ScheduleList } from "@/lib/page/schedules/ScheduleList.tsx";
import { type Often, parseOften } from "@/lib/page/schedules/usual_times.ts";
import { Bar } from "@/lib/page/shell/Bar.tsx";
import { Notice } from "@/lib/page/shell/Notice.tsx";
import { machineZone } from "@/lib/time_zone.ts";
import { USUAL_RULES } from "@/lib/workspace/schedules/rules.ts";
import { askerOf } from "@/routes/(_shared)/account_actions.ts";
import { readAddress } from "@/routes/(_shared)/address.ts";
import { readForm, textsOf } from "@/routes/(_shared)/body.ts";
import { define, type PageConfig, type State } from "@/routes/(_shared)/define.ts";
import { mayOnlyView } from "@/routes/(_shared)/notebook_right.ts";
import { dueOf, openDrafted, readDraft } from "@/routes/(_shared)/schedule_form.ts";

export const config: PageConfig = { access: "notebooks:write", slow: true };

/** Schedules a notebook; those that it has are listed. */
export const handler = define.handlers({
  async GET({ url, params, state }) {
    return page(await load({ url, id: params.notebook, state }, null));
  },

  async POST({ req, url, params, state }) {
    const texts = textsOf(await readForm(req));
    const draft = readDraft(texts);
    const usual = { often: parseOften(texts.often ?? ""), at: texts.at ?? "" };
    // A usual time leaves one's own line empty.
    const typed = { draft, cron: texts.cron ?? "", usual, faults: {}, refusal: null };
    const asked = { url, id: params.notebook, state };
    return texts.do === "check" ? page(await load(asked, typed)) : await make(asked, typed);
  },
});

export default define.page<typeof handler>(({ data }) => {
  const { view, schedules, isBusy, form, address, notebookAddress, now } = data;
  return (
    <>
      <Head>
        <title>{`Schedule ${view.title} · Daybook`}</title>
        <link rel="stylesheet" href={asset("/schedules.css")} />
      </Head>
      <Bar section={null} where={view.title} />
      <main id="content" class="page schedule-page">
        <h1>Schedule “{view.title}”</h1>
        <p class="lead">
          It runs by the clock then, for as long as you may edit it.{" "}
          <a href={notebookAddress}>Back to the notebook</a>
        </p>
        {isBusy && <Notice>{BUSY}</Notice>}
        {schedules.length > 0 && <ScheduleList schedules={schedules} page="notebook" now={now} />}
        <section aria-labelledby="settings" class="settings">
          <h2 id="settings">{schedules.length > 0 ? "One more" : "New schedule"}</h2>
          <ScheduleForm address={address} {...form} />
        </section>
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

/** What was typed, and what came of it. */
interface Typed {
  readonly draft: Draft;
  /** As it stands in its field. */
  readonly cron: string;
  readonly usual: { readonly often: Often; readonly at: string };
  readonly faults: Faults;
  readonly refusal: string | null;
}

/** How the form begins: before people come to work. */
const USUALLY = { often: "weekdays", at: "06:00" } as const;
const USUAL_CRON = "0 6 * * 1-5";

async function make(asked: Asked, typed: Typed) {
  const { url, id, state } = asked;
  const { draft } = typed;
  const { rules, faults } = rulesIn(draft);
  const due = await dueOf(state, draft);
  const all = { ...faults, ...due.faults };
  if (Object.keys(all).length > 0) {
    return page(await load(asked, { ...typed, faults: all }), { status: 422 });
  }
  try {
    const { given } = await openDrafted(state, { notebook: id, draft, origin: url.origin });
    const made = await state.workspace.schedules.create({
      notebook: id,
      parameters: given,
      sends: draft.sends === "yes",
      rules,
      by: askerOf(state),
    });
    const Location = `/schedules/${encodeURIComponent(made.id)}?told=made`;
    return new Response(null, { status: 303, headers: { Location } });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "BAD_PARAMETER") throw error;
    return page(await load(asked, { ...typed, refusal: error.message }), { status: 422 });
  }
}

async function load({ url, id, state }: Asked, typed: Typed | null) {
  const { workspace } = state;
  if (await mayOnlyView(state, id)) {
    throw new AppError(
      "NOT_GRANTED",
      'Cannot schedule the notebook as it must be yours to edit: current value is "view"',
    );
  }
  const { parameters, address } = readAddress(url);
  const zone = typed === null ? await zoneOf(state, id) : null;
  const draft = typed?.draft ?? {
    ...draftOf({ ...USUAL_RULES, cron: USUAL_CRON, zone: zone?.name ?? "UTC" }),
    ...Object.fromEntries(
      Object.entries(parameters).map(([name, text]) => [`${PARAMETER}${name}`, text]),
    ),
  };
  const [{ view, letters }, { preview }, schedules] = await Promise.all([
    openDrafted(state, { notebook: id, draft, origin: url.origin }),
    dueOf(state, draft),
    workspace.schedules.list({ notebook: id }),
  ]);
  return {
    view,
    schedules,
    isBusy: url.searchParams.get("run-told") === "busy",
    address,
    notebookAddress: `/notebooks/${encodeURIComponent(id)}${address.slice(url.pathname.length)}`,
    now: new Date(),
    form: {
      draft: { ...draft, cron: typed?.cron ?? "" },
      faults: typed?.faults ?? {},
      refusal: typed?.refusal ?? null,
      changes: null,
      preview,
      notebook: { parameters: view.parameters, letters },
      changed: null,
      usual: typed?.usual ?? USUALLY,
      proposesZone: zone?.isGuess ?? false,
    },
  };
}

/** The notebook's own zone; else the server's, where the browser knows better. */
async function zoneOf({ workspace }: State, id: string) {
  const own = notebookZone((await workspace.notebooks.source({ id })).text);
  return { name: own ?? machineZone(), isGuess: own === null };
}
