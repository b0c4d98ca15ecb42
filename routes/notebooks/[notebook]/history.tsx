import { page } from "@daybook/web";
import { ConflictView } from "@/lib/page/notebook/ConflictView.tsx";
import { ComparisonView, HistoryList } from "@/lib/page/notebook/HistoryView.tsx";
import { Bar } from "@/lib/page/shell/Bar.tsx";
import type { LineDifference } from "@/lib/workspace/notebooks/revision_view.ts";
import { readCount } from "@/routes/(_shared)/address.ts";
import { readForm, textsOf } from "@/routes/(_shared)/body.ts";
import { define, type PageConfig, type State } from "@/routes/(_shared)/define.ts";
import { perform } from "@/routes/(_shared)/notebook_actions.ts";
import type { FormTexts } from "@/routes/(_shared)/notebook_form.ts";
import { NotebookHead } from "@/routes/(_shared)/notebook_page.tsx";

export const config: PageConfig = { access: { read: "notebooks:read", write: "notebooks:write" } };

interface Conflict {
  readonly differences: readonly LineDifference[];
  readonly form: FormTexts;
}

/** The kept revisions of a notebook: two of them compared, and any of them restored. */
export const handler = define.handlers({
  async GET({ url, params, state }) {
    return page(await historyOf(state, params.notebook, { url, conflict: null }));
  },

  async POST({ req, url, params, state, redirect }) {
    const form = textsOf(await readForm(req));
    const id = params.notebook;
    const done = await perform(state.workspace.notebooks, {
      id,
      form,
      parameters: {},
      address: `/notebooks/${id}`,
    });
    if (done.type === "go") return redirect(done.to, 303);
    const conflict = { differences: done.outcome.differences, form };
    return page(await historyOf(state, id, { url, conflict }), { status: 409 });
  },
});

async function historyOf(
  { workspace: { notebooks } }: State,
  id: string,
  { url, conflict }: { readonly url: URL; readonly conflict: Conflict | null },
) {
  const before = readCount(url.searchParams.get("before"));
  const after = readCount(url.searchParams.get("after"));
  const [view, entries, comparison] = await Promise.all([
    notebooks.open({ id, parameters: {} }),
    notebooks.history({ id }),
    before === null || after === null ? null : notebooks.compare({ id, before, after }),
  ]);
  return { view, entries, comparison, before, after, conflict };
}

export default define.page<typeof handler>(({ data, url }) => {
  const { view, entries, comparison, before, after, conflict } = data;
  return (
    <>
      <NotebookHead title={`History of ${view.title}`} />
      <Bar section={null} where={view.title}>
        <a class="button quiet" href={`/notebooks/${view.id}`}>Open the notebook</a>
      </Bar>
      <main id="content" class="page notebook">
        <div class="sheet">
          {conflict !== null && (
            <ConflictView
              differences={conflict.differences}
              address={url.pathname}
              fields={{ ...conflict.form, revision: String(view.revision) }}
            />
          )}
          <header class="masthead">
            <h1>History</h1>
            <p class="lead">{view.title}</p>
          </header>
          {comparison !== null && (
            <section class="comparison" aria-labelledby="comparison">
              <h2 id="comparison">From revision {before} to {after}</h2>
              <ComparisonView comparison={comparison} />
            </section>
          )}
          <HistoryList
            entries={entries}
            address={url.pathname}
            revision={view.revision}
            before={before}
            after={after}
          />
        </div>
      </main>
    </>
  );
});
