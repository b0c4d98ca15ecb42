import { page } from "@daybook/web";
import ParameterBar from "@/islands/ParameterBar.tsx";
import { AppPage } from "@/lib/page/notebook/AppPage.tsx";
import { Bar } from "@/lib/page/shell/Bar.tsx";
import { readAddress } from "@/routes/(_shared)/address.ts";
import { define } from "@/routes/(_shared)/define.ts";
import { NotebookHead } from "@/routes/(_shared)/notebook_page.tsx";

/** A notebook without editors, for the parameters of its address. */
export const handler = define.handlers({
  async GET({ url, params, state, redirect }) {
    const { parameters, address, inPieces } = readAddress(url);
    if (inPieces) return redirect(address, 303);
    const { notebooks } = state.workspace;
    return page({ view: await notebooks.open({ id: params.notebook, parameters }), url });
  },
});

export default define.page<typeof handler>(({ data: { view, url } }) => (
  <>
    <NotebookHead title={view.title} />
    <Bar section={null} where={view.title}>
      <a class="button quiet" href={`/notebooks/${view.id}${url.search}`}>Open the notebook</a>
    </Bar>
    <AppPage
      view={view}
      controls={view.parameters.length > 0 && (
        <ParameterBar parameters={view.parameters} path={url.pathname} reload />
      )}
    />
  </>
));
