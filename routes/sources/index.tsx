import { page } from "@daybook/web";
import { asset, Head } from "@daybook/web/runtime";
import LocalTimes from "@/islands/LocalTimes.tsx";
import { formatNumber } from "@/lib/chart/format.ts";
import { roleCovers } from "@/lib/auth/roles.ts";
import { AppError } from "@/lib/errors.ts";
import { Action } from "@/lib/page/shell/Action.tsx";
import { Bar } from "@/lib/page/shell/Bar.tsx";
import { Notice } from "@/lib/page/shell/Notice.tsx";
import { EventFileForm } from "@/lib/page/sources/EventFileForm.tsx";
import { NoSources } from "@/lib/page/sources/NoSources.tsx";
import { batchAnchor, MendingNotice, type MendingTold } from "@/lib/page/sources/Mending.tsx";
import { RefusalNotice, type RefusalTold } from "@/lib/page/sources/RefusalNotice.tsx";
import { eventsText, SourceList } from "@/lib/page/sources/SourceList.tsx";
import type { Ingested } from "@/lib/workspace/events/contract.ts";
import { askerOf } from "@/routes/(_shared)/account_actions.ts";
import { readCount } from "@/routes/(_shared)/address.ts";
import { readForm, textsOf } from "@/routes/(_shared)/body.ts";
import { define, type PageConfig, type State } from "@/routes/(_shared)/define.ts";
import { takeEvents } from "@/routes/(_shared)/posted_events.ts";
import { isUpload } from "@/routes/(_shared)/posted_files.ts";
import { performSources } from "@/routes/(_shared)/source_actions.ts";

/** What changes something takes more, which the engine asks for. */
export const config: PageConfig = { access: "metrics:read", slow: true };

/** Who sends events, and what came last; posting sends a file, sets a zone, removes a source or opens the dashboard. */
export const handler = define.handlers({
  async GET({ url, state }) {
    const shown = await shownOf(state, url);
    const mended = mendedIn(url.searchParams);
    const sent = mended === null ? sentIn(url.searchParams) : null;
    const removed = removedIn(url.searchParams);
    return page({
      ...shown,
      sent,
      mended,
      removed,
      refusal: NO_REFUSAL,
      typed: NOTHING_TYPED,
    });
  },

  async POST({ req, url, state, redirect }) {
    const { workspace } = state;
    const typed = new Map<string, string>();
    try {
      if (isUpload(req)) {
        const ingested = await takeEvents(workspace.events, req, typed);
        return redirect(addressOf(ingested, typed.get("corrects") ?? ""), 303);
      }
      const fields = textsOf(await readForm(req));
      return redirect(await performSources(workspace, fields, askerOf(state)), 303);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const shown = await shownOf(state, url);
      const told = refusalOf(error);
      const corrects = typed.get("corrects") ?? "";
      const [refusal, mended] = corrects === ""
        ? [told, NOTHING_MENDED]
        : [NO_REFUSAL, { type: "refused", corrects, refusal: told } as const];
      const data = { ...shown, sent: null, mended, removed: null, refusal, typed };
      return page(data, { status: 422 });
    }
  },
});

/** What is shown, whatever was asked. */
async function shownOf({ workspace, session }: State, { origin }: URL) {
  const view = await workspace.sources.view({});
  const mayMend = session !== null && roleCovers(session.role, "events:write");
  return { view, origin, mayRemove: session?.role === "admin", mayMend };
}

/** A source that was just removed, so that it can be brought back. */
function removedIn(query: URLSearchParams) {
  const id = readCount(query.get("removed"));
  const events = readCount(query.get("events")) ?? 0;
  return id === null ? null : { id, name: query.get("name") ?? "", events };
}

/** So many bad rows are told. */
const MOST_TOLD = 10;

interface Refusal extends RefusalTold {
  /** What is wrong with the source, in words of the form; `null` where it is something else. */
  readonly source: string | null;
}

const NO_REFUSAL: Refusal | null = null;

const NOTHING_MENDED: MendingTold | null = null;

const NOTHING_TYPED: ReadonlyMap<string, string> = new Map();

/** Of a file whose rows name no source, beside the field that may. */
const SOURCE_FAULT = "No column of the file is called source: say whose events these are.";

