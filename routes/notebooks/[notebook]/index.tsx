import { page } from "@daybook/web";
import { readAddress } from "@/routes/(_shared)/address.ts";
import { readForm, textsOf } from "@/routes/(_shared)/body.ts";
import { define } from "@/routes/(_shared)/define.ts";
import { perform } from "@/routes/(_shared)/notebook_actions.ts";
import { drawNotebook, type NotebookPageData } from "@/routes/(_shared)/notebook_page.tsx";

/** A notebook: shown for the parameters of its address, changed and run by forms. */
export const handler = define.handlers({
  async GET({ url, params, state, redirect }) {
    const at = readAddress(url);
    if (at.inPieces) return redirect(at.address, 303);
    const view = await state.workspace.notebooks.open({
      id: params.notebook,
      parameters: at.parameters,
    });
    return page<NotebookPageData>({ view, at, conflict: null });
  },

  async POST({ req, url, params, state, redirect }) {
    const at = readAddress(url);
    const form = textsOf(await readForm(req));
    const { parameters, address } = at;
    const done = await perform(state.workspace.notebooks, {
      id: params.notebook,
      form,
      parameters,
      address,
    });
    if (done.type === "go") return redirect(done.to, 303);
    const { view, differences } = done.outcome;
    return page<NotebookPageData>(
      { view, at, conflict: { differences, form } },
      { status: 409 },
    );
  },
});

export default define.page<typeof handler>(({ data }) => drawNotebook(data));
