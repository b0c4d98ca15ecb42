import { HttpError, page } from "@daybook/web";
import NotebookLive from "@/islands/NotebookLive.tsx";
import ParameterBar from "@/islands/ParameterBar.tsx";
import { AppPage } from "@/lib/page/notebook/AppPage.tsx";
import { ExportEntries, RunTools } from "@/lib/page/notebook/NotebookTools.tsx";
import { Bar } from "@/lib/page/shell/Bar.tsx";
import { Menu } from "@/lib/page/shell/Menu.tsx";
import { readAddress } from "@/routes/(_shared)/address.ts";
import { readForm, textsOf } from "@/routes/(_shared)/body.ts";
import { define, type PageConfig } from "@/routes/(_shared)/define.ts";
import { perform } from "@/routes/(_shared)/notebook_actions.ts";
import { NotebookHead } from "@/routes/(_shared)/notebook_page.tsx";
import { mayOnlyView } from "@/routes/(_shared)/notebook_right.ts";

export const config: PageConfig = { access: { read: "notebooks:read", write: "notebooks:run" } };

/** What can be asked for here: nothing that changes the notebook. */
const ASKED = ["run_all", "run_stale", "cancel"];

/** A notebook without editors, for the parameters of its address. */
export const handler = define.handlers({
  async GET({ url, params, state, redirect }) {
    const { parameters, address, inPieces } = readAddress(url);
    if (inPieces) return redirect(address, 303);
    const { notebooks } = state.workspace;
    const view = await notebooks.open({ id: params.notebook, parameters });
    const mayEdit = !await mayOnlyView(state, params.notebook);
    return page({ view, address, query: url.search, mayEdit });
  },

  async POST({ req, url, params, state, redirect }) {
    const { parameters, address } = readAddress(url);
    const form = textsOf(await readForm(req));
    if (!ASKED.includes(form.do)) throw new HttpError(400);
    await perform(state.workspace.notebooks, { id: params.notebook, form, parameters, address });
    return redirect(address, 303);
  },
});

export default define.page<typeof handler>(({ data: { view, address, query, mayEdit } }) => (
  <>
    <NotebookHead title={view.title} />
    <Bar section={null} where={view.title}>
      <NotebookLive id={view.id} runsSlow />
      <RunTools view={view} address={address} />
      <span data-swap="pages">
        <Menu label="Save as a file" text="Save">
          <ExportEntries view={view} query={query} />
        </Menu>
      </span>
      {mayEdit && (
        <a class="button quiet" href={`/notebooks/${view.id}${query}`}>Open the notebook</a>
      )}
    </Bar>
    <AppPage
      view={view}
      isLive
      controls={view.parameters.length > 0 && (
        <ParameterBar parameters={view.parameters} path={`/notebooks/${view.id}/app`} />
      )}
    />
  </>
));