/** Of a file that is larger than the settings allow. */
const LARGE_REMEDY = "Send it in several files: what is there already is not stored twice.";

function refusalOf(error: AppError): Refusal {
  const { code, message, problems } = error;
  const remedy = problems.find((problem) => problem.message === message)?.remedy ?? null;
  const isSource = problems.some(({ place }) => place.key === "source_name");
  return {
    source: isSource ? SOURCE_FAULT : null,
    message,
    remedy: code === "FILE_TOO_LARGE" ? LARGE_REMEDY : remedy,
    problems: problems.filter((problem) => problem.message !== message).slice(0, MOST_TOLD),
  };
}

const COUNTS = ["inserted", "duplicates", "conflicts", "skipped", "rows"] as const;

/** Where it is told what became of a file; that of mended rows beside the batch that they are of. */
function addressOf(ingested: Ingested, corrects: string): string {
  const told = new URLSearchParams(COUNTS.map((name) => [name, String(ingested[name])]));
  if (corrects === "") return `/sources?${told}`;
  told.set("corrects", corrects);
  told.set("batch", ingested.batch);
  return `/sources?${told}#${batchAnchor(corrects)}`;
}

/** What became of mended rows that were just sent; `null` where none were. */
function mendedIn(query: URLSearchParams): MendingTold | null {
  const [corrects, batch] = [query.get("corrects"), query.get("batch")];
  const rejected = readCount(query.get("skipped"));
  const counts = sentIn(query, { tellsRejected: false });
  if (corrects === null || batch === null || counts === null || rejected === null) return null;
  return { type: "taken", corrects, batch, counts, rejected };
}

/** What was just sent, in words; `null` where nothing was. */
function sentIn(query: URLSearchParams, { tellsRejected = true } = {}): string | null {
  const [inserted, duplicates, conflicts, skipped, rows] = COUNTS.map((name) =>
    readCount(query.get(name))
  );
  if (inserted === null) return null;
  if (rows === 0) return "The file has no rows: there was nothing to store";
  const told = [
    ...(duplicates ? [`${formatNumber(duplicates)} were there already`] : []),
    ...(conflicts ? [`${formatNumber(conflicts)} say other than what is there`] : []),
    ...(skipped && tellsRejected
      ? [`${formatNumber(skipped)} ${skipped === 1 ? "row was" : "rows were"} rejected`]
      : []),
  ];
  return [`${formatNumber(inserted)} new ${inserted === 1 ? "event" : "events"}`, ...told].join(
    ", ",
  );
}

export default define.page<typeof handler>(({ data }) => {
  const { view, origin, mayRemove, mayMend, sent, mended, removed, refusal, typed } = data;
  const shown = [...view.sources.flatMap(({ batches }) => batches), ...view.mixed];
  return (
    <>
      <Head>
        <title>Sources · Daybook</title>
        <link rel="stylesheet" href={asset("/sources.css")} />
      </Head>
      <LocalTimes />
      <Bar section="sources" />
      <main id="content" class="page sources-page">
        <h1>Sources</h1>
        {sent !== null && <Notice>{sent}</Notice>}
        {removed !== null && (
          <Notice>
            <span>
              Removed{" "}
              <strong>
                <bdi>{removed.name}</bdi>
              </strong>{" "}
              with its {eventsText(removed.events)}, for good in a day
            </span>
            <Action action="/sources" fields={{ do: "restore", id: removed.id }}>Undo</Action>
          </Notice>
        )}
        {refusal !== null && refusal.source === null && <RefusalNotice {...refusal} />}
        {mended !== null && !shown.some(({ id }) => id === mended.corrects) && (
          <MendingNotice told={mended} />
        )}
        {view.sources.length === 0 && view.mixed.length === 0 && <NoSources origin={origin} />}
        <EventFileForm
          sources={view.sources.map(({ name }) => name)}
          open={refusal !== null || view.sources.length === 0}
          typed={typed}
          fault={refusal?.source ?? null}
        />
        <SourceList {...view} mayRemove={mayRemove} mayMend={mayMend} mended={mended} />
      </main>
    </>
  );
});
