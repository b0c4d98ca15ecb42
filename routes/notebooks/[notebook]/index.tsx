import { page } from "@daybook/web";
import type { FormView } from "@/lib/steps/form/form.ts";
import type { Workspace } from "@/lib/workspace/contract.ts";
import type { KnownOutputs, NotebookView } from "@/lib/workspace/notebooks/notebook_view.ts";
import { KNOWN_HEADER } from "@/lib/workspace/notebooks/known_header.ts";
import { askerOf } from "@/routes/(_shared)/account_actions.ts";
import { type PageAddress, readAddress } from "@/routes/(_shared)/address.ts";
import { readForm, textsOf } from "@/routes/(_shared)/body.ts";
import { define, type PageConfig, type State } from "@/routes/(_shared)/define.ts";
import { perform } from "@/routes/(_shared)/notebook_actions.ts";
import { drawNotebook, type NotebookPageData } from "@/routes/(_shared)/notebook_page.tsx";
import { mayOnlyView } from "@/routes/(_shared)/notebook_right.ts";

export const config: PageConfig = { access: { read: "notebooks:read", write: "notebooks:run" } };

/** A notebook: shown for the parameters of its address, changed and run by forms. */
export const handler = define.handlers({
  async GET({ req, url, params, state, redirect }) {
    const at = readAddress(url);
    if (at.inPieces) return redirect(at.address, 303);
    // Who may only view it has the page without editors.
    if (await mayOnlyView(state, params.notebook)) {
      return redirect(`${url.pathname}/app${url.search}`, 303);
    }
    const view = await state.workspace.notebooks.open({
      id: params.notebook,
      parameters: at.parameters,
      known: knownOutputs(req),
    });
    const form = await formOf(state.workspace, { id: params.notebook, view, at });
    const unsaved = url.searchParams.get("conflict-in");
    return page<NotebookPageData>({ view, at, conflict: null, form, unsaved });
  },

  async POST({ req, url, params, state, redirect }) {
    const at = readAddress(url);
    const form = textsOf(await readForm(req));
    if (form.do === "leave") return redirect(await leave(state, params.notebook), 303);
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
      { view, at, conflict: { differences, form }, form: null, unsaved: null },
      { status: 409 },
    );
  },
});

/** Ends that a notebook is shared with whoever asks; returns where to go, as it is not theirs to see. */
async function leave(state: State, notebook: string): Promise<string> {
  const by = askerOf(state);
  // Nothing is shared with the owner of the workspace, who has all.
  if (by.type === "account") {
    await state.workspace.sharing.unshare({ notebook, account: by.id, by });
  }
  return "/";
}

/** An open page that asks anew says what it shows, as cells and the beginnings of their keys. */
function knownOutputs(request: Request): KnownOutputs {
  const entries = (request.headers.get(KNOWN_HEADER) ?? "").split(" ")
    .map((entry) => entry.split("=")).filter(([name, key]) => name !== "" && key !== undefined);
  return Object.fromEntries(entries);
}

interface Shown {
  readonly id: string;
  readonly view: NotebookView;
  readonly at: PageAddress;
}

/** Returns the form of the cell that is open; `null` where none is. */
async function formOf(
  { editing }: Workspace,
  { id, view, at: { opened, parameters } }: Shown,
): Promise<FormView | null> {
  if (opened.type !== "cell") return null;
  const block = view.blocks.find((block) =>
    block.type === "cell" && block.cell.name === opened.cell
  );
  if (block?.type !== "cell") return null;
  const { name, text } = block.cell;
  return await editing.form({ notebook: id, cell: name, text, parameters });
}

export default define.page<typeof handler>(({ data }) => drawNotebook(data));
