import { page } from "@daybook/web";
import { asset, Head } from "@daybook/web/runtime";
import LocalTimes from "@/islands/LocalTimes.tsx";
import { AppError } from "@/lib/errors.ts";
import { Bar } from "@/lib/page/shell/Bar.tsx";
import { Notice } from "@/lib/page/shell/Notice.tsx";
import { NoSources } from "@/lib/page/sources/NoSources.tsx";
import { SourceList } from "@/lib/page/sources/SourceList.tsx";
import { readForm, textsOf } from "@/routes/(_shared)/body.ts";
import { define, type PageConfig } from "@/routes/(_shared)/define.ts";
import { performSources } from "@/routes/(_shared)/source_actions.ts";

/** What changes something takes more, which the engine asks for. */
export const config: PageConfig = { access: "metrics:read" };

/** Who sends events, and what came last. */
export const handler = define.handlers({
  async GET({ url, state: { workspace } }) {
    const view = await workspace.sources.view({});
    return page({ view, origin: url.origin, refusal: null as string | null });
  },

  async POST({ req, url, state: { workspace }, redirect }) {
    try {
      return redirect(await performSources(workspace, textsOf(await readForm(req))), 303);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const view = await workspace.sources.view({});
      return page({ view, origin: url.origin, refusal: error.message }, { status: 422 });
    }
  },
});

export default define.page<typeof handler>(({ data: { view, origin, refusal } }) => (
  <>
    <Head>
      <title>Sources · Daybook</title>
      <link rel="stylesheet" href={asset("/sources.css")} />
    </Head>
    <LocalTimes />
    <Bar section="sources" />
    <main id="content" class="page">
      <h1>Sources</h1>
      {refusal !== null && <Notice tone="error">{refusal}</Notice>}
      {view.sources.length === 0 && view.mixed.length === 0
        ? <NoSources origin={origin} />
        : <SourceList {...view} />}
    </main>
  </>
));
